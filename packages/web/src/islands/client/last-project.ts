/** What this browser opened last. The name and the id only: the code itself is never kept. */
export type LastProject = { id: string; name: string };
export const lastProjectKey = "q2o.client.last";
