import * as z from "zod";
import type { Check, FileTree } from "../artefacts.ts";
import { fill, type LockedPackage, readLockfile } from "../sandbox/packages.ts";
import { type Bench, type Finding, finding, inWorkshop, observe, short, under, workshop } from "./check.ts";

/** Licences that let a customer do what they like with the whole. */
const allowedLicences = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "Unlicense",
]);

const registryHost = "registry.npmjs.org";
const versions = z.record(z.string(), z.string()).default({});
const Package = z.object({ dependencies: versions, devDependencies: versions, scripts: versions });
const Licensed = z.object({ license: z.string() });

export type Packages = { cache: string; registry: string };

/** What V1 leaves for the checks after it. */
export type Installed = { check: Check; packages: LockedPackage[] };

/**
 * V1: every dependency is locked to exact bytes from the public registry, has a licence we allow, and installs
 * without running anything of its own. Fills the package cache; the sandbox itself needs no network.
 *
 * @throws PackagesUnreachable when the registry is: the run may be tried again
 */
export async function checkDependencies(bench: Bench, { cache, registry }: Packages): Promise<Installed> {
  let packages: LockedPackage[] = [];
  const check = await observe("V1", "Dependencies", async () => {
    const read = readAll(bench.files);
    if (read.problem !== undefined) return finding([read.problem], "");
    packages = read.packages;
    const problems = [...unlocked(read), ...packages.flatMap(lockProblems)];
    if (problems.length > 0) return finding(problems, "");
    await fill(packages, cache, registry, bench.signal);
    await bench.box.stock(packages, cache);
    await bench.box.put(under(workshop, bench.files));
    return install(bench, packages);
  });
  return { check, packages };
}

function readAll(files: FileTree) {
  try {
    const manifest = Package.parse(JSON.parse(files.get("package.json") ?? ""));
    return { problem: undefined, manifest, packages: readLockfile(files.get("package-lock.json") ?? "") };
  } catch {
    return { problem: "package.json and package-lock.json (version 3) are not both there and readable" };
  }
}

function unlocked({ manifest, packages }: { manifest: z.infer<typeof Package>; packages: LockedPackage[] }): string[] {
  const locked = new Set(packages.map(({ path }) => path));
  const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  return wanted.flatMap(([name, range]) => [
    ...(locked.has(`node_modules/${name}`) ? [] : [`${name} is not in the lockfile`]),
    ...(/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(range) ? [] : [`${name} is not pinned to one version (${range})`]),
  ]);
}

function lockProblems(one: LockedPackage): string[] {
  if (one.link || !one.path.startsWith("node_modules/")) return [`${one.path} is not a package of the registry`];
  const problems = [];
  if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(one.integrity ?? "")) problems.push(`${one.name} has no sha512 integrity`);
  if (!isFromRegistry(one)) problems.push(`${one.name} does not come from ${registryHost}`);
  if (one.hasInstallScript) problems.push(`${one.name} runs a script when it is installed`);
  return problems;
}

function isFromRegistry({ resolved = "" }: LockedPackage): boolean {
  if (!URL.canParse(resolved)) return false;
  const { protocol, host, pathname } = new URL(resolved);
  return protocol === "https:" && host === registryHost && /^\/(@[\w.-]+\/)?[\w.-]+\/-\/[\w.+-]+\.tgz$/.test(pathname);
}

/** How every `npm ci` of ours is called: no scripts, no network, nothing reported to anyone. */
const installArguments = ["ci", "--offline", "--ignore-scripts", "--no-audit", "--no-fund"];

async function install(bench: Bench, packages: readonly LockedPackage[]): Promise<Finding> {
  const result = await inWorkshop(bench, "npm", installArguments, { maxMs: 120_000 });
  if (result.code !== 0) return finding([`npm ci failed: ${short(result.stderr, 300)}`], "");
  const refused = [];
  for (const one of packages) {
    const licence = one.license ?? (await licenceOf(bench, one));
    if (!isAllowed(licence)) refused.push(`${one.name} has the licence ${licence}`);
  }
  return finding(refused, `${packages.length} packages are locked by digest, freely licensed, and install offline`);
}

/** A choice is allowed when one side is, a combination when all of it is. */
const isAllowed = (licence: string): boolean =>
  licence
    .replace(/[()]/g, "")
    .split(/\s+OR\s+/)
    .some((side) => side.split(/\s+AND\s+/).every((name) => allowedLicences.has(name.trim())));

async function licenceOf(bench: Bench, one: LockedPackage): Promise<string> {
  const { code, stdout } = await inWorkshop(bench, "cat", [`${one.path}/package.json`], { maxMs: 10_000 });
  if (code !== 0) return "unknown";
  try {
    return Licensed.parse(JSON.parse(stdout)).license;
  } catch {
    return "unknown";
  }
}
