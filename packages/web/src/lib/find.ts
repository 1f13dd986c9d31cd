/** How well a name answers what is typed: lower is better, undefined is not at all. Words may come in any order, begun only. */
export function matchRank(name: string, typed: string): number | undefined {
  const words = name.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  const asked = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (asked.length === 0) return 0;
  let rank = 0;
  for (const part of asked) {
    const at = words.findIndex((word) => word.startsWith(part));
    if (at === -1) return undefined;
    rank += at;
  }
  return rank;
}
