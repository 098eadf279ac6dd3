// The preview in a real browser: a saved file is seen without a hand on the keyboard, the place that was
// read stays, style sheets are swapped, and what is wrong lies over the last good page.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";

const PROJECT = new URL("../..", import.meta.url).pathname;
const scratch = mkdtempSync(join(tmpdir(), "glassbox-serve-"));
const catalog = join(scratch, "catalog");
const product = join(catalog, "products/revenue/revenue-mart.yml");
let preview, browser, address;

before(async () => {
  cpSync(join(PROJECT, "example-catalog"), catalog, { recursive: true });
  mkdirSync(join(catalog, "themes/own"), { recursive: true });
  writeFileSync(join(catalog, "themes/own/own.css"), ":root { --own: 1; }\n");
  const config = readFileSync(join(catalog, "glassbox.yml"), "utf8");
  writeFileSync(join(catalog, "glassbox.yml"), `${config}theme: own\n`);
  const run = ["run", "--locked", "--release", "--quiet", "--", "serve", catalog, "--port", "0", "--now", "2026-11-21T04:00:00Z"];
  preview = spawn("cargo", run, { cwd: PROJECT, detached: true, stdio: ["ignore", "ignore", "pipe"] });
  address = await new Promise((resolve, reject) => {
    let said = "";
    preview.stderr.on("data", (text) => {
      said += text;
      const found = /The site is at (\S+)/.exec(said);
      if (found) resolve(found[1]);
    });
    preview.on("exit", () => reject(new Error(said)));
  });
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
  });
});

after(async () => {
  await browser?.close();
  if (preview) process.kill(-preview.pid);
  rmSync(scratch, { recursive: true });
});

const edit = (path, change) => writeFileSync(path, change(readFileSync(path, "utf8")));

/** A page of the preview, once it listens, with what goes wrong on it. */
async function open(path) {
  const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
  page.troubles = [];
  page.on("pageerror", (error) => page.troubles.push(error.message));
  page.on("console", (message) => message.type() === "error" && page.troubles.push(message.text()));
  const listening = page.waitForRequest(/__glassbox\/events/);
  await page.goto(address + path);
  await listening;
  return page;
}

test("a saved file is seen at once, and the place that was read stays", async () => {
  const page = await open("products/revenue-mart/");
  await page.evaluate(() => scrollTo(0, 1200));
  const was = await page.evaluate(() => scrollY);
  edit(product, (text) => text.replace(/^name: .*$/m, "name: Revenue, anew"));
  await page.waitForFunction(() => document.querySelector("h1")?.textContent === "Revenue, anew");
  await page.waitForFunction((was) => Math.abs(scrollY - was) < 5, was);
  edit(product, (text) => text.replace(/^name: .*$/m, "name: Revenue"));
  await page.waitForFunction(() => document.querySelector("h1")?.textContent === "Revenue");
  assert.deepEqual(page.troubles, []);
  await page.close();
});

test("a page that did not change is left in peace", async () => {
  const page = await open("glossary/");
  await page.evaluate(() => (window.untouched = true));
  edit(product, (text) => text.replace(/^name: .*$/m, "name: Another"));
  const other = await open("products/revenue-mart/");
  await other.waitForFunction(() => document.querySelector("h1")?.textContent === "Another");
  edit(product, (text) => text.replace(/^name: .*$/m, "name: Revenue"));
  await other.waitForFunction(() => document.querySelector("h1")?.textContent === "Revenue");
  assert.equal(await page.evaluate(() => window.untouched), true);
  await page.close();
  await other.close();
});

test("style sheets are swapped without a reload", async () => {
  const page = await open("index.html");
  await page.evaluate(() => (window.untouched = true));
  writeFileSync(join(catalog, "themes/own/own.css"), ":root { --own: 7; }\n");
  await page.waitForFunction(() => getComputedStyle(document.documentElement).getPropertyValue("--own").trim() === "7");
  assert.equal(await page.evaluate(() => window.untouched), true);
  const sheets = await page.evaluate(() => [...document.styleSheets].filter((sheet) => sheet.href?.includes("own.css")).length);
  assert.equal(sheets, 1, "the old one is gone");
  assert.deepEqual(page.troubles, []);
  await page.close();
});

test("errors lie over the last good page, as on the terminal, and go when they are mended", async () => {
  const page = await open("products/revenue-mart/");
  const text = readFileSync(product, "utf8");
  writeFileSync(product, text.replace("owner: revenue-data", "owner: revenue-dta"));
  const box = page.getByRole("alert");
  await box.waitFor();
  const said = await box.textContent();
  assert.match(said, /1 error/);
  assert.match(said, /did you mean `revenue-data`\?/);
  assert.match(said, /products\/revenue\/revenue-mart\.yml:\d+:8/);
  assert.equal(await page.locator("h1").textContent(), "Revenue", "the last good page is below");
  writeFileSync(product, text);
  await box.waitFor({ state: "detached" });
  assert.deepEqual(page.troubles, []);
  await page.close();
});

test("warnings are a small count that opens the list", async () => {
  const page = await open("index.html");
  const summary = page.locator("#glassbox-said summary");
  const count = async () => Number((await summary.textContent()).match(/^(\d+) warnings\b/)[1]);
  await summary.waitFor();
  const before = await count();
  assert.ok(before > 5, "what the rules warn of in the example");
  edit(join(catalog, "glassbox.yml"), (text) => text.replace("expires: 2027-01-31", "expires: 2026-10-31"));
  await page.waitForFunction((before) => !document.querySelector("#glassbox-said summary")?.textContent.startsWith(`${before} `), before);
  // Beside the leave that has ended, what it was given for is said again.
  assert.equal(await count(), before + 2);
  assert.equal(await page.locator("#glassbox-said pre").isVisible(), false);
  await summary.press("Enter");
  const list = await page.locator("#glassbox-said pre").textContent();
  assert.match(list, /expired-waiver/);
  assert.match(list, /boundary-leak/);
  await page.close();
});

test("a tab that is put away lets its connection go, and is up to date when it comes back", async () => {
  const page = await open("products/revenue-mart/");
  const hide = (hidden) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  const gone = page.waitForEvent("requestfailed", (request) => request.url().includes("__glassbox/events"));
  await hide(true);
  await gone;
  edit(product, (text) => text.replace(/^name: .*$/m, "name: While away"));
  await hide(false);
  await page.waitForFunction(() => document.querySelector("h1")?.textContent === "While away");
  await page.close();
});
