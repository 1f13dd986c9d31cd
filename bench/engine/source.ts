/** Text of a size that compresses about as sources do, another one for each seed. */
export function sourceOf(seed: number, bytes: number): string {
  let text = "";
  for (let i = 0; text.length < bytes; i++) {
    const number = Math.imul(seed * 7_919 + i, 2_654_435_761) >>> 0;
    text += `export const value${i} = ${number};\n/** ${number.toString(36)} of ${(number >>> 7).toString(36)}. */\n`;
  }
  return text.slice(0, bytes);
}
