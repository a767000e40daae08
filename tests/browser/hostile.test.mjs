// What strangers try: scripts in every field, paths that climb, forms from elsewhere, slowness.
import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { connect } from "node:net";
import { readFileSync, writeFileSync } from "node:fs";
import { join, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { add, browser, desk, open } from "./desk.mjs";

const payloads = readFileSync(join(dirname(fileURLToPath(import.meta.url)), "payloads.txt"), "utf8").split("\n").filter((line) => line && !line.startsWith("# "));
let here, chrome, context;

before(async () => {
  here = await desk();
  chrome = await browser();
  context = await chrome.newContext();
});

after(async () => {
  await chrome?.close();
  here?.end();
});

/** Sends bytes as they are and gives what comes back. */
function raw(text, wait = 5000) {
  const [host, port] = new URL(here.url).host.split(":");
  return new Promise((done) => {
    const socket = connect(Number(port), host, () => socket.write(text));
    let back = "";
    const timer = setTimeout(() => socket.destroy(), wait);
    socket.on("data", (piece) => { back += piece; });
    socket.on("error", () => {});
    socket.on("close", () => { clearTimeout(timer); done(back); });
  });
}
const host = () => new URL(here.url).host;

test("there are a hundred payloads", () => assert.ok(payloads.length >= 100, `${payloads.length}`));

test("no script runs, whatever field it stands in", async () => {
  const words = "The old bridge over the Wend in Orlem was shut on Tuesday after the river rose by three metres. Mayor Ada Cole said forty families slept in a school.";
  const lines = payloads.map((payload, n) => JSON.stringify({
    id: n % 2 ? payload : `p${n}`, title: `${payload} bridge`, outlet: `Post ${payload}`, byline: [payload], url: n % 3 ? `https://example.org/${encodeURIComponent(payload)}` : payload,
    published: "2024-03-05", text: `${payload} ${words} “${payload} is what I said,” said Mayor ${payload.slice(0, 20)} Cole.`,
  }));
  const file = join(here.folder, "x'\"><img src=x onerror=window.__ran=1>.jsonl".replaceAll("/", "_"));
  writeFileSync(file, lines.join("\n"));
  const page = await open(context, here.url);
  await context.addInitScript(() => { window.alert = window.confirm = window.prompt = () => { window.__ran = 1; }; });
  await add(page, here.url, [file]);
  const seen = new Set();
  const look = async (path) => {
    if (seen.has(path)) return;
    seen.add(path);
    await page.goto(path.startsWith("http") ? path : `${here.url}${path}`);
    const state = await page.evaluate(() => ({
      ran: window.__ran,
      scripts: [...document.scripts].filter((one) => !one.src.endsWith("/keys.js")).length,
      handlers: [...document.querySelectorAll("*")].filter((one) => [...one.attributes].some((a) => a.name.startsWith("on"))).length,
      foreign: [...document.querySelectorAll("img, iframe, object, embed, svg script, base, meta[http-equiv=refresh]")].length,
      links: [...document.querySelectorAll("a[href]")].filter((one) => !["http:", "https:"].includes(one.protocol)).length,
    }));
    assert.deepEqual(state, { ran: undefined, scripts: 0, handlers: 0, foreign: 0, links: 0 }, path);
  };
  for (let from = 0; from < 150; from += 50) await look(`/?alone=1&from=${from}`);
  const list = await (await fetch(`${here.url}/index.json?alone=1`)).json();
  for (const { id } of list.stories.slice(0, 12)) {
    await look(`/s/${id}`);
    const links = await page.locator("main a[href]").evaluateAll((all) => all.map((one) => one.href.split("#")[0]));
    for (const link of [...new Set(links)].filter((link) => link.startsWith(here.url)).slice(0, 12)) await look(link);
  }
  for (const payload of payloads) await look(`/search?q=${encodeURIComponent(payload)}`);
  for (const path of ["/check", "/journal", `/?outlet=${encodeURIComponent(payloads[0])}`, `/?day=${encodeURIComponent(payloads[1])}`]) await look(path);
  // One story with all of it, drawn and compared.
  const { id } = list.stories.sort((a, b) => b.articles - a.articles)[0];
  for (const ending of ["svg", "md", "xml", "csv", "json", "graphml", "dot"]) {
    await page.goto(`${here.url}/s/${id}`);
    const response = await fetch(`${here.url}/s/${id}.${ending}`);
    if (ending === "svg" && response.status === 404) continue;
    assert.equal(response.status, 200, ending);
    if (ending === "svg") assert.ok(!/<script|onerror=|onload=/i.test(await response.text()));
  }
  const dialogs = page.complaints.filter((one) => one.startsWith("dialog"));
  assert.deepEqual(dialogs, []);
});

test("every answer carries its headers", async () => {
  for (const path of ["/", "/nowhere", "/style.css", "/index.json", "/keys.js"]) {
    const { headers } = await fetch(here.url + path);
    assert.match(headers.get("content-security-policy"), /^default-src 'none'/);
    assert.ok(!/unsafe|\*/.test(headers.get("content-security-policy")));
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("x-frame-options"), "DENY");
    assert.equal(headers.get("referrer-policy"), "no-referrer");
  }
  const script = await (await fetch(`${here.url}/keys.js`)).text();
  assert.ok(script.length <= 15_000);
});

test("paths that climb lead nowhere", async () => {
  for (const path of ["/../../etc/passwd", "/s/../../../etc/passwd", "/s/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "/a/..%5c..%5cwin.ini", "//etc/passwd", "/s/%00", "/style.css/../../x", "/s/" + "a".repeat(5000)]) {
    const back = await raw(`GET ${path} HTTP/1.1\r\nHost: ${host()}\r\nConnection: close\r\n\r\n`);
    assert.match(back, /^HTTP\/1\.1 (404|400|414)/, path);
    assert.ok(!back.includes("root:"), path);
  }
});

test("a foreign name is not answered", async () => {
  for (const name of ["evil.example", "evil.example:80", "127.0.0.1.evil.example", ""]) {
    const back = await raw(`GET / HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`);
    assert.match(back, /^HTTP\/1\.1 4(21|00)/, name);
  }
});

test("forms from elsewhere are not taken", async () => {
  const form = "kind=undo&entry=1&author=a&reason=b";
  const send = (headers, body = form, path = "/correct") => fetch(here.url + path, { method: "POST", body, headers: { "content-type": "application/x-www-form-urlencoded", ...headers }, redirect: "manual" });
  assert.equal((await send({})).status, 403, "no signature");
  const token = (await (await fetch(`${here.url}/add`)).text()).match(/name="form" value="(\w+)"/)[1];
  assert.equal((await send({ "sec-fetch-site": "cross-site" }, `${form}&form=${token}`)).status, 403);
  assert.equal((await send({ origin: "https://evil.example" }, `${form}&form=${token}`)).status, 403);
  assert.equal((await send({}, `${form}&form=${token}`)).status, 400, "the journal has no entry 1");
  const foreign = new FormData();
  foreign.append("files", new Blob(["A text that nobody asked for."]), "a.txt");
  assert.equal((await fetch(`${here.url}/add`, { method: "POST", body: foreign })).status, 403);
});

test("what is broken or too large is refused in words", async () => {
  const token = (await (await fetch(`${here.url}/add`)).text()).match(/name="form" value="(\w+)"/)[1];
  const large = new FormData();
  large.append("form", token);
  large.append("files", new Blob([new Uint8Array(65 << 20)]), "large.txt");
  const refused = await fetch(`${here.url}/add`, { method: "POST", body: large }).catch((error) => error);
  if (refused instanceof Response) assert.equal(refused.status, 413);
  const bodies = ["", "x", "--b\r\n\r\n", "--b\r\nContent-Disposition: form-data\r\n\r\nx", "--b\r\nContent-Disposition: form-data; name=\"form\"\r\n\r\n" + token];
  for (const body of bodies) {
    const response = await fetch(`${here.url}/add`, { method: "POST", body, headers: { "content-type": "multipart/form-data; boundary=b" } });
    assert.ok([400, 403].includes(response.status), `${response.status}`);
    assert.match(await response.text(), /<h1>Not possible<\/h1>/);
  }
  const odd = await fetch(`${here.url}/correct`, { method: "POST", body: "x".repeat(300 << 10), headers: { "content-type": "application/x-www-form-urlencoded" } });
  assert.equal(odd.status, 413);
  for (const query of ["q=" + "a".repeat(3000), "q=%ff%fe", "from=-1", "from=99999999999999999999", "name=%00", "day=x'--"]) {
    const path = query.startsWith("q=") ? "/search" : "/";
    assert.equal((await fetch(`${here.url}${path}?${query}`)).status, 200, query);
  }
});

test("a slow client is let go, and holds up nobody", async () => {
  const begun = Date.now();
  const slow = Array.from({ length: 40 }, () => raw("GET / HTTP/1.1\r\nHost:", 40_000));
  assert.equal((await fetch(here.url)).status, 200);
  assert.ok(Date.now() - begun < 5_000);
  await Promise.all(slow);
  const took = Date.now() - begun;
  assert.ok(took > 5_000 && took < 35_000, `${took} ms`);
});

test("on an address of others, a token is asked for, and wrong ones are counted", async () => {
  const token = "a-token-of-some-length";
  const guarded = await desk("--host", "0.0.0.0", "--token", token);
  const url = guarded.url.replace("0.0.0.0", "127.0.0.1");
  try {
    assert.equal((await fetch(url)).status, 401);
    assert.equal((await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status, 200);
    const shown = await fetch(`${url}/?token=${token}`);
    const cookie = shown.headers.get("set-cookie");
    assert.match(cookie, /HttpOnly; SameSite=Strict/);
    assert.ok(!cookie.includes(token));
    assert.equal((await fetch(url, { headers: { cookie: cookie.split(";")[0] } })).status, 200);
    const answers = [];
    for (let n = 0; n < 14; n++) answers.push((await fetch(url, { headers: { authorization: `Bearer wrong-${n}` } })).status);
    assert.equal(answers[0], 401);
    assert.equal(answers.at(-1), 429);
  } finally {
    guarded.end();
  }
});
