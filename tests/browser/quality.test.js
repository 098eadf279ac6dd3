// The quality page in a browser: the team or domain that a reader chose is offered again.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open } from "./site.js";

let site;

before(async () => {
  site = await open();
});
after(() => site?.close());

test("the last chosen team is offered as a link on the next visit", async () => {
  const page = await site.page();
  const offered = page.locator(".quality-bar > a:not(:first-child)");
  await page.goto(`${site.address}quality/index.html`);
  assert.equal(await offered.count(), 0, "no team was chosen yet");
  await page.locator(".quality-bar summary", { hasText: "Team" }).click();
  await page.locator(".quality-bar details[open] a", { hasText: "Revenue Data" }).click();
  await page.waitForURL(/quality\/teams\/revenue-data/);
  assert.equal(await offered.count(), 0, "the current team is not offered");
  await page.goto(`${site.address}quality/index.html`);
  await offered.waitFor();
  assert.equal(await offered.textContent(), "Revenue Data");
  await offered.click();
  await page.waitForURL(/quality\/teams\/revenue-data/);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("invalid values in local storage are ignored", async () => {
  for (const left of ["{", "null", "7", JSON.stringify({ path: "javascript:alert(1)", name: "Mine" }), JSON.stringify({ path: "quality/teams/../x/index.html", name: "Mine" }), JSON.stringify({ path: "quality/teams/gone/index.html", name: "Gone" })]) {
    const page = await site.page();
    await page.addInitScript((value) => localStorage.setItem("glassbox-quality-part /data/", value), left);
    await page.goto(`${site.address}quality/index.html`);
    await page.waitForLoadState("networkidle");
    assert.equal(await page.locator(".quality-bar > a:not(:first-child)").count(), 0, left);
    assert.deepEqual(page.problems.filter((one) => !one.includes("404")), []);
    await page.context().close();
  }
});

test("on a phone, since when a problem is there and what it affects share a line below what is wrong", async () => {
  const page = await site.page({ viewport: { width: 390, height: 844 } });
  await page.goto(`${site.address}quality/index.html`);
  const rows = await page.locator(".incident-lines tbody tr").evaluateAll((all) => all.map((row) => {
    const at = (name) => row.querySelector(`[data-name="${name}"]:not(.nil)`)?.getBoundingClientRect();
    return { what: at("What"), since: at("Since"), affects: at("Affects") };
  }));
  const full = rows.filter(({ since, affects }) => since && affects);
  assert.ok(full.length > 0 && full.every(({ what, since }) => what.bottom <= since.top + 1), JSON.stringify(full));
  // A longer text, such as “problems since”, takes the line for itself.
  const isShared = ({ since, affects }) => Math.abs(since.top - affects.top) < 4 && affects.left > since.left;
  assert.ok(full.some(isShared), JSON.stringify(full));
  await page.context().close();
});

test("whom a problem affects is beside its label on wide screens, and a fold on a phone", async () => {
  const wide = await site.page({ viewport: { width: 1440, height: 900 } });
  await wide.goto(`${site.address}quality/index.html`);
  const pairs = await wide.locator(".incidents .pairs-list > div").evaluateAll((all) => all.map((pair) => {
    const [label, value] = ["dt", "dd"].map((name) => pair.querySelector(name).getBoundingClientRect());
    return { label: label.left, gap: value.left - label.right, value: value.left };
  }));
  assert.ok(pairs.length > 4 && pairs.every(({ gap }) => gap >= 0), JSON.stringify(pairs));
  assert.equal(new Set(pairs.map(({ label, value }) => `${label} ${value}`)).size, 1, "all labels and all values begin at one line");
  await wide.context().close();
  const phone = await site.page({ viewport: { width: 390, height: 844 } });
  await phone.goto(`${site.address}quality/index.html`);
  const fold = phone.locator(".incident-reach").first();
  assert.equal(await fold.locator("dl").isVisible(), false);
  await fold.locator("summary").click();
  assert.equal(await fold.locator("dl").isVisible(), true);
  await phone.context().close();
});

test("a card has one reason on a phone and links the others, and what is not urgent is folded there only", async () => {
  const at = async (width) => {
    const page = await site.page({ viewport: { width, height: 844 } });
    await page.goto(`${site.address}quality/index.html`);
    const reasons = await page.locator("#shop-replication .reasons > li").evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.textContent.trim()));
    const waiting = await page.locator("section[aria-labelledby=waiting] .incident-lines").isVisible();
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.context().close();
    return { reasons, waiting, height };
  };
  const [phone, wide] = [await at(390), await at(1440)];
  assert.equal(phone.reasons.length, 2, phone.reasons.join("\n"));
  assert.equal(phone.reasons[1], "and 2 more");
  assert.equal(wide.reasons.length, 3, wide.reasons.join("\n"));
  assert.deepEqual([phone.waiting, wide.waiting], [false, true]);
  assert.ok(phone.height < 6000, `the page is ${phone.height} px high on a phone`);
});

test("what a table is and what it reads is folded on phones only, and its tests and runs are visible everywhere", async () => {
  for (const width of [390, 1440]) {
    const page = await site.page({ viewport: { width, height: 844 } });
    await page.goto(`${site.address}products/customer-360/detail/index.html`);
    const asset = page.locator(".assets > li", { has: page.locator(".asset-name", { hasText: "customer_consents" }) });
    assert.equal(await asset.locator(".reads").isVisible(), width > 390);
    assert.equal(await asset.locator(".asset-about > summary").isVisible(), width === 390);
    assert.equal(await asset.getByText("1 ran and passed").isVisible(), true);
    await page.context().close();
  }
});
