import { createHash, randomUUID } from "node:crypto";
import { copyFile, link, mkdir, rename, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import * as z from "zod";

/**
 * The package cache. Generated code never reaches a registry: we fetch exactly the digests that its lockfile names,
 * and give each sandbox a cache with just those, so it can neither choose a package nor poison another run's.
 */

const Locked = z.object({
  version: z.string(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  dev: z.boolean().optional(),
  optional: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
  license: z.string().optional(),
  link: z.boolean().optional(),
  /** The systems and processors that it is made for; absent for all. */
  os: z.array(z.string()).optional(),
  cpu: z.array(z.string()).optional(),
});

const Lockfile = z.object({
  lockfileVersion: z.literal(3),
  packages: z.record(z.string(), z.unknown()),
});

/** One package of a lockfile; `path` is its place under the project, such as `node_modules/hono`. */
export type LockedPackage = z.infer<typeof Locked> & { path: string; name: string };

/** @throws z.ZodError or SyntaxError when it is not a lockfile of version 3 */
export function readLockfile(text: string): LockedPackage[] {
  const { packages } = Lockfile.parse(JSON.parse(text));
  return Object.entries(packages)
    .filter(([path]) => path !== "")
    .map(([path, entry]) => ({
      ...Locked.parse(entry),
      path,
      name: path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What npm installs on this machine: of programs that come in an edition for each system, only this one's. */
const isForHere = ({ os, cpu }: LockedPackage): boolean =>
  (os?.includes(process.platform) ?? true) && (cpu?.includes(process.arch) ?? true);

/** A package that could not be had: the registry's fault or the network's, so the run may be tried again. */
export class PackagesUnreachable extends Error {
  override readonly name = "PackagesUnreachable";
}

const attempts = 3;
const maxPackageBytes = 100_000_000;
const fetchMaxMs = 60_000;

/**
 * Sees to it that the cache holds every locked package that this machine installs, fetching the missing ones by digest.
 *
 * @returns how many had to be fetched
 * @throws PackagesUnreachable
 */
export async function fill(packages: readonly LockedPackage[], cache: string, registry: string, signal?: AbortSignal) {
  const missing: LockedPackage[] = [];
  for (const one of packages.filter(isForHere))
    if (!(await exists(contentPath(cache, digestOf(one))))) missing.push(one);
  if (missing.length > 0) trustSystemAuthorities();
  const queue = [...missing];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await fetchInto(next, cache, registry, signal);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return missing.length;
}

/** Gives another cache the same packages, by hard link where that is possible. */
export async function seed(packages: readonly LockedPackage[], from: string, to: string): Promise<void> {
  for (const one of packages.filter(isForHere)) {
    const target = contentPath(to, digestOf(one));
    await mkdir(dirname(target), { recursive: true });
    const source = contentPath(from, digestOf(one));
    await link(source, target).catch(() => copyFile(source, target));
  }
}

/** Where npm's cache keeps the bytes of a digest (cacache, content-v2); npm looks there first when a lockfile has one. */
function contentPath(cache: string, digest: string): string {
  const hex = Buffer.from(digest, "base64").toString("hex");
  return join(cache, "_cacache", "content-v2", "sha512", hex.slice(0, 2), hex.slice(2, 4), hex.slice(4));
}

function digestOf(one: LockedPackage): string {
  const digest = one.integrity?.match(/^sha512-([A-Za-z0-9+/]{86}==)$/)?.[1];
  if (digest === undefined) throw new Error(`${one.name} is not locked by a sha512.`);
  return digest;
}

async function fetchInto(one: LockedPackage, cache: string, registry: string, signal?: AbortSignal) {
  const url = new URL(
    new URL(one.resolved ?? "").pathname.slice(1),
    registry.endsWith("/") ? registry : `${registry}/`,
  );
  let last: unknown;
  for (let attempt = 0; attempt < attempts; attempt++) {
    signal?.throwIfAborted();
    try {
      const timeout = AbortSignal.timeout(fetchMaxMs);
      const answer = await fetch(url, { signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
      if (!answer.ok) throw new Error(`${answer.status}`);
      const bytes = Buffer.from(await answer.arrayBuffer());
      if (bytes.length > maxPackageBytes) throw new Error("too large");
      if (createHash("sha512").update(bytes).digest("base64") !== digestOf(one)) throw new Error("other bytes");
      return await keep(bytes, contentPath(cache, digestOf(one)));
    } catch (error) {
      last = error;
    }
  }
  const reason =
    last instanceof Error ? (last.cause instanceof Error ? last.cause.message : last.message) : String(last);
  throw new PackagesUnreachable(`${one.name}@${one.version} could not be fetched: ${reason}.`, { cause: last });
}

/** Written aside and renamed, so that two runs filling one cache never see half a file. */
async function keep(bytes: Buffer, path: string) {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, bytes, { mode: 0o644 });
  await rename(draft, path);
}

const exists = (path: string) =>
  stat(path).then(
    (found) => found.size > 0,
    () => false,
  );

let trusted = false;

/** Machines behind an inspecting proxy have its authority in the system's store only. */
function trustSystemAuthorities() {
  if (trusted) return;
  trusted = true;
  setDefaultCACertificates([...getCACertificates("default"), ...getCACertificates("system")]);
}
