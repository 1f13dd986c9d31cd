import type { Client } from "./client.ts";

/** The ids that a form offers to choose from for one field. */
export async function offered(who: Client, path: string, name: string): Promise<number[]> {
  const { text } = await who.get(path);
  const select = text.split("<select").find((each) => each.includes(`name="${name}"`)) ?? "";
  const [options = ""] = select.split("</select>");
  return [...options.matchAll(/value="(\d+)"/g)].map(([, id]) => Number(id));
}
