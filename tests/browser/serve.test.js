// The preview in a browser: pages reload when a file is saved and keep their scroll position, style sheets are
// replaced, and errors are shown over the last good page.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { started } from "./site.js";

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
  const run = ["serve", catalog, "--port", "0", "--now", "2026-11-21T04:00:00Z"];
  preview = started(...run);
  address = await new Promise((resolve, reject) => {
    let output = "";
    preview.stderr.on("data", (text) => {
      output += text;
      const found = /The site is at (\S+)/.exec(output);
      if (found) resolve(found[1]);
    });
    preview.on("exit", () => reject(new Error(output)));
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

/** A page of the preview that is connected for updates. It collects errors in `problems`. */
async function open(path) {
  const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
  page.problems = [];
  page.on("pageerror", (error) => page.problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && page.problems.push(message.text()));
  const listening = page.waitForRequest(/__glassbox\/events/);
  await page.goto(address + path);
  await listening;
  return page;
}

test("a page reloads when a file is saved and keeps its scroll position", async () => {
  const page = await open("products/revenue-mart/");
  await page.evaluate(() => scrollTo({ top: 1200, behavior: "instant" }));
  const was = await page.evaluate(() => scrollY);
  edit(product, (text) => text.replace(/^name: .*$/m, "name: Revenue, anew"));
  await page.waitForFunction(() => document.querySelector("h1")?.textContent === "Revenue, anew");
  await page.waitForFunction((was) => Math.abs(scrollY - was) < 5, was);
  edit(product, (text) => text.replace(/^name: .*$/m, "name: Revenue"));
  await page.waitForFunction(() => document.querySelector("h1")?.textContent === "Revenue");
  assert.deepEqual(page.problems, []);
  await page.close();
});

test("an unchanged page is not reloaded", async () => {
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

test("style sheets are replaced without a reload", async () => {
  const page = await open("index.html");
  await page.evaluate(() => (window.untouched = true));
  writeFileSync(join(catalog, "themes/own/own.css"), ":root { --own: 7; }\n");
  await page.waitForFunction(() => getComputedStyle(document.documentElement).getPropertyValue("--own").trim() === "7");
  assert.equal(await page.evaluate(() => window.untouched), true);
  const sheets = await page.evaluate(() => [...document.styleSheets].filter((sheet) => sheet.href?.includes("own.css")).length);
  assert.equal(sheets, 1, "the old style sheet is removed");
  assert.deepEqual(page.problems, []);
  await page.close();
});

test("of two style sheets saved at once, the page keeps the last", async () => {
  const page = await open("index.html");
  const waiting = [];
  let isSlow = true;
  await page.route(/own\.css/, (route) => (isSlow ? waiting.push(route) : route.continue()));
  for (const value of [8, 9]) {
    const asked = page.waitForRequest(/own\.css/);
    writeFileSync(join(catalog, "themes/own/own.css"), `:root { --own: ${value}; }\n`);
    await asked;
  }
  isSlow = false;
  await Promise.all(waiting.map((route) => route.continue().catch(() => {})));
  await page.waitForFunction(() => getComputedStyle(document.documentElement).getPropertyValue("--own").trim() === "9");
  await page.waitForFunction(() => !document.querySelector("link[data-loading]"));
  const sheets = await page.evaluate(() => document.querySelectorAll('link[href*="own.css"]').length);
  assert.equal(sheets, 1, "the sheets before it are removed");
  assert.deepEqual(page.problems, []);
  await page.close();
});

test("errors are shown over the last good page until they are fixed", async () => {
  const page = await open("products/revenue-mart/");
  const original = readFileSync(product, "utf8");
  writeFileSync(product, original.replace("owner: revenue-data", "owner: revenue-dta"));
  const box = page.getByRole("alert");
  await box.waitFor();
  const text = await box.textContent();
  assert.match(text, /1 error/);
  assert.match(text, /did you mean `revenue-data`\?/);
  assert.match(text, /products\/revenue\/revenue-mart\.yml:\d+:8/);
  assert.equal(await page.locator("h1").textContent(), "Revenue", "the last good page is below");
  writeFileSync(product, original);
  await box.waitFor({ state: "detached" });
  assert.deepEqual(page.problems, []);
  await page.close();
});

test("warnings are shown as a count that opens the list", async () => {
  const page = await open("index.html");
  const summary = page.locator("#glassbox-diagnostics summary");
  const count = async () => Number((await summary.textContent()).match(/^(\d+) warnings\b/)[1]);
  await summary.waitFor();
  const before = await count();
  assert.ok(before > 5, "the example's warnings");
  edit(join(catalog, "glassbox.yml"), (text) => text.replace("expires: 2027-01-31", "expires: 2026-10-31"));
  await page.waitForFunction((before) => !document.querySelector("#glassbox-diagnostics summary")?.textContent.startsWith(`${before} `), before);
  // The expired waiver is reported, and the finding that it covered is reported again.
  assert.equal(await count(), before + 2);
  assert.equal(await page.locator("#glassbox-diagnostics pre").isVisible(), false);
  await summary.press("Enter");
  const list = await page.locator("#glassbox-diagnostics pre").textContent();
  assert.match(list, /expired-waiver/);
  assert.match(list, /boundary-leak/);
  await page.close();
});

test("a hidden tab closes its connection and is up to date when it is shown again", async () => {
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
