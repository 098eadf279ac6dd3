// The meaning of a label and the status of a linked product, next to them: by pointer, keyboard, touch (WCAG 1.4.13).

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { open } from "./site.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PAGE = "products/revenue-mart/index.html";
let site;
before(async () => (site = await open()));
after(() => site.close());

const opened = async (settings = {}, path = PAGE) => {
  const page = await site.page({ viewport: { width: 1280, height: 900 }, ...settings });
  await page.goto(site.address + path);
  return Object.assign(page, { hint: page.locator("#hint"), status: page.locator(".product-head .mark").first() });
};
const isShown = (page) => page.hint.waitFor({ state: "visible", timeout: 2000 });
const isGone = (page) => page.hint.waitFor({ state: "hidden", timeout: 2000 });
const violations = async (page) => {
  await page.evaluate(AXE);
  return page.evaluate(async () => (await globalThis.axe.run(document, { resultTypes: ["violations"] })).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 90)}`));
};

test("pointing at a mark shows its meaning until Escape or until the pointer leaves", async () => {
  const page = await opened();
  await page.status.hover();
  await isShown(page);
  assert.equal(await page.hint.textContent(), "Its data is older than allowed.");
  await page.hint.hover();
  await page.waitForTimeout(500);
  assert.ok(await page.hint.isVisible(), "the hint stays while the pointer is on it");
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press("Escape");
  await isGone(page);
  assert.equal(await page.status.getAttribute("title"), "Its data is older than allowed.", "the title attribute is restored");
  await page.locator("h1").hover();
  await page.status.hover();
  await isShown(page);
  await page.locator("h1").hover();
  await isGone(page);
  await page.context().close();
});

test("the keyboard reaches each meaning once, as a button that expands it", async () => {
  const page = await opened();
  const words = await page.locator(".word").evaluateAll((all) => all.map((word) => word.title));
  assert.equal(new Set(words).size, words.length);
  assert.ok(words.length > 5);
  const late = page.getByRole("button", { name: "Late", exact: true });
  await late.focus();
  await page.keyboard.press("Enter");
  await isShown(page);
  assert.equal(await late.getAttribute("aria-expanded"), "true");
  assert.equal(await late.getAttribute("aria-describedby"), "hint");
  await page.keyboard.press("Escape");
  await isGone(page);
  assert.ok(await late.evaluate((one) => one === document.activeElement));
  assert.equal(await late.getAttribute("aria-expanded"), "false");
  await page.context().close();
});

test("a touch shows the meaning of a mark, and another touch hides it", async () => {
  const page = await opened({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await page.status.tap();
  await isShown(page);
  const box = await page.hint.boundingBox();
  assert.ok(box.x >= 0 && box.x + box.width <= 390, JSON.stringify(box));
  await page.locator("h1").tap();
  await isGone(page);
  await page.context().close();
});

test("pointing at a product link shows its status, fetched once and only then", async () => {
  const page = await opened();
  const asked = [];
  page.on("request", (request) => request.url().endsWith(".json") && asked.push(new URL(request.url()).pathname));
  await page.locator(".path summary").click();
  const link = page.locator(".path a", { hasText: "Monday numbers" });
  await link.hover();
  await isShown(page);
  const text = await page.hint.innerText();
  assert.match(text, /^Monday numbers Late\n+Use with care: .*old\.\n+Owner: Revenue Data/);
  assert.deepEqual(await violations(page), []);
  await page.locator("h1").hover();
  await isGone(page);
  await link.hover();
  await isShown(page);
  assert.deepEqual(asked, ["/data/products/monday-numbers.json"]);
  await page.context().close();
});

test("a passing pointer fetches nothing, nor does a page from a folder", async () => {
  const page = await opened();
  const asked = [];
  page.on("request", (request) => request.url().endsWith(".json") && asked.push(request.url()));
  await page.locator(".path a").first().hover();
  await page.locator("h1").hover();
  await page.waitForTimeout(600);
  assert.deepEqual(asked, []);
  await page.goto(`file://${site.folder}/${PAGE}`);
  asked.length = 0;
  await page.locator(".path a").first().hover();
  await page.waitForTimeout(600);
  assert.deepEqual(asked, []);
  await page.status.hover();
  await isShown(page);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("without scripts the meaning of a mark is in its title attribute", async () => {
  const page = await opened({ javaScriptEnabled: false });
  assert.equal(await page.status.getAttribute("title"), "Its data is older than allowed.");
  assert.equal(await page.locator(".word, #hint").count(), 0);
  await page.context().close();
});
