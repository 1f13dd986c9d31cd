import * as z from "zod";

/** An empty setting counts as one that was never made, as people expect of `.env` files. */
const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  /** Without it Node listens on every interface, IPv4 and IPv6. */
  HOST: z.string().optional(),
  DATA_DIR: z.string().default("./data"),
  /** Where the files of records are kept, in applications that have some; `files` in DATA_DIR without it. */
  FILES_DIR: z.string().optional(),
  /** The most that a request with files may carry, in millions of bytes. */
  MAX_UPLOAD_MB: z.coerce.number().int().min(1).max(100).default(10),
  SEED: z.enum(["demo", "none"]).default("demo"),
  DEMO_PASSWORD: z.string().min(10).default("demo-password"),
  TIME_ZONE: z.string().default("UTC").refine(isTimeZone, "is not a time zone such as Europe/London"),
});

export type Config = z.infer<typeof Environment>;

/**
 * The settings of this process.
 *
 * @throws Error naming every setting that is wrong, so that a bad deployment stops at once
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const result = Environment.safeParse(given);
  if (result.success) return result.data;
  const wrong = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`Wrong settings. ${wrong.join("; ")}`);
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
