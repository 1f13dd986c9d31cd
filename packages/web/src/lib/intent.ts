/**
 * Whether a link asked for something to be opened (`?create=1`). Asked once: it leaves the address, so that a reload or a
 * shared address does not open it again.
 */
export function takeIntent(name: string): boolean {
  const params = new URLSearchParams(location.search);
  if (!params.has(name)) return false;
  params.delete(name);
  const rest = params.toString();
  history.replaceState(null, "", location.pathname + (rest ? `?${rest}` : "") + location.hash);
  return true;
}
