import * as z from "zod";

const prefixes = {
  tenant: "ten",
  member: "mem",
  plan: "pln",
  code: "cod",
  device: "dev",
  project: "prj",
  run: "run",
  session: "ses",
  admin: "adm",
  comment: "cmt",
  override: "ovr",
  llmConfig: "llc",
  alert: "alr",
} as const;

/** An id of a noun. Whatever else comes is nobody's, so it reads as unknown rather than as malformed. */
export const id = (noun: keyof typeof prefixes) =>
  z
    .string()
    .max(200)
    // Not a transformation to anything else: what goes out is described as text, too.
    .overwrite((typed) => (/^[a-z]{3}_[0-9A-Z]{26}$/.test(typed) ? typed : "unknown"))
    .meta({ example: `${prefixes[noun]}_01JQZ3M8S4T6V8X0Z2B4D6F8H0` });

/** PostgreSQL cannot store a NUL or half of a surrogate pair, and no person types one. */
export const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine(
      (typed) => !typed.includes("\u0000") && typed.isWellFormed(),
      "Contains a character that cannot be stored.",
    );

/** A filter that is not set: left out, or left empty in a form. */
export const orNone = <T extends z.ZodType>(schema: T) =>
  z.union([z.literal("").transform(() => undefined), schema]).optional();

export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .regex(
    /^[^\s\p{C}@<>"(),;:\\]+@[^\s\p{C}@<>"(),;:\\]+\.[^\s\p{C}@<>"(),;:\\.]{2,}$/u,
    "Enter an e-mail address such as ann@example.com.",
  );

export const Slug = z
  .string()
  .trim()
  .toLowerCase()
  .min(3, "A slug needs at least 3 characters.")
  .max(40)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "Small letters, digits and single dashes only.");

export const Instant = z.iso.datetime();

/** `?page=1&pageSize=25&search=&sort=createdAt:desc`; pages have 10, 25 or 50 rows. */
export const PageQuery = z.object({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  pageSize: z.coerce
    .number()
    .pipe(z.literal([10, 25, 50]))
    .default(25),
  search: text(200).trim().default(""),
});

export const sortBy = <const Names extends readonly [string, ...string[]]>(
  names: Names,
  fallback: `${Names[number]}:${"asc" | "desc"}`,
) => z.enum(names.flatMap((name) => [`${name}:asc`, `${name}:desc`]) as [string, ...string[]]).default(fallback);

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    total: z.int(),
    /** There are at least `total`; counting on would take longer than anybody looks through. */
    isTotalCapped: z.boolean(),
    page: z.int(),
    pageSize: z.int(),
    totalPages: z.int(),
  });

export const FeedQuery = z.object({
  after: z
    .string()
    .regex(/^\d{0,18}$/, "Use the cursor of the page before.")
    .default(""),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});

export const feedOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });
