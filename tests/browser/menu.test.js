// The menus of every page: one bar on wide screens, groups on a phone, all sections in the footer; without scripts too.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { open } from "./site.js";

let site;
before(async () => (site = await open()));
after(() => site.close());

const at = async (width, settings = {}) => {
  const page = await site.page({ viewport: { width, height: 900 }, ...settings });
  await page.goto(`${site.address}quality/index.html`);
  return page;
};
const bar = (page) => page.getByRole("navigation", { name: "Main" });
/** The names of the visible parts of the bar, from left to right, and their vertical positions. */
const seen = (page) => bar(page).locator("a, summary").evaluateAll((all) => {
  const shown = all.filter((one) => one.checkVisibility({ contentVisibilityAuto: true }) && one.getBoundingClientRect().height > 0);
  return { names: shown.map((one) => one.textContent), rows: [...new Set(shown.map((one) => Math.round(one.getBoundingClientRect().top)))] };
});

describe("the menu bar fits in one row", () => {
  const all = ["Products", "Teams", "Domains", "Quality", "Lineage", "Standards", "Regulations", "Roadmap", "What’s new", "Help", "More"];
  for (const [width, names] of [[1440, all], [1280, all], [1024, all.filter((name) => !["Standards", "What’s new"].includes(name))]]) {
    test(`at ${width} pixels`, async () => {
      const page = await at(width);
      assert.deepEqual(await seen(page).then(({ names, rows }) => ({ names, rows: rows.length })), { names, rows: 1 });
      await page.context().close();
    });
  }
});

test("sections that do not fit are under More, even without scripts", async () => {
  const page = await at(1024, { javaScriptEnabled: false });
  const link = bar(page).getByRole("link", { name: "Standards" });
  assert.equal(await link.count(), 0);
  await bar(page).getByText("More", { exact: true }).first().click();
  await link.click();
  await page.waitForURL(/standards\/index\.html$/);
  await page.context().close();
});

test("custom pages are under Help, and the menu with the current page is marked", async () => {
  const page = await at(1280);
  await bar(page).getByText("Help", { exact: true }).first().click();
  await bar(page).getByRole("link", { name: "Glossary" }).click();
  await page.waitForURL(/glossary\/index\.html$/);
  const colour = (name) => bar(page).locator("summary", { hasText: name }).evaluate((one) => getComputedStyle(one).backgroundColor);
  assert.notEqual(await colour("Help"), await colour("More"));
  await page.context().close();
});

test("the section of the current page is marked, also under More", async () => {
  const page = await at(1280);
  for (const [path, name, kind] of [["quality/index.html", "Quality", "page"], ["quality/incidents/app-events/index.html", "Quality", "true"], ["rules/boundary-leak/index.html", "Rules", "true"], ["evidence/index.html", "Quality", "true"], ["systems/crm/index.html", "Systems", "true"]]) {
    await page.goto(site.address + path);
    const marked = await bar(page).locator("[aria-current]").evaluateAll((all) => all.map((one) => [one.textContent, one.getAttribute("aria-current")]));
    assert.deepEqual(marked, [[name, kind]], path);
  }
  await page.context().close();
});

test("a menu of the bar closes with Escape and when the focus moves on", async () => {
  const page = await at(1280);
  const more = bar(page).locator("summary", { hasText: "More" });
  const isOpen = () => bar(page).getByRole("link", { name: "Coverage" }).isVisible();
  await more.focus();
  await page.keyboard.press("Enter");
  assert.ok(await isOpen());
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  assert.ok(!(await isOpen()));
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "More");
  await page.keyboard.press("Enter");
  assert.ok(await isOpen());
  await page.locator("h1").click();
  assert.ok(!(await isOpen()));
  await page.context().close();
});

test("on a phone the menu shows all groups with their names", async () => {
  const page = await at(390);
  await page.getByText("Menu").click();
  const groups = await bar(page).locator(".menu p").evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.textContent));
  assert.deepEqual(groups, ["Catalog", "Trust", "Plans", "Help", "More"]);
  for (const name of ["Standards", "What’s new", "Coverage", "Glossary"]) assert.equal(await bar(page).getByRole("link", { name }).count(), 1, name);
  await page.context().close();
});

test("the footer leads back to the menu, which opens on a phone", async () => {
  for (const width of [1280, 390]) {
    const page = await at(width);
    await page.getByRole("contentinfo").getByRole("link", { name: "All sections" }).click();
    // The page scrolls there smoothly.
    await page.waitForFunction(() => {
      const { top } = document.querySelector("#menu").getBoundingClientRect();
      return top >= 0 && top < 400;
    });
    assert.ok(await page.locator("#menu").getByRole("link", { name: "Quality", exact: true }).isVisible(), `${width}`);
    await page.context().close();
  }
});
