import type { Client } from "./client.ts";

/** One client for several people: each call, such as `POST /api/tasks`, is made by whoever `by` names for it. */
export const together = (by: (call: string) => Client): Client => ({
  get: (path, headers) => by(`GET ${path}`).get(path, headers),
  post: (path, body) => by(`POST ${path}`).post(path, body),
  put: (path, body) => by(`PUT ${path}`).put(path, body),
  patch: (path, body) => by(`PATCH ${path}`).patch(path, body),
  delete: (path) => by(`DELETE ${path}`).delete(path),
  raw: (method, path, body, headers) => by(`${method} ${path}`).raw(method, path, body, headers),
});
