// A desk to try: the program over a new store, and a browser that looks at it.
import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const program =
  process.env.TELLINGS ??
  ["release", "debug"].map((kind) => join(root, "target", kind, "tellings")).find(existsSync);

/** The files of an invented story of `fixtures/stories`. */
export function fixture(name) {
  const folder = join(root, "fixtures/stories", name);
  return readdirSync(folder).filter((file) => !file.endsWith(".toml")).sort().map((file) => join(folder, file));
}

/** Runs the program to its end and gives what it printed. */
export function run(...args) {
  return execFileSync(program, args, { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "ignore"] });
}

/** Starts a server over a new store; `end` stops it and takes the store away. */
export async function desk(...more) {
  const folder = mkdtempSync(join(tmpdir(), "tellings-"));
  const store = join(folder, "desk.tellings");
  const server = spawn(program, ["serve", "-p", "0", "--store", store, ...more], { stdio: ["ignore", "ignore", "pipe"] });
  const url = await new Promise((found, failed) => {
    let said = "";
    server.stderr.on("data", (piece) => {
      said += piece;
      const address = said.match(/ at http:\/\/(\S+?)\/(\?token=\S+)?\s/);
      if (address) found(`http://${address[1]}`);
    });
    server.on("exit", () => failed(new Error(`the server ended: ${said}`)));
  });
  const end = () => {
    server.removeAllListeners("exit");
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, store, folder, end };
}

export function browser() {
  const executablePath = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}

/** A page that fails the test on whatever the browser complains of. */
export async function open(context, url) {
  const page = await context.newPage();
  page.complaints = [];
  page.on("pageerror", (error) => page.complaints.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) page.complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on("dialog", (dialog) => {
    page.complaints.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  await page.goto(url);
  return page;
}

/** Adds files through the page. */
export async function add(page, url, files) {
  await page.goto(`${url}/add`);
  await page.setInputFiles("#files", files);
  await page.click("button:has-text('Add and tell')");
  await page.waitForSelector("h1:has-text('Added')");
}

/** Signs a form of corrections and sends it. */
export async function sign(form) {
  await form.locator("input[name=author]").fill("Desk Editor");
  await form.locator("input[name=reason]").fill("I know better");
  await form.locator("button").click();
  await form.page().waitForLoadState();
}
