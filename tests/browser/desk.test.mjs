// What an editor does at the desk, done in a real browser.
import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { add, browser, desk, fixture, open, run, sign } from "./desk.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let chrome, context, page, here, story;

const stories = async () => (await fetch(`${here.url}/index.json?alone=1`)).json();
const record = async (key) => (await fetch(`${here.url}/s/${key}.json`)).json();
const wide = () => page.evaluate(() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth);

/** One page of every kind. */
async function everyPage() {
  const told = await record(story);
  const [a, b] = told.articles.map((_, n) => n);
  await page.goto(`${here.url}/s/${story}`);
  const articles = await page.locator("#compare select[name=a] option").evaluateAll((all) => all.map((one) => one.value));
  const named = await page.locator(".also p a").first().getAttribute("href");
  await page.goto(`${here.url}/a/${articles[0]}`);
  const outlet = await page.locator(".crumb a").nth(1).getAttribute("href");
  return ["/", `/s/${story}`, `/a/${articles[a]}`, `/d/${articles[a]}/${articles[b]}`, `/q/${story}-u1`, named, outlet,
    "/search?q=dam", "/search?q=before:soon", "/method", "/check", "/journal", "/add", "/openapi", "/nowhere"];
}

before(async () => {
  here = await desk();
  chrome = await browser();
  context = await chrome.newContext({ viewport: { width: 1200, height: 800 }, colorScheme: "light" });
  page = await open(context, here.url);
});

after(async () => {
  await chrome?.close();
  here?.end();
});

test("articles are added through the page and are one story with its number of origins", async () => {
  const files = fixture("kalder-dam");
  await add(page, here.url, files);
  const expected = JSON.parse(run("read", "-q", "--format", "jsonl", ...files).trim().split("\n")[0]);
  const numbers = await page.locator("ol.stories .numbers").first().innerText();
  assert.ok(numbers.includes(`${expected.witnesses.length} articles`), numbers);
  const n = expected.origins.length;
  assert.ok(numbers.includes(`${n} independent origin${n === 1 ? "" : "s"}`), numbers);
  await page.click("ol.stories a");
  story = page.url().split("/").pop();
  assert.equal(await page.locator("h1").first().innerText(), expected.title);
});

test("pasted text is an article too, and the same again is known", async () => {
  const text = "Bakers of Tarnholm strike over flour\n\nTARNHOLM — Bakers stopped work on Thursday over the price of flour, which the Kestrel mill raised by a fifth. “We cannot sell bread at a loss,” said Ben Oduya, who leads their union.";
  for (const expected of ["1 new article", "0 new articles · 1 known before"]) {
    await page.goto(`${here.url}/add`);
    await page.fill("#text", text);
    await page.click("button:has-text('Add and tell')");
    assert.equal(await page.locator(".numbers").first().innerText(), expected);
  }
});

test("a sentence of the digest leads to the words it rests on, lit up", async () => {
  const told = await record(story);
  await page.goto(`${here.url}/s/${story}`);
  await page.locator(".digest li").first().locator("a.cite").first().click();
  await page.waitForURL(/\/a\/.*#s1-/);
  const words = page.locator("mark:target");
  const exact = told.digest[0].citations[0].exact;
  // A place that other marks cross stands in several pieces.
  const shown = await words.evaluate((mark) => [mark, ...document.querySelectorAll(`.p-${mark.id}`)].map((piece) => piece.textContent).join(""));
  assert.equal(shown.trim(), exact.trim());
  assert.ok(await words.isVisible());
  const box = await words.boundingBox();
  assert.ok(box.y >= 0 && box.y < 800, "the words are on the screen");
  const lit = await words.evaluate((mark) => getComputedStyle(mark).backgroundColor);
  assert.notEqual(lit, "rgba(0, 0, 0, 0)");
});

test("every citation of the story leads to a place that is there", async () => {
  await page.goto(`${here.url}/s/${story}`);
  const links = await page.locator("a.cite").evaluateAll((all) => [...new Set(all.map((one) => one.href))]);
  assert.ok(links.length > 20);
  const pages = new Map();
  for (const link of links) {
    const [address, place] = link.split("#");
    if (!pages.has(address)) pages.set(address, await (await fetch(address)).text());
    assert.ok(pages.get(address).includes(`id="${place}"`), link);
  }
});

test("a conflict is opened: both readings, each with its words", async () => {
  await page.goto(`${here.url}/s/${story}`);
  await page.click("#s1-show-conflict");
  const rows = page.locator("#s1-apparatus tbody tr:visible");
  const told = await record(story);
  const conflicts = told.apparatus.filter((entry) => entry.verdict === "conflict");
  assert.ok(conflicts.length > 0);
  assert.equal(await rows.count(), conflicts.length);
  const readings = await rows.first().locator("td p").count();
  assert.ok(readings >= 2, `${readings} readings`);
  await rows.first().locator("a.cite").first().click();
  assert.ok(await page.locator("mark:target").isVisible());
});

test("two tellings are laid side by side", async () => {
  await page.goto(`${here.url}/s/${story}`);
  await page.selectOption("#compare select[name=a]", { index: 0 });
  await page.selectOption("#compare select[name=b]", { index: 2 });
  await page.click("#compare button");
  await page.waitForURL(/\/d\//);
  const rows = await (await fetch(`${page.url()}.json`)).json();
  assert.equal(await page.locator("table.compare tbody tr").count(), rows.length);
  assert.ok(rows.some((row) => row.change === "only-first"));
});

test("a split, and its undoing", async () => {
  const before = (await stories()).total;
  await page.goto(`${here.url}/s/${story}`);
  await page.click("summary:has-text('Some of these tell another story')");
  const form = page.locator("form:has(input[value=split])");
  await form.locator("input[type=checkbox]").last().check();
  await sign(form);
  assert.equal((await stories()).total, before + 1);
  await page.goto(`${here.url}/journal`);
  assert.ok((await page.locator("tbody tr").first().innerText()).includes("Desk Editor"));
  await page.locator("tbody tr").first().locator("summary").click();
  await sign(page.locator("tbody tr").first().locator("form"));
  assert.equal((await stories()).total, before);
  assert.equal((await record(story)).witnesses.length, fixture("kalder-dam").length);
});

test("a merge, and its undoing", async () => {
  await add(page, here.url, fixture("channel-ferry"));
  const other = (await page.locator("ol.stories a").first().getAttribute("href"));
  const before = (await stories()).total;
  await page.goto(`${here.url}/s/${story}`);
  await page.click("summary:has-text('Another story is this one')");
  const form = page.locator("form:has(input[value=merge])");
  await form.locator("input[name=other]").fill(other);
  await sign(form);
  assert.equal((await stories()).total, before - 1);
  const merged = await page.locator(".numbers").first().innerText();
  assert.ok(merged.includes(`${fixture("kalder-dam").length + fixture("channel-ferry").length} articles`), merged);
  await page.goto(`${here.url}/journal`);
  await page.locator("tbody tr").first().locator("summary").click();
  await sign(page.locator("tbody tr").first().locator("form"));
  assert.equal((await stories()).total, before);
});

test("search finds, marks, and explains what it cannot understand", async () => {
  await page.goto(`${here.url}/search?q=${encodeURIComponent("ferry -zeppelin")}`);
  assert.ok((await page.locator("mark.found").first().innerText()).toLowerCase().startsWith("ferr"));
  assert.ok(await page.locator(".hits h2 a").first().isVisible());
  for (const [query, says] of [["\"open", "never closed"], ["before:soon", "2025-05-03"], ["author:x", "there are outlet:"], ["has:fun", "conflict"], ["-x", "something to look for"]]) {
    const response = await page.goto(`${here.url}/search?q=${encodeURIComponent(query)}`);
    assert.equal(response.status(), 200);
    const error = await page.locator("[role=alert]").innerText();
    assert.ok(error.includes(says), `${query}: ${error}`);
  }
});

test("everything can be done from the keyboard, and single keys can be turned off", async () => {
  await page.goto(here.url);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  assert.equal(await page.locator("[data-row].here").count(), 1);
  await page.keyboard.press("o");
  await page.waitForURL(/\/s\//);
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "q");
  await page.keyboard.press("Escape");
  await page.keyboard.press("d");
  assert.equal(await page.evaluate(() => document.activeElement.name), "a");
  await page.keyboard.press("Tab");
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("?");
  assert.ok(await page.locator("dialog[open]").isVisible());
  await page.keyboard.press("Tab");
  await page.locator("#keys-off").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  assert.notEqual(await page.evaluate(() => document.activeElement.id), "q");
  await page.evaluate(() => localStorage.clear());

  // Tab walks through every link and field, and each shows that it is reached.
  await page.goto(`${here.url}/add`);
  const reached = new Set();
  for (let n = 0; n < 14; n++) {
    await page.keyboard.press("Tab");
    const [name, outline] = await page.evaluate(() => {
      const at = document.activeElement;
      return [at.id || at.textContent.trim(), getComputedStyle(at).outlineStyle];
    });
    reached.add(name);
    if (name && !["main"].includes(name) && n > 0 && n < 10) assert.notEqual(outline, "none", name);
  }
  for (const name of ["To the content", "Journal", "q", "files", "text", "Add and tell"]) assert.ok(reached.has(name), name);
});

test("nothing needs a script", async () => {
  const plain = await chrome.newContext({ javaScriptEnabled: false });
  const bare = await plain.newPage();
  await bare.goto(here.url);
  await bare.click("ol.stories a >> nth=-1");
  await bare.locator(".digest a.cite, a.cite").first().click();
  assert.ok(bare.url().includes("#s1-"));
  await bare.goto(`${here.url}/s/${story}`);
  await bare.click("#s1-show-conflict");
  const all = await bare.locator("#s1-apparatus tbody tr").count();
  assert.ok((await bare.locator("#s1-apparatus tbody tr:visible").count()) < all);
  await bare.click("summary:has-text('A date is wrong or missing')");
  const form = bare.locator("form:has(input[value=pin-date])");
  await form.locator("input[name=day]").fill("2031-02-03");
  await sign(form);
  assert.ok((await bare.content()).includes("2031-02-03"));
  await bare.goto(`${here.url}/journal`);
  await bare.locator("tbody tr summary").first().click();
  await sign(bare.locator("tbody tr form").first());
  await plain.close();
});

test("dark is dark, and light is light", async () => {
  const shade = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).slice(0, 3).reduce((sum, n) => sum + Number(n), 0));
  await page.goto(`${here.url}/s/${story}`);
  assert.ok((await shade()) > 600);
  await page.emulateMedia({ colorScheme: "dark" });
  assert.ok((await shade()) < 200);
  await page.emulateMedia({ colorScheme: "light" });
});

test("a printed story holds everything that is folded on the screen", async () => {
  await page.goto(`${here.url}/s/${story}`);
  const pdf = await page.pdf({ format: "A4" });
  assert.equal(pdf.subarray(0, 4).toString(), "%PDF");
  assert.ok(pdf.length > 20_000);
  await page.emulateMedia({ media: "print" });
  const height = (selector) => page.locator(selector).first().evaluate((at) => at.getBoundingClientRect().height);
  const folded = await height(".story details:not([open]) > :not(summary)");
  const menu = await height(".top");
  await page.emulateMedia({ media: null });
  assert.ok(folded > 10, "what is folded on the screen stands on paper");
  assert.equal(menu, 0);
});

test("a screen of 320 pixels, and 400 % zoom, need no sideways scrolling", async () => {
  const narrow = await everyPage();
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of narrow) {
    await page.goto(`${here.url}${path}`);
    assert.ok((await wide()) <= 0, `${path} is ${await wide()} pixels too wide`);
  }
  // A window of 1280 × 1024 at 400 % shows 320 × 256 of its pixels.
  const zoomed = await chrome.newContext({ viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 });
  const near = await zoomed.newPage();
  for (const path of narrow) {
    await near.goto(`${here.url}${path}`);
    const over = await near.evaluate(() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth);
    assert.ok(over <= 0, `${path} at 400 %: ${over}`);
  }
  await zoomed.close();
  await page.setViewportSize({ width: 1200, height: 800 });
});

test("axe finds nothing on any page, in light and in dark", async () => {
  const found = [];
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    for (const path of await everyPage()) {
      await page.goto(`${here.url}${path}`);
      await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => { fold.open = true; }));
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
      for (const one of violations) found.push(`${colorScheme} ${path} ${one.id}: ${one.nodes[0].html.slice(0, 160)} ${one.nodes[0].failureSummary ?? ""}`);
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  assert.deepEqual(found, []);
});

test("every page can be had as JSON, and tables as CSV", async () => {
  const pages = (await everyPage()).filter((path) => !/\?|add|nowhere/.test(path));
  for (const path of pages) {
    const json = await fetch(`${here.url}${path === "/" ? "/index" : path}.json`);
    assert.equal(json.status, 200, path);
    await json.json();
  }
  for (const path of ["index", `s/${story}`, "journal", "check"]) {
    const csv = await fetch(`${here.url}/${path}.csv`);
    assert.match(csv.headers.get("content-type"), /^text\/csv/);
  }
  const svg = await fetch(`${here.url}/s/${story}.svg`);
  assert.match(await svg.text(), /^<svg xmlns/);
  assert.equal(run("serve", "--store", here.store, "--get", `/s/${story}.json`), await (await fetch(`${here.url}/s/${story}.json`)).text());
  const api = await (await fetch(`${here.url}/openapi.json`)).json();
  assert.equal(api.openapi, "3.1.0");
  assert.ok(api.paths["/s/{story}.json"]);
});

test("the site of files opens from disk", async () => {
  const folder = join(here.folder, "site");
  run("export", "site", "-q", "--store", here.store, "-o", folder);
  const file = await open(context, `file://${folder}/index.html`);
  await file.click(`a[href="s/${story}.html"]`);
  await file.locator(".digest a.cite").first().click();
  assert.ok(file.url().startsWith("file://") && file.url().includes("#s1-"));
  await file.locator("mark:target").waitFor({ state: "visible" });
  const lit = await file.locator("mark:target").evaluate((mark) => getComputedStyle(mark).backgroundColor);
  assert.notEqual(lit, "rgba(0, 0, 0, 0)", "the stylesheet is found");
  await file.close();
});

test("the browser complained of nothing all the while", () => {
  // A page that is not there is said so on the console, too.
  const complaints = page.complaints.filter((one) => !/status of 404/.test(one));
  assert.deepEqual(complaints, []);
});
