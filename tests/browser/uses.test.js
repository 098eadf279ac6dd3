// The page of a product in brief: who uses it, the words above its summary, and what is told once.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open } from "./site.js";

let site;
before(async () => (site = await open()));
after(() => site.close());

test("who uses a product is told in two lines, the rest is folded", async () => {
  const page = await site.page({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${site.address}products/revenue-mart/index.html`);
  const lines = await page.locator(".path-line").allTextContents();
  assert.deepEqual(lines, ["Directly: Revenue explore (analysis), Finance (daily operations)", "Through others: analysis, daily operations (2 products)"]);
  assert.equal(await page.locator(".path-uses").isVisible(), false);
  assert.equal(await page.getByText("No other stage").count(), 0);
  await page.context().close();
});

test("no line above the summary of a product ends or begins with a dot", async () => {
  const page = await site.page({ viewport: { width: 390, height: 844 } });
  await page.goto(`${site.address}products/care-mart/index.html`);
  const words = await page.locator(".eyebrow > :not(.tile)").evaluateAll((all) => all.map((one) => ({ left: one.getBoundingClientRect().left, dot: getComputedStyle(one, "::before").content, after: getComputedStyle(one, "::after").content })));
  assert.ok(words.length > 3 && words.every((word) => word.after === "none"), JSON.stringify(words));
  const start = await page.locator(".eyebrow").evaluate((one) => one.getBoundingClientRect().left);
  const first = words.at(-1);
  assert.ok(first.left - start < 1 && first.dot.includes("·"), "the last word begins a line, where its dot is cut off");
  assert.equal(await page.locator(".eyebrow").evaluate((one) => getComputedStyle(one).overflowX), "clip");
  await page.context().close();
});

test("a finding that a check of a standard asks about is told once, with a link", async () => {
  const page = await site.page({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${site.address}products/revenue-mart/index.html`);
  const links = page.locator("#standards a[href^='#finding-']");
  assert.ok((await links.count()) > 1);
  for (const href of await links.evaluateAll((all) => all.map((one) => one.getAttribute("href")))) {
    assert.equal(await page.locator(`#findings ${href}`).count(), 1, href);
  }
  assert.equal(await page.locator("#standards .steps").first().isVisible(), false, "the steps are folded");
  await page.context().close();
});
