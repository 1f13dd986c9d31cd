/**
 * Looks at a running application as its users see it, from within the sandbox: the start page, a list, one of its
 * records and a form, found by following links, each on a desk and on a phone, and asks axe what bars people.
 *
 * It speaks to the browser itself (https://chromedevtools.github.io/devtools-protocol/): what renders a stranger's pages is
 * the sandbox's own process, and a library would have to be laid there with each run.
 */
export const lookScript = String.raw`import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [browser, base, folder, email, password] = process.argv.slice(2);
const screens = { wide: { width: 1280, height: 800, scale: 1 }, narrow: { width: 360, height: 740, scale: 2 } };
const maxAnswerMs = 20_000;

const child = spawn(
  browser,
  [
    "--headless=new", "--no-sandbox", "--no-first-run", "--no-default-browser-check", "--disable-gpu", "--disable-extensions",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-breakpad",
    "--disable-dev-shm-usage", "--hide-scrollbars", "--mute-audio", "--force-color-profile=srgb",
    "--remote-debugging-port=0", "--user-data-dir=" + mkdtempSync(join(tmpdir(), "browser-")), "about:blank",
  ],
  { stdio: ["ignore", "ignore", "pipe"] },
);
const address = await new Promise((resolve, reject) => {
  let said = "";
  child.stderr.on("data", (chunk) => {
    said = (said + chunk).slice(-4_000);
    const found = said.match(/DevTools listening on (ws:\S+)/);
    if (found) resolve(found[1]);
  });
  child.once("error", reject);
  child.once("exit", (code) => reject(new Error("ended with " + code + ": " + said.slice(-300))));
});

const socket = new WebSocket(address);
await new Promise((resolve, reject) => {
  socket.onopen = resolve;
  socket.onerror = () => reject(new Error("cannot be spoken to"));
});
const asked = new Map();
let heard = () => undefined;
socket.onmessage = ({ data }) => {
  const { id, method, error, result } = JSON.parse(data);
  if (id === undefined) return heard(method);
  const one = asked.get(id);
  asked.delete(id);
  error ? one?.reject(new Error(error.message)) : one?.resolve(result);
};
let questions = 0;
let sessionId;
const ask = (method, params = {}) =>
  new Promise((resolve, reject) => {
    const id = ++questions;
    const timer = setTimeout(() => reject(new Error(method + " took too long")), maxAnswerMs);
    asked.set(id, {
      resolve: (value) => (clearTimeout(timer), resolve(value)),
      reject: (error) => (clearTimeout(timer), reject(error)),
    });
    socket.send(JSON.stringify({ id, method, params, sessionId }));
  });

const { targetId } = await ask("Target.createTarget", { url: "about:blank" });
sessionId = (await ask("Target.attachToTarget", { targetId, flatten: true })).sessionId;
await Promise.all([ask("Page.enable"), ask("Page.setBypassCSP", { enabled: true })]);

const run = async (expression) => {
  const { result, exceptionDetails } = await ask("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
};
const loaded = (cause) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("a page took too long")), maxAnswerMs);
    heard = (method) => {
      if (method !== "Page.loadEventFired") return;
      clearTimeout(timer);
      resolve();
    };
    cause().catch(reject);
  });
const open = (path) => loaded(() => ask("Page.navigate", { url: base + path }));
const show = ({ width, height, scale }) =>
  ask("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: scale, mobile: false });
// Fonts and pictures are there, and what moves has come to rest.
const rest = () =>
  run("Promise.all([document.fonts.ready, ...[...document.images].map((each) => each.decode().catch(() => 0)), ...document.getAnimations().map((each) => each.finish())]).then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(0)))))");
const links = () =>
  run("[...document.querySelectorAll('nav a[href], header a[href], main a[href], a[href]')].map((each) => new URL(each.href)).filter((each) => each.origin === location.origin).map((each) => each.pathname).filter((each, at, all) => all.indexOf(each) === at)");

const axe = readFileSync(join(import.meta.dirname, "axe.js"), "utf8");
const say = (line) => process.stdout.write(JSON.stringify(line) + "\n");

async function look(page, path) {
  await show(screens.wide);
  await open(path);
  await rest();
  const { at, heading } = await run("({ at: location.pathname, heading: (document.querySelector('h1') ?? document.querySelector('title'))?.textContent.trim().replace(/\\s+/g, ' ').slice(0, 150) ?? '' })");
  for (const [screen, size] of Object.entries(screens)) {
    if (screen !== "wide") await show(size).then(rest);
    const { data } = await ask("Page.captureScreenshot", { format: "webp", quality: 80 });
    writeFileSync(join(folder, page + "-" + screen + ".webp"), Buffer.from(data, "base64"));
    say({ picture: { page, screen, path: at, heading, width: size.width * size.scale, height: size.height * size.scale } });
  }
  const bars = await run(axe + "\n;axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, help, nodes }) => ({ id, help, at: nodes[0]?.target.join(' ') ?? '' })))");
  for (const each of bars) say({ bar: { ...each, path: at } });
}

async function signIn() {
  await loaded(() => run("(() => { const field = (selector, text) => { document.querySelector(selector).value = text; }; field('input[type=email], input[name=email]', " + JSON.stringify(email) + "); field('input[type=password]', " + JSON.stringify(password) + "); setTimeout(() => document.querySelector('input[type=password]').form.requestSubmit(), 0); })()"));
}

try {
  await show(screens.wide);
  await open("/");
  const isOutside = () => run("document.querySelector('input[type=password]') !== null");
  if (email && (await isOutside())) await signIn();
  // Whoever is not let in sees the entrance wherever they go.
  const first = (await isOutside()) ? [] : (await links()).filter((path) => path !== "/");
  await look("start", "/");
  let found;
  let form;
  // The page that others lie below is a list; of several the first.
  for (const path of first.filter((each) => /^(\/[\w-]+)+\/?$/.test(each)).slice(0, 6)) {
    await open(path);
    const trimmed = path.replace(/\/$/, "");
    const below = (await links()).filter((each) => each.startsWith(trimmed + "/") && each !== path);
    const detail = below.find((each) => /^\/[^/]+\/?$/.test(each.slice(trimmed.length)) && !/\/(new|edit|export|import)\/?$/.test(each));
    form ??= below.find((each) => /\/new$/.test(each));
    if (form === undefined && (await run("document.querySelector('main form[method=post], main form:has(textarea)') !== null"))) form = path;
    if (detail === undefined) continue;
    found = { path, detail };
    form ??= below.find((each) => /\/edit$/.test(each));
    break;
  }
  if (found) {
    await look("list", found.path);
    await look("detail", found.detail);
  }
  if (form) await look("form", form);
  say({ end: true });
} finally {
  child.kill("SIGKILL");
}
process.exit(0);
`;
