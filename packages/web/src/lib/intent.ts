/**
 * What a link asked for (`?create=1`), or undefined. Asked once: it leaves the address, so that a reload or a shared
 * address does not ask for it again.
 */
export function takeIntent(name: string): string | undefined {
  const params = new URLSearchParams(location.search);
  const asked = params.get(name);
  if (asked === null) return undefined;
  params.delete(name);
  const rest = params.toString();
  history.replaceState(null, "", location.pathname + (rest ? `?${rest}` : "") + location.hash);
  return asked || "1";
}
