import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Item } from "./client.ts";

/** A file as the API shows it. */
export type Shown = { id: string; name: string; type: string; size: number; url: string };

let count = 0;

/** A picture that is like no other of this test run: the beginning of a PNG, and a number. */
export function picture(name = "picture.png"): File {
  count += 1;
  return new File([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), `picture ${count} \0\xff`], name, { type: "image/png" });
}

/** A document that is like no other of this test run. */
export function paper(name = "paper.pdf"): File {
  count += 1;
  return new File([`%PDF-1.7\n%${count}\0\xff`], name, { type: "application/pdf" });
}

export const bytesOf = async (file: File): Promise<Buffer> => Buffer.from(await file.arrayBuffer());

/** The files that a record has in a field. */
export const shownIn = (record: Item, name: string): Shown[] => [record[name] ?? []].flat() as Shown[];

/** What lies in the folder of files, by name. */
export function lyingIn(dataDir: string): string[] {
  const folder = join(dataDir, "files");
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

/** What a browser would send of the form of a page when nothing in it was touched. */
export function formIn(page: string): FormData {
  const [, inner = ""] = page.match(/<form class="record"[^>]*enctype="multipart\/form-data"[^>]*>([^]*?)<\/form>/) ?? [];
  const form = new FormData();
  const valueOf = (tag: string, name: string) => plain(tag.match(new RegExp(` ${name}="([^"]*)"`))?.[1] ?? "");
  for (const [tag] of inner.matchAll(/<input[^>]*>/g)) {
    if (/type="file"/.test(tag)) form.append(valueOf(tag, "name"), new File([], ""));
    else if (!/type="checkbox"/.test(tag) || / checked/.test(tag)) form.append(valueOf(tag, "name"), valueOf(tag, "value"));
  }
  for (const [, tag = "", text = ""] of inner.matchAll(/(<textarea[^>]*>)([^]*?)<\/textarea>/g))
    form.append(valueOf(tag, "name"), plain(text));
  for (const [, tag = "", options = ""] of inner.matchAll(/(<select[^>]*>)([^]*?)<\/select>/g))
    form.append(valueOf(tag, "name"), valueOf(options.match(/<option[^>]* selected[^>]*>/)?.[0] ?? "", "value"));
  return form;
}

const signs: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" };
const plain = (text: string): string => text.replace(/&(?:amp|lt|gt|quot|#39);/g, (sign) => signs[sign] ?? sign);
