/** A website as its visitors get it: every page that links lead to, then what visitors with bad intentions try. */
export const site = String.raw`async function probe(base) {
  const wrong = [];
  const seen = new Map();
  const open = ["/"];
  const send = async (path, method = "GET", headers = {}) => {
    const answer = await fetch(base + path, { method, headers, redirect: "manual", signal: AbortSignal.timeout(10_000) });
    return { status: answer.status, headers: answer.headers, type: answer.headers.get("content-type") ?? "", text: await answer.text() };
  };
  for (let path = open.shift(); path !== undefined && seen.size < 2_000; path = open.shift()) {
    if (seen.has(path)) continue;
    const answer = await send(path);
    seen.set(path, answer);
    if (answer.status !== 200) wrong.push("GET " + path + " answers " + answer.status);
    if (!answer.type.startsWith("text/html")) continue;
    for (const [, to] of answer.text.matchAll(/(?:href|src)="(\/[^"#?]*)/g)) if (!seen.has(to)) open.push(to);
  }
  const pages = [...seen].filter(([, { type }]) => type.startsWith("text/html"));
  for (const [path, { text }] of pages) {
    if ((text.match(/<h1[ >]/g) ?? []).length !== 1) wrong.push(path + " has not exactly one main heading");
    if (!/<html lang="[a-z-]+">/.test(text)) wrong.push(path + " does not say its language");
    if (!/<title>[^<]+<\/title>/.test(text)) wrong.push(path + " has no title");
    for (const [image] of text.matchAll(/<img [^>]*>/g)) if (!/ alt="[^"]/.test(image)) wrong.push(path + " has a picture without words");
    for (const [, id] of text.matchAll(/<input [^>]*id="([^"]+)"/g)) if (!text.includes('<label for="' + id + '">')) wrong.push(path + " has a field without a label");
    if (/<(?:script|img|iframe|link rel="stylesheet")[^>]+(?:src|href)="(?:https?:)?\/\//.test(text)) wrong.push(path + " loads something from elsewhere");
  }
  for (const each of wrong.slice(0, 10)) say("FAIL", "pages", each);
  if (wrong.length === 0) say("PASS", "pages", pages.length + " pages and " + (seen.size - pages.length) + " files answer, and every link within the site leads somewhere");
  await defences(send, pages);
}

async function defences(send, pages) {
  const wrong = [];
  let count = 0;
  for (const [path, { headers }] of pages) {
    count++;
    const policy = headers.get("content-security-policy") ?? "";
    if (!/default-src/.test(policy) || /unsafe-(inline|eval)/.test(policy)) wrong.push("GET " + path + " has no content policy against scripts");
    if (headers.get("x-content-type-options") !== "nosniff") wrong.push("GET " + path + " lets types be guessed");
    if (!/frame-ancestors/.test(policy)) wrong.push("GET " + path + " may be framed");
    if (headers.get("set-cookie")) wrong.push("GET " + path + " sets a cookie");
  }
  for (const path of ["/..%2fpackage.json", "/%2e%2e/%2e%2e/etc/passwd", "/..\\package.json", "/.env", "/package.json", "/src/serve.ts", "/content/site.json", "/%00", "/%zz", "/no-such-page"]) {
    count++;
    const { status, text } = await send(path);
    if (status !== 404 || /"dependencies"|"devDependencies"|root:/.test(text)) wrong.push("GET " + path + " answers " + status);
  }
  for (const method of ["POST", "PUT", "DELETE", "PATCH"]) {
    count++;
    const { status } = await send("/", method);
    if (status !== 405) wrong.push(method + " / answers " + status);
  }
  const tag = "<script>alert(1)</script>";
  for (const path of ["/?q=", "/search/?q="]) {
    count++;
    const { status, text } = await send(path + encodeURIComponent(tag));
    if (status >= 500 || text.includes(tag)) wrong.push("GET " + path + " shows a script that was asked for");
  }
  if ((await send("/health")).status !== 200) wrong.push("GET /health no longer answers");
  if (wrong.length === 0) say("PASS", "probes", count + " probes: nothing but pages is given away, and nothing can be changed");
  for (const each of wrong.slice(0, 10)) say("FAIL", "probes", each);
}
`;
