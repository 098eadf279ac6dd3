// The page of a regulation: the filter for gaps without scripts, the matrix on a phone, and everything on paper.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open } from "./site.js";

let site;
before(async () => (site = await open()));
after(() => site.close());

const GDPR = "regulations/gdpr/index.html";
const shown = (page, selector) => page.locator(selector).evaluateAll((all) => all.filter((one) => one.checkVisibility()).length);

test("the link “only gaps” hides products without gaps, without scripts", async () => {
  const page = await site.page({ javaScriptEnabled: false });
  await page.goto(site.address + GDPR);
  const all = await shown(page, ".control-matrix tbody");
  const complete = await shown(page, ".control-matrix tbody.no-gap");
  assert.ok(complete > 0 && complete < all);
  await page.getByRole("link", { name: /^only gaps/ }).click();
  assert.equal(await shown(page, ".control-matrix tbody"), all - complete);
  await page.getByRole("link", { name: "all", exact: true }).click();
  assert.equal(await shown(page, ".control-matrix tbody"), all);
  await page.context().close();
});

test("on a phone each product is a block with the name of each control, and nothing scrolls sideways", async () => {
  const page = await site.page({ viewport: { width: 390, height: 844 } });
  await page.goto(site.address + GDPR);
  assert.ok((await page.evaluate(() => document.body.scrollHeight)) < 12_000);
  const cells = await page.locator(".control-matrix tbody tr").first().locator("td").evaluateAll((all) => all.map((one) => [getComputedStyle(one, "::before").content, one.getBoundingClientRect().right <= innerWidth]));
  assert.deepEqual(cells, ["Lawful basis", "Masking", "Erasure", "Retention", "Access review", "Overall"].map((name) => [`"${name}"`, true]));
  assert.ok(await page.locator(".matrix-region").evaluate((one) => one.scrollWidth <= one.clientWidth + 1));
  // The answer and the fold with its reasons share a line.
  const row = page.locator(".control-matrix tbody", { hasText: "Headcount explore" });
  const middles = await Promise.all([row.locator("[data-name=Overall] > span"), row.locator("summary")].map(async (one) => one.evaluate((element) => element.getBoundingClientRect().top + element.getBoundingClientRect().height / 2)));
  assert.ok(Math.abs(middles[0] - middles[1]) < 12, JSON.stringify(middles));
  await row.locator("summary").click();
  assert.ok((await row.locator(".matrix-more td").boundingBox()).width > 340, "what is unfolded has the whole width");
  // It is still a table to a screen reader, with the controls as the names of its columns.
  assert.equal(await page.getByRole("columnheader", { name: "Masking" }).count(), 1);
  await page.context().close();
});

test("in print, evidence shows its addresses and nothing is cut off", async () => {
  const page = await site.page({ viewport: { width: 680, height: 900 } });
  await page.emulateMedia({ media: "print" });
  await page.goto(site.address + GDPR);
  assert.equal(await shown(page, ".on-paper"), 1);
  const addresses = await page.locator(".evidence-list a").evaluateAll((all) => all.filter((one) => one.checkVisibility({ contentVisibilityAuto: true })).map((one) => one.textContent === one.getAttribute("href")));
  assert.ok(addresses.length > 20 && addresses.every(Boolean));
  const wide = await page.evaluate(() => [...document.querySelectorAll("main table *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && one.checkVisibility()).map((one) => one.outerHTML.slice(0, 80)));
  assert.deepEqual(wide, []);
  await page.context().close();
});

test("on a desktop the state of all controls is in view, and the fold of a row stands below its owner without a line of its own", async () => {
  const page = await site.page({ viewport: { width: 1440, height: 900 } });
  await page.goto(site.address + GDPR);
  assert.ok(await page.locator(".matrix-region").evaluate((one) => one.scrollWidth <= one.clientWidth), "nothing is cut off");
  assert.ok((await page.locator("#concerned").boundingBox()).y < 600, "the products come first");
  const row = page.locator(".control-matrix tbody", { hasText: "Headcount explore" });
  const [owner, summary, line, next] = await Promise.all(["th small", "summary", "tr:first-child", ".matrix-more"].map((part) => row.locator(part).boundingBox()));
  assert.ok(summary.y >= owner.y + owner.height - 1 && Math.abs(summary.x - owner.x) < 24, JSON.stringify([owner, summary]));
  assert.ok(summary.y + summary.height <= line.y + line.height + 1 && next.height < 4, JSON.stringify([summary, line, next]));
  await row.locator("summary").click();
  assert.ok((await row.locator(".matrix-more td").boundingBox()).height > 60, "what is unfolded is below the row");
  // A job that failed is not told in the colour of a part; a part is not marked as nothing.
  const colours = await page.locator(".control-matrix").evaluate((table) => {
    const colour = (selector, part) => getComputedStyle(table.querySelector(selector), part).color;
    return { small: colour("td.cell-failing > small"), icon: colour("td.cell-failing:not(.cell-overall) > :first-child", "::before") };
  });
  assert.equal(colours.small, colours.icon);
  const overall = await page.locator(".cell-overall").evaluateAll((all) => all.map((one) => [one.textContent.trim(), one.className]));
  for (const [words, mark] of overall) {
    const [, current, whole] = /^(\d+) of (\d+) current$/.exec(words).map(Number);
    assert.equal(mark.includes("cell-partly"), current > 0 && current < whole, `${words}: ${mark}`);
  }
  await page.context().close();
});

test("the numbers of all regulations come before the meaning of the marks", async () => {
  const page = await site.page({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${site.address}regulations/index.html`);
  const [table, legend, matrix] = await Promise.all(["table.boundaries", ".legend", ".control-matrix"].map((part) => page.locator(part).first().boundingBox()));
  assert.ok(table.y < 450 && table.y < legend.y && legend.y < matrix.y, JSON.stringify([table, legend, matrix]));
  await page.context().close();
});
