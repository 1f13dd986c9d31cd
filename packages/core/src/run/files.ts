/** Where a tenant's runs keep their files, or one run of it does. Ends with a slash. */
export const folderOf = (tenantId: string, runId?: string): `${string}/` =>
  runId === undefined ? `runs/${tenantId}/` : `runs/${tenantId}/${runId}/`;
