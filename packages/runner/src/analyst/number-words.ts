const said: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
      .split(" ")
      .map((word, number) => [word, number]),
  ),
  twenty: 20,
  thirty: 30,
  sixty: 60,
  ninety: 90,
};

/** A number as people write it, in digits or as a word; NaN for anything else. */
export const numberOf = (word: string): number => said[word.toLowerCase()] ?? (word === "" ? Number.NaN : Number(word));
