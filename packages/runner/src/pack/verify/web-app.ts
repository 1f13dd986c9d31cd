/** A running web application from outside: its description, lists and pages, then what strangers and attackers try. */
export const webApp = String.raw`async function probe(base) {
  const document = await (await get(base, "/openapi.json")).json();
  const paths = Object.entries(document.paths ?? {});
  const isGood = /^3\./.test(document.openapi) && paths.length > 0;
  say(isGood ? "PASS" : "FAIL", "openapi", paths.length + " paths in GET /openapi.json");

  const page = await get(base, "/");
  const isPage = page.status === 200 && /text\/html/.test(page.headers.get("content-type") ?? "");
  say(isPage ? "PASS" : "FAIL", "page", "GET / answers " + page.status);

  for (const [path, operations] of paths) {
    if (!operations.get || !/^\/api\/[^/{}]+$/.test(path)) continue;
    const answer = await get(base, path);
    const body = await answer.json().catch(() => undefined);
    const isClosed = answer.status === 401 && (operations.get.security ?? document.security ?? []).length > 0;
    const isList = answer.status === 200 && Array.isArray(body?.items);
    say(isClosed || isList ? "PASS" : "FAIL", "list", "GET " + path + " answers " + answer.status + (isClosed ? " until someone signs in" : ""));
  }
  await defences(base, document, paths);
}

// Anonymous and foreign people on every route, the headers of every answer, and what attackers try first.
async function defences(base, document, paths) {
  const wrong = [];
  const counts = { routes: 0, requests: 0 };
  const send = async (path, method = "GET", headers = {}, body = undefined) => {
    counts.requests++;
    const answer = await fetch(base + path, { method, headers, body, redirect: "manual", signal: AbortSignal.timeout(10_000) });
    const text = await answer.text();
    if (answer.status >= 500) wrong.push(method + " " + path + " answers " + answer.status);
    return { status: answer.status, headers: answer.headers, text };
  };
  const json = { "Content-Type": "application/json" };
  const hasBody = (method) => ["post", "put", "patch"].includes(method);
  const closedBy = (operation) => (operation.security ?? document.security ?? []).length > 0;
  const operations = paths.flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => ["get", "post", "put", "patch", "delete"].includes(method))
      .map(([method, operation]) => ({ path: path.replace(/\{[^}]+\}/g, "1"), method, operation })));

  const strangers = [["nobody", {}], ["a made-up token", { Authorization: "Bearer " + "0".repeat(43) }], ["a made-up cookie", { Cookie: "session=" + "0".repeat(43) }]];
  for (const { path, method, operation } of operations) {
    counts.routes++;
    for (const [who, identity] of closedBy(operation) ? strangers : strangers.slice(0, 1)) {
      const { status } = await send(path, method.toUpperCase(), { ...json, ...identity }, hasBody(method) ? "{}" : undefined);
      if (closedBy(operation) && status !== 401) wrong.push(method + " " + path + " answers " + status + " to " + who);
    }
  }

  // Somebody who just made an account of their own is nobody's manager.
  const signUp = operations.find(({ method, operation }) => method === "post" && operation.operationId === "signUp");
  let identity = {};
  let role;
  const isShut = (operation) => operation.responses?.["403"] !== undefined && !(operation["x-roles"] ?? []).includes(role);
  if (signUp) {
    const somebody = { name: "Somebody New", email: "somebody.new@example.com", password: "a long new password" };
    await send(signUp.path, "POST", json, JSON.stringify(somebody));
    const session = await send("/api/session", "POST", json, JSON.stringify({ email: somebody.email, password: somebody.password }));
    if (session.status !== 201) wrong.push("a new account cannot sign in: " + session.status);
    else {
      const { token, user } = JSON.parse(session.text);
      identity = { Authorization: "Bearer " + token };
      role = user.role;
      for (const { path, method, operation } of operations)
        if (method === "get" && isShut(operation) && (await send(path, "GET", identity)).status !== 403)
          wrong.push(method + " " + path + " is open to a new account");
    }
  }

  const lists = operations.filter(({ path, method }) => method === "get" && /^\/api\/[^/]+$/.test(path) && !/\/api\/(me|session)$/.test(path) && !/export/.test(path));
  for (const path of ["/", "/openapi.json", "/no-such-page", ...lists.map((list) => list.path)]) {
    const { headers } = await send(path, "GET", identity);
    const policy = headers.get("content-security-policy") ?? "";
    if (!/default-src|script-src/.test(policy) || /unsafe-(inline|eval)/.test(policy)) wrong.push("GET " + path + " has no content policy against scripts");
    if (headers.get("x-content-type-options") !== "nosniff") wrong.push("GET " + path + " lets types be guessed");
    if (!/frame-ancestors/.test(policy) && !headers.get("x-frame-options")) wrong.push("GET " + path + " may be framed");
    if (headers.get("x-powered-by")) wrong.push("GET " + path + " tells what it is made of");
  }

  const tag = "<script>alert(1)</script>";
  for (const { path, operation } of lists) {
    if (isShut(operation)) continue;
    const total = async (query) => {
      const answer = await send(path + query, "GET", identity);
      return answer.status === 200 ? JSON.parse(answer.text).total : answer.status;
    };
    const all = await total("");
    const found = await total("?search=" + encodeURIComponent("zzqx' OR '1'='1' --"));
    if (found !== 0) wrong.push("GET " + path + " finds " + found + " by a search that is SQL");
    for (const query of ["?sort=id;drop%20table%20x", "?list=" + encodeURIComponent(tag), "?nosuchfield%27=1"])
      if ((await total(query)) !== 400) wrong.push("GET " + path + query + " is not refused");
    // A service goes on with its work meanwhile, and reminders are written: there may be more, but none may be gone.
    const left = await total("");
    if (!(left >= all)) wrong.push("GET " + path + " lost what it held while it was asked: " + all + ", then " + left);
    const page = await send(path.replace("/api", "") + "?search=" + encodeURIComponent(tag), "GET", { ...identity, Accept: "text/html" });
    if (page.text.includes(tag)) wrong.push("GET " + path.replace("/api", "") + " shows a script that was searched for");
    const broken = await send(path, "POST", { ...json, ...identity }, "{broken");
    if (broken.status < 400) wrong.push("POST " + path + " takes what is not JSON");
    const foreign = await send(path, "POST", { ...json, ...identity, Origin: "https://elsewhere.example" }, "{}");
    if (foreign.status !== 403) wrong.push("POST " + path + " from another site answers " + foreign.status);
  }
  for (const path of ["/_static/..%2f..%2fpackage.json", "/_static/%2e%2e/%2e%2e/package.json", "/..%2fpackage.json", "/.env", "/data/app.sqlite"]) {
    const { status, text } = await send(path, "GET", identity);
    if (status === 200 || /"dependencies"|SQLite format/.test(text)) wrong.push("GET " + path + " answers " + status);
  }
  if ((await send("/health")).status !== 200) wrong.push("GET /health no longer answers");
  if (wrong.length === 0) say("PASS", "probes", counts.routes + " routes, " + counts.requests + " probes: strangers, headers and injections are refused");
  for (const each of wrong.slice(0, 10)) say("FAIL", "probes", each);
}
`;
