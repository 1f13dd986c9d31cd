/** Words of people as one line of Markdown that can't become anything else. */
export function inline(words: string): string {
  return words
    .replace(/\s+/g, " ")
    .replace(/[\\`*_[\]<>|#]/g, (sign) => `\\${sign}`)
    .trim();
}

/** "Ann, Ben and Carla". */
export function listed(words: readonly string[]): string {
  return words.length <= 1 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
