import { join } from "node:path";
import type { Check } from "../artefacts.ts";
import { unzip } from "../pack/unzip.ts";
import { Sandbox } from "../sandbox/index.ts";
import { readLockfile } from "../sandbox/packages.ts";
import { finding, observe, short } from "./check.ts";

/** What the clean room saw, and the requirements that it saw met again. */
export type Proof = { check: Check; repeated: string[] };

/**
 * V8: nothing but the archive, in an empty folder, as another user, without network but the package cache, repeats
 * its own evidence by its own `verify.sh`.
 *
 * @param slug the archive's top folder
 */
export async function checkCleanRoom(input: {
  zip: Buffer;
  slug: string;
  work: string;
  cache: string;
  signal: AbortSignal;
  onLine?: (line: string) => void;
}): Promise<Proof> {
  let repeated: string[] = [];
  const check = await observe("V8", "Clean room", async () => {
    const files = unzip(input.zip);
    const strangers = [...files.keys()].filter((path) => !path.startsWith(`${input.slug}/`));
    if (strangers.length > 0)
      return finding(
        strangers.map((path) => `${path} is outside ${input.slug}/`),
        "",
      );
    const box = await Sandbox.open(input.work, 1);
    try {
      await box.put(files);
      await box.stock(readLockfile(files.get(`${input.slug}/package-lock.json`)?.toString() ?? ""), input.cache);
      const result = await box.exec("sh", ["verify.sh"], {
        cwd: join(box.folder, input.slug),
        env: { Q2O_OFFLINE: "1" },
        limits: { maxMs: 300_000 },
        signal: input.signal,
        onOutput: (stream, chunk) => stream === "stdout" && input.onLine?.(chunk.toString()),
      });
      const lines = result.stdout.split("\n");
      const failures = lines.filter((line) => line.startsWith("FAIL "));
      repeated = repeatedIn(lines);
      if (result.code !== 0 || !lines.includes("verified"))
        return finding(
          failures.length > 0 ? failures : [`verify.sh ${result.ending}: ${short(result.stderr + result.stdout, 300)}`],
          "",
        );
      const passed = lines.filter((line) => line.startsWith("PASS ")).length;
      const network = box.isolation.network === "isolated" ? "without network" : "with the network left open";
      const user = box.isolation.user === "own" ? "as another user" : "as the same user";
      return finding([], `verify.sh repeats ${passed} items from the archive alone, ${user}, ${network}`);
    } finally {
      await box.destroy();
    }
  });
  check.requirementIds = repeated;
  return { check, repeated };
}

/**
 * The requirements that passed again. Their tests stand for themselves, but when anything else about the archive
 * failed (other than the suite, which a single test fails), none of them counts.
 */
function repeatedIn(lines: readonly string[]): string[] {
  const items = lines.flatMap(
    (line) =>
      line
        .match(/^(PASS|FAIL) (\S+)/)
        ?.slice(1, 3)
        .join(" ") ?? [],
  );
  const isWhole = items.includes("PASS probes") && items.every((item) => /^PASS|^FAIL (tests|R\d+)$/.test(item));
  return isWhole ? items.flatMap((item) => item.match(/^PASS (R\d+)$/)?.[1] ?? []) : [];
}
