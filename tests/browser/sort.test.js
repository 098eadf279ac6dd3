// Tables are sorted by the heading that is pressed, with the mouse and the keyboard; without scripts they stay as built.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open } from "./site.js";

let site;
before(async () => (site = await open()));
after(() => site.close());

const column = (page, number) => page.locator(`table[data-sortable] tbody tr > :nth-child(${number})`).allTextContents();
const heading = (page, name) => page.getByRole("columnheader", { name });

test("a press sorts by the column, the next one the other way round, and lines that are alike keep their order", async () => {
  const page = await site.page();
  await page.goto(`${site.address}rules/index.html`);
  const toFix = page.getByRole("region", { name: "Rules: To fix" });
  const columnOf = (number) => toFix.locator(`tbody tr > :nth-child(${number})`).allTextContents();
  const headingOf = (name) => toFix.getByRole("columnheader", { name });
  const [built, notes] = [await columnOf(1), await page.getByRole("region", { name: "Rules: Note" }).locator("tbody tr").allTextContents()];
  await toFix.getByRole("button", { name: "Rule" }).click();
  const byName = await columnOf(1);
  assert.deepEqual(byName, built.toSorted((one, other) => one.localeCompare(other, "en")));
  assert.notDeepEqual(byName, built);
  assert.equal(await headingOf("Rule").getAttribute("aria-sort"), "ascending");
  await toFix.getByRole("button", { name: "Findings" }).click();
  assert.equal(await headingOf("Rule").getAttribute("aria-sort"), null, "only one column says that it is sorted by");
  const counts = (await columnOf(2)).map((text) => Number.parseInt(text.replaceAll(",", ""), 10) || 0);
  assert.deepEqual(counts, counts.toSorted((one, other) => other - one), "the most first");
  const alike = (await columnOf(1)).filter((_, at) => counts[at] === 1);
  assert.ok(alike.length > 1, `some have the same number: ${counts}`);
  assert.deepEqual(alike, byName.filter((name) => alike.includes(name)), "of the same number the order stays");
  assert.deepEqual(await page.getByRole("region", { name: "Rules: Note" }).locator("tbody tr").allTextContents(), notes, "the other table stays");
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("numbers are sorted as numbers, the most first, by the keyboard alone", async () => {
  const page = await site.page();
  await page.goto(`${site.address}modularity/index.html`);
  await page.getByRole("button", { name: "Read by others" }).focus();
  const read = async () => (await column(page, 4)).map((text) => Number(text.replaceAll(",", "")));
  await page.keyboard.press("Enter");
  const most = await read();
  assert.deepEqual(most, most.toSorted((one, other) => other - one));
  assert.ok(most[0] > 9 && most.includes(1), `10 is more than 9: ${most}`);
  await page.keyboard.press("Space");
  assert.deepEqual(await read(), most.toReversed());
  assert.equal(await heading(page, "Read by others").getAttribute("aria-sort"), "ascending");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Read by others", "the keyboard stays where it was");
  await page.context().close();
});

test("numbers that are links are sorted like others, and 0 is less than 1", async () => {
  const page = await site.page();
  await page.goto(`${site.address}teams/index.html`);
  const healthy = async () => (await page.locator('td[data-name="Healthy"]').allTextContents()).map((text) => Number.parseInt(text, 10));
  const built = await healthy();
  await page.getByRole("button", { name: "Healthy" }).click();
  const most = await healthy();
  assert.deepEqual(most, built.toSorted((one, other) => other - one));
  assert.notDeepEqual(most, built);
  assert.ok(most.includes(0));
  await page.context().close();
});

test("statuses are sorted from worst to best, and what has none comes last either way", async () => {
  const page = await site.page();
  await page.goto(`${site.address}quality/incidents/app-events/index.html`);
  const order = ["Failing", "Late", "At risk", "Warning", "Unknown", "Unchecked", "Healthy"];
  const statuses = async () => (await column(page, 3)).map((text) => order.findIndex((word) => text.includes(word)));
  for (const direction of [1, -1]) {
    await page.getByRole("button", { name: "Status" }).click();
    const seen = await statuses();
    const known = seen.filter((at) => at >= 0);
    assert.deepEqual(known, known.toSorted((one, other) => direction * (one - other)));
    assert.ok(new Set(known).size > 1, `there is something to sort: ${seen}`);
    assert.ok(seen.slice(known.length).every((at) => at < 0), `what has no status comes last: ${seen}`);
  }
  await page.context().close();
});

test("without scripts a table has the same lines and no button", async () => {
  const [page, plain] = [await site.page(), await site.page({ javaScriptEnabled: false })];
  for (const one of [page, plain]) await one.goto(`${site.address}rules/index.html`);
  assert.deepEqual(await column(plain, 1), await column(page, 1));
  assert.equal(await plain.locator("th button").count(), 0);
  assert.equal(await page.locator("th button").count(), 4, "two tables of two columns");
  await page.context().close();
  await plain.context().close();
});

test("outputs and systems are sorted by their headings, and the healthy ones are one end of the order of statuses", async () => {
  const page = await site.page();
  await page.goto(`${site.address}outputs/dashboard/index.html`);
  await page.getByRole("button", { name: "Status" }).click();
  // A port without a status of its own says that of its product, and stays last.
  const own = async () => (await column(page, 4)).filter((text) => !/^\s*(Product:|Not watched)/.test(text));
  const worst = await own();
  await page.getByRole("button", { name: "Status" }).click();
  const best = await own();
  assert.ok(best.length > 3);
  assert.match(worst.at(-1), /Healthy/);
  assert.match(best[0], /Healthy/);
  await page.goto(`${site.address}systems/index.html`);
  await page.getByRole("button", { name: "Products" }).click();
  const products = (await page.locator("table[data-sortable]").first().locator("tbody tr > :nth-child(4)").allTextContents()).map(Number);
  assert.deepEqual(products, products.toSorted((one, other) => other - one));
  assert.ok(products[0] > products.at(-1));
  await page.context().close();
});
