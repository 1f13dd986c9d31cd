/**
 * A tool as its users run it: by `npm start`, then each command by itself. What it says of its commands is the list to
 * go by, so that a new one is tried as well.
 */
export const commandLine = String.raw`import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const bin = () => Object.values(JSON.parse(readFileSync("package.json", "utf8")).bin ?? {})[0];

function call(data, command, words, input = "") {
  return new Promise((resolve) => {
    const env = { ...process.env, ...example(), DATA_FILE: join(data, "data.json") };
    const child = spawn(command, words, { env });
    const timer = setTimeout(() => child.kill("SIGKILL"), 20_000);
    let [out, err] = ["", ""];
    child.stdout.on("data", (chunk) => { out += chunk; });
    child.stderr.on("data", (chunk) => { err += chunk; });
    child.stdin.on("error", () => {});
    child.stdin.end(input);
    child.once("error", (error) => { err += error.message; });
    child.once("close", (code) => { clearTimeout(timer); resolve({ code, out, err, all: out + err }); });
  });
}

async function tryOut(data) {
  const run = (words, input) => call(data, process.execPath, [bin(), ...words], input);
  const started = await call(data, "npm", ["start", "--silent"]);
  const isStarted = started.code === 0 && /^Usage:/m.test(started.out) && started.err === "";
  say(isStarted ? "PASS" : "FAIL", "start", "npm start ends with " + started.code + (isStarted ? " and says how it is used" : ": " + started.all.slice(-500)));
  const described = await run(["help", "--json"]);
  let commands = [];
  try { commands = JSON.parse(described.out).commands; } catch {}
  say(commands.length > 0 ? "PASS" : "FAIL", "help", commands.length + " commands in help --json");
  const unlike = [...new Map(commands.map((command) => [command.name.split(" ").at(-1), command])).values()];
  for (const { name } of unlike) {
    const words = name === "" ? [] : name.split(" ");
    const help = await run([...words, "--help"]);
    if (help.code !== 0 || help.out === "" || help.err !== "") say("FAIL", "help", name + " --help ends with " + help.code);
  }
  await probes(data, run, commands, unlike);
}

// What is mistyped, broken or hostile is refused with a sentence and an exit code, and never with a stack.
async function probes(data, run, commands, unlike) {
  const wrong = [];
  let count = 0;
  const refuse = async (words, codes, input) => {
    count++;
    const { code, out, err, all } = await run(words, input);
    const said = words.join(" ").slice(0, 80);
    if (!codes.includes(code)) wrong.push("“" + said + "” ends with " + code + " instead of " + codes.join(" or "));
    else if (code !== 0 && (out !== "" || err === "")) wrong.push("“" + said + "” does not say its reason on standard error alone");
    if (/\n\s+at .+:\d+:\d+/.test(all)) wrong.push("“" + said + "” ends with a stack");
    if (/\u001b/.test(all)) wrong.push("“" + said + "” lets control characters through to the terminal");
  };
  const huge = "x".repeat(2_000_000);
  const broken = join(data, "broken.bin");
  writeFileSync(broken, Buffer.from([0, 255, 254, 1, 2, 34, 10, 44, 195, 40]));
  await refuse(["--no-such-option"], [2]);
  for (const { name, takes } of unlike) {
    const words = name === "" ? [] : name.split(" ");
    await refuse([...words, "--no-such-option"], [2]);
    if (takes.length === 0 && name !== "") await refuse([...words, "a-word-too-many"], [2]);
    if (takes.some((each) => /file/i.test(each)) && !/export/.test(name)) {
      await refuse([...words, join(data, "no-such-file")], [1]);
      await refuse([...words, broken], [1]);
      await refuse([...words, data], [1]);
    }
    if (takes[0] === "<id>") for (const id of ["999999", "-- -1", "1; DROP TABLE x", "../../etc/passwd", "\u001b[31m"]) await refuse([...words, id], [1, 2]);
    if (/ add$/.test(name)) for (const input of ["{", "[]", "null", "{\"__proto__\":{\"x\":1}}", JSON.stringify({ much: huge })]) await refuse([...words, "--input", "-"], [1], input);
    if (/ find$/.test(name)) await refuse([...words, "\u001b[31m' OR '1'='1' --"], [0]);
  }
  if (commands.some(({ name }) => name !== "")) await refuse(["no-such-command\u001b[31m"], [1, 2]);
  if (wrong.length === 0) say("PASS", "probes", commands.length + " commands, " + count + " probes: mistakes, broken files and injections are refused with their reason");
  for (const each of wrong.slice(0, 10)) say("FAIL", "probes", each);
}
`;
