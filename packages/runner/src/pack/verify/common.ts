/** What `verify.sh` checks of every archive: files and signature against `q2o.json`, tests against requirements. */
export const common = String.raw`import { createHash, createPublicKey, verify } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";

const manifest = existsSync("q2o.json") ? JSON.parse(readFileSync("q2o.json", "utf8")) : { files: [], requirements: [] };
const [, , command, ...rest] = process.argv;
const say = (word, item, text) => {
  if (word === "FAIL") process.exitCode = 1;
  console.log(word + " " + item.padEnd(10) + " " + text);
};

const commands = {
  files() {
    const wrong = manifest.files.filter(({ path, sha256 }) =>
      !existsSync(path) || createHash("sha256").update(readFileSync(path)).digest("hex") !== sha256);
    for (const { path } of wrong) say("FAIL", "files", path + " is missing or changed");
    if (wrong.length === 0) say("PASS", "files", manifest.files.length + " files are as q2o.json lists them");
  },

  signature() {
    const { keyId, publicKey, signature } = JSON.parse(readFileSync("q2o.json.sig", "utf8"));
    const digest = createHash("sha256").update(readFileSync("q2o.json")).digest();
    const fits = verify(null, digest, createPublicKey(publicKey), Buffer.from(signature, "base64"));
    say(fits ? "PASS" : "FAIL", "signature", "q2o.json " + (fits ? "is signed" : "is not what was signed") + " by key " + keyId);
  },

  tests(log) {
    const results = readFileSync(log, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
    for (const { id, text, status, priority, reason, checks } of manifest.requirements) {
      if (status === "gap") {
        say("GAP ", id, text + " (" + (reason ?? "not met") + ")");
        if (priority === "must") say("FAIL", id, "a requirement that must be met is not");
        continue;
      }
      const names = new Set(checks.filter(({ check }) => check === "V3").map(({ name }) => name));
      const seen = results.filter(({ name }) => names.has(name));
      const ran = new Set(seen.map(({ name }) => name));
      const good = names.size > 0 && ran.size === names.size && seen.every(({ passed }) => passed);
      say(good ? "PASS" : "FAIL", id, text + " (" + ran.size + " of " + names.size + " tests ran)");
    }
  },

  try: (data) => tryOut(data),
};

function example() {
  if (!existsSync(".env.example")) return {};
  const pairs = readFileSync(".env.example", "utf8").split("\n").map((line) => /^([A-Za-z_]\w*)=(.*)$/.exec(line.trim()));
  return Object.fromEntries(pairs.filter(Boolean).map(([, key, value]) => [key, value.replace(/^"(.*)"$/, "$1")]));
}
`;
