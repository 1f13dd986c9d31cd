/** The id at the end of a path that is rewritten to one page for all ids. */
export const idFromPath = (path: string): string => {
  const last = path.replace(/\/+$/, "").split("/").pop() ?? "";
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
};
