// The lineage explorer: find a product, expand its neighbours, share the address.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, beforeEach, afterEach, describe, test } from "node:test";
import { open } from "./site.js";

let site;
let page;
before(async () => (site = await open()));
after(() => site.close());
beforeEach(async () => {
  page = await site.page();
  await page.goto(`${site.address}lineage/explore/index.html#billing-mart`);
  await page.locator(".explorer-canvas .node").first().waitFor();
});
afterEach(() => page.context().close());

const names = () => page.locator(".explorer-canvas .node").evaluateAll((all) => all.map((one) => one.dataset.name)).then((all) => all.sort());

describe("the explorer", () => {
  test("starts with the product in the address and its neighbours", async () => {
    const lineage = JSON.parse(readFileSync(`${site.folder}/api/lineage.json`, "utf8"));
    const joined = lineage.items.filter((flow) => [flow.from, flow.to].includes("billing-mart"));
    assert.equal((await names()).length, new Set(joined.flatMap((flow) => [flow.from, flow.to])).size);
  });

  test("finds a product by part of its name, with the keyboard alone", async () => {
    await page.locator("#explorer-name").focus();
    await page.keyboard.type("billing");
    assert.deepEqual(await page.locator("[role=option]").evaluateAll((all) => all.map((one) => one.firstChild.textContent)), ["Billing mart", "Billing replication"]);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    assert.match(page.url(), /#billing-replication$/);
    assert.equal(await page.locator("#explorer-told a").textContent(), "Billing replication");
    assert.ok((await names()).includes("Billing mart"));
  });

  test("says so when no product has the name", async () => {
    await page.locator("#explorer-name").fill("zzz");
    assert.equal(await page.locator("#explorer-found").textContent(), "No product has this name.");
  });

  test("expands on a click and collapses on the next", async () => {
    const before = await names();
    const box = page.locator(".node", { has: page.locator(".more") }).first();
    const name = await box.getAttribute("data-name");
    await box.click();
    const grown = await names();
    assert.ok(grown.length > before.length);
    assert.deepEqual(before.filter((one) => !grown.includes(one)), []);
    const shared = page.url();
    await page.locator(`.node[data-name="${name}"]`).click();
    assert.deepEqual(await names(), before);
    const other = await site.page();
    await other.goto(shared);
    await other.locator(".explorer-canvas .node").first().waitFor();
    assert.deepEqual((await other.locator(".explorer-canvas .node").evaluateAll((all) => all.map((one) => one.dataset.name))).sort(), grown);
    await other.context().close();
  });

  test("keeps the selected box under the pointer", async () => {
    const box = page.locator(".node", { has: page.locator(".more") }).first();
    const at = await box.getAttribute("data-at");
    const before = await box.boundingBox();
    await box.click();
    await page.waitForTimeout(50);
    const after = await page.locator(`[data-at="${at}"]`).boundingBox();
    assert.ok(Math.hypot(before.x - after.x, before.y - after.y) < 2);
  });

  test("moves from box to box with the arrow keys", async () => {
    await page.locator(".node.centre").focus();
    const from = await page.locator(".node.centre").boundingBox();
    await page.keyboard.press("ArrowRight");
    const to = await page.evaluate(() => document.activeElement.getBoundingClientRect().x);
    assert.ok(to > from.x + from.width);
    await page.keyboard.press("Enter");
    assert.match(page.url(), /#billing-mart,/);
  });

  test("moves by dragging without selecting, and zooms", async () => {
    const transform = () => page.locator(".explorer-canvas svg > g").getAttribute("transform");
    const before = await transform();
    const address = page.url();
    const box = await page.locator(".node").first().boundingBox();
    await page.mouse.move(box.x + 20, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + 120, box.y + 60, { steps: 5 });
    await page.mouse.up();
    await page.waitForTimeout(50);
    assert.notEqual(await transform(), before);
    assert.equal(page.url(), address);
    const moved = await transform();
    await page.locator("[data-act=in]").click();
    await page.waitForTimeout(50);
    assert.notEqual((await transform()).match(/scale\((.*)\)/)[1], moved.match(/scale\((.*)\)/)[1]);
    await page.locator("[data-act=fit]").click();
    await page.waitForTimeout(50);
    assert.equal(await transform(), before);
  });

  test("starts with the best connected product if the one in the address is gone", async () => {
    await page.goto(`${site.address}lineage/explore/index.html?2#never-was`);
    await page.locator(".explorer-canvas .node").first().waitFor();
    assert.ok((await names()).length > 3);
  });

  test("says so when its data cannot be loaded", async () => {
    await page.route("**/explorer.json", (route) => route.abort());
    await page.goto(`${site.address}lineage/explore/index.html?3`);
    await page.locator("#explorer-wait.now").waitFor();
    assert.ok(!(await page.locator("#explorer").isVisible()));
  });
});
