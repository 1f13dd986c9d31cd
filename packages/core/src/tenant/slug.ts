import { Slug } from "../base/base.schema.ts";

/** Names that would be mistaken for the product's own. */
const reserved = new Set([
  "admin",
  "api",
  "app",
  "client",
  "www",
  "mail",
  "status",
  "help",
  "support",
  "billing",
  "q2o",
  "static",
  "assets",
]);

/** A slug made of a name: `Café Noir & Co.` is `cafe-noir-co`. */
export function slugOf(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 36)
    .replace(/^-+|-+$/g, "");
  return plain.length >= 3 ? plain : `team-${plain || "new"}`;
}

/** Why nobody may have this slug, if so. */
export function faultOf(slug: string): string | undefined {
  if (reserved.has(slug)) return "This name is reserved.";
  const parsed = Slug.safeParse(slug);
  return parsed.success ? undefined : parsed.error.issues[0]?.message;
}

/** Others like it, nearest first. */
export const variantsOf = (slug: string): string[] => {
  const stem = slugOf(slug).slice(0, 34);
  return [...Array.from({ length: 8 }, (_, index) => `${stem}-${index + 2}`), `${stem}-studio`, `${stem}-team`];
};
