// Lists as readers narrow them: any combination of filters, sorted, as cards or as a table, and the way there from the
// lists that every category, tier and lifecycle has.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { address, open } from "./site.js";

let site;
before(async () => (site = await open()));
after(() => site.close());

const names = (page) => page.locator("#results h3, #results tbody th").allTextContents();
const found = (page, text) => page.waitForFunction((text) => document.querySelector("#found").textContent === text, text);

async function listAt(query) {
  const page = await site.page();
  await page.goto(`${site.address}search/index.html${query}`);
  return page;
}

test("values of one filter widen the list, and further filters narrow it", async () => {
  const page = await listAt("?category=dashboard");
  await found(page, "4 products");
  await page.locator("#facet-domain-revenue").check();
  await found(page, "2 products");
  assert.deepEqual((await names(page)).toSorted(), ["Monday numbers", "Sales leaderboard"]);
  await page.locator("#facet-domain-people").check();
  await found(page, "3 products");
  assert.ok((await names(page)).includes("HR dashboard"));
  await page.waitForURL(/\?category=dashboard&domain=revenue&domain=people$/);
  assert.equal(await page.evaluate(() => document.activeElement.id), "facet-domain-people", "the focus stays where it was");
  const shared = await listAt(new URL(await address(page)).search);
  await found(shared, "3 products");
  assert.deepEqual(await names(shared), await names(page));
  await page.getByRole("button", { name: "Remove Category: Dashboard" }).click();
  await page.waitForFunction(() => !document.querySelector("#facet-category-dashboard").checked);
  await page.getByRole("button", { name: "Clear all filters" }).click();
  await found(page, "37 products");
  assert.equal(await page.locator("#chips").isVisible(), false);
  assert.deepEqual([...page.problems, ...shared.problems], []);
  await page.context().close();
  await shared.context().close();
});

test("the filters for retired and for not watched find only those products", async () => {
  const page = await listAt("?lifecycle=retired");
  await found(page, "1 product");
  assert.deepEqual(await names(page), ["Partner newsletter"]);
  const unwatched = await listAt("?status=not-watched");
  await found(unwatched, "3 products");
  assert.equal(await unwatched.locator("label:has(#facet-lifecycle-retired)").count(), 0, "no retired product is among them");
  await page.context().close();
  await unwatched.context().close();
});

test("each filter value shows how many products it would leave", async () => {
  const page = await listAt("?category=mart");
  await found(page, "13 products");
  for (const id of ["facet-domain-growth", "facet-tier-company", "facet-status-failing"]) {
    const count = Number(await page.locator(`label:has(#${id}) .count`).textContent());
    await page.locator(`#${id}`).check();
    await found(page, count === 1 ? "1 product" : `${count} products`);
    await page.locator(`#${id}`).uncheck();
    await found(page, "13 products");
  }
  await page.context().close();
});

test("the order of a list is named as it is: by match only for a search", async () => {
  const page = await listAt("?category=mart");
  await page.waitForFunction(() => document.querySelector("#sort option:checked").textContent === "Most important");
  await page.locator("#search").fill("revenue");
  await page.waitForFunction(() => document.querySelector("#sort option:checked").textContent === "Best match");
  await page.context().close();
});

test("a list is sorted by name or by status, worst first", async () => {
  const page = await listAt("?category=mart&sort=name");
  await found(page, "13 products");
  const sorted = await names(page);
  assert.deepEqual(sorted, sorted.toSorted((one, other) => one.localeCompare(other, "en")));
  await page.getByLabel("Sort").selectOption("status");
  await page.waitForFunction(() => document.querySelector("#results .marks")?.textContent.includes("Failing"));
  const marks = await page.locator("#results .card").evaluateAll((cards) => cards.map((card) => card.querySelector(".mark")?.className ?? ""));
  assert.ok(marks[0].includes("failing") && !marks.at(-1).includes("failing"), marks.join());
  await page.waitForURL(/sort=status/);
  await page.context().close();
});

test("the table view has the same products, and the choice is remembered", async () => {
  const page = await listAt("?category=mart&sort=name");
  await found(page, "13 products");
  const cards = await names(page);
  await page.getByLabel("Show", { exact: true }).selectOption("table");
  await page.locator(".found-table").waitFor();
  assert.deepEqual(await names(page), cards);
  const row = page.locator(".found-table tr", { hasText: "Billing mart" });
  assert.deepEqual((await row.locator("td").allTextContents()).map((cell) => cell.trim()), ["Warning", "Mart", "Revenue Data", "Revenue", "Company"]);
  await page.reload();
  await page.locator(".found-table").waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
  await page.context().close();
});

test("a filter narrows a list, or without scripts links to the list for its value", async () => {
  for (const javaScriptEnabled of [true, false]) {
    const page = await site.page({ javaScriptEnabled });
    await page.goto(`${site.address}categories/mart/index.html`);
    const filter = page.locator(".facets a", { hasText: "Growth" }).first();
    const count = await filter.locator(".count").textContent();
    await filter.click();
    if (javaScriptEnabled) {
      await page.waitForURL("**/search/index.html?category=mart&domain=growth");
      await found(page, `${count} products`);
    } else {
      await page.waitForURL(/domains\/growth\/index\.html$/);
    }
    await page.goto(`${site.address}categories/mart/index.html`);
    await page.locator(".facets a", { hasText: "Dashboard" }).click();
    await page.waitForURL(/categories\/dashboard\/index\.html$/);
    assert.deepEqual(page.problems, []);
    await page.context().close();
  }
});

test("lists have a fixed order, and an output port is as bad as the job that updates it", async () => {
  const page = await site.page();
  await page.goto(`${site.address}outputs/dashboard/index.html`);
  const names = await page.locator(".output-name").allTextContents();
  assert.deepEqual(names, names.toSorted((one, other) => one.toLowerCase() < other.toLowerCase() ? -1 : 1));
  const row = page.locator("[data-sortable] tbody tr", { hasText: "Leaderboard" });
  assert.match((await row.locator("td").nth(2).innerText()).replace(/\s+/g, " "), /^At risk/);
  await page.goto(`${site.address}products/index.html`);
  const categories = await page.locator(".facets a[href*='categories/']").allTextContents();
  assert.deepEqual(categories.map((text) => text.replace(/[\s\d]+$/, "").trim()), ["Dashboards", "Applications", "Alerts", "Activations", "Analyses", "Reports", "Consulting services", "Marts", "Replications"]);
  await page.context().close();
});

test("consecutive days with equal counts share a line, and no recorded day is left out", async () => {
  const page = await site.page();
  await page.goto(`${site.address}quality/days/index.html`);
  const rows = await page.locator(".kept tbody tr").evaluateAll((all) => all.map((row) => [row.cells[0].textContent, [...row.cells].slice(1).map((cell) => cell.textContent).join("|")]));
  assert.ok(rows.some(([day]) => day === "12–16 November 2026 5 days"));
  assert.ok(rows.every(([, counts], at) => counts !== rows[at + 1]?.[1]), "no two consecutive lines are equal");
  const days = rows.reduce((sum, [day]) => sum + Number(/ (\d+) days$/.exec(day)?.[1] ?? 1), 0);
  const tally = await page.locator(".tally").first().textContent();
  assert.ok(tally.startsWith(`${days} of 90 days are recorded.`), tally);
  await page.context().close();
});

test("due work has a mark only if something is known about it", async () => {
  const page = await site.page();
  await page.goto(`${site.address}roadmap/index.html`);
  assert.deepEqual([...new Set((await page.locator(".due-this-quarter .mark:not(.product-today *)").allTextContents()).map((text) => text.trim()))], ["Paused", "At risk"], "work at risk is in both lists");
  const rows = await page.locator(".due-this-quarter .due-list > li").count();
  assert.equal(await page.locator("#due .count").textContent(), String(rows), "the number is that of the rows");
  assert.deepEqual((await page.locator("[aria-labelledby=at-risk] .due-state .mark").allTextContents()).map((text) => text.trim()), ["At risk"]);
  assert.match(await page.locator(".due-this-quarter > .hint").textContent(), /^1 of these \d+ is at risk of being late; 1 is paused\. What is at risk is also listed above\. \d+ of the products are failing or late today: /);
  await page.context().close();
});

test("the filter for output ports searches names and products on all pages", async () => {
  const page = await site.page();
  await page.goto(`${site.address}outputs/index.html`);
  const found = page.locator("#filter-found");
  const shown = (text) => page.waitForFunction((text) => document.querySelector("#filter-found").textContent === text, text);
  await page.getByLabel("Filter by name or product").fill("sales LEADER");
  await shown("1 output port");
  assert.deepEqual(await page.locator("#filtered .output-name").allTextContents(), ["Leaderboard"]);
  assert.equal(await page.locator("#filtered li .mark").textContent(), "At risk");
  assert.equal(await page.locator("[data-filtered]").isVisible(), false);
  const link = await page.locator("#filtered .output-of a").evaluate((a) => a.href);
  assert.ok(link.endsWith("/products/sales-leaderboard/index.html"), link);
  await page.getByLabel("Filter by name or product").fill("nothing has this name");
  await shown("No output port has all these words.");
  await page.getByLabel("Filter by name or product").fill("");
  await shown("");
  assert.ok(await page.locator("[data-filtered]").isVisible());
  // The list of a kind finds only its own ports.
  await page.goto(`${site.address}outputs/table/index.html`);
  await page.getByLabel("Filter by name or product").fill("leaderboard");
  await page.waitForFunction(() => document.querySelector("#filter-found").textContent.startsWith("No output port"));
  assert.equal(await found.getAttribute("role"), "status");
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("without scripts the list of output ports is complete and has no filter", async () => {
  const page = await site.page({ javaScriptEnabled: false });
  await page.goto(`${site.address}outputs/index.html`);
  assert.equal(await page.getByLabel("Filter by name or product").isVisible(), false);
  assert.ok((await page.locator("[data-filtered] tbody tr").count()) > 12);
  await page.context().close();
});

test("status marks of output ports are aligned on wide screens", async () => {
  const page = await site.page();
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${site.address}outputs/index.html`);
  const places = await page.locator("[data-filtered] tbody td:nth-of-type(2)").evaluateAll((marks) => [...new Set(marks.map((one) => Math.round(one.getBoundingClientRect().left)))]);
  assert.equal(places.length, 1, places.join(", "));
  await page.context().close();
});

test("on a phone, what carries a flow and the products that were late are not cut off", async () => {
  const page = await site.page({ viewport: { width: 390, height: 844 } });
  for (const [path, cell] of [["lineage/revenue/index.html", ".flow-table tbody td:last-child"], ["quality/days/index.html", ".kept-names"]]) {
    await page.goto(`${site.address}${path}`);
    const { left, right, width } = await page.locator(cell).first().evaluate((one) => one.getBoundingClientRect().toJSON());
    assert.ok(left >= 0 && right <= 390 && width > 200, `${path}: from ${left} to ${right}`);
  }
  await page.context().close();
});

test("in a row of cards, owners are on one line and marks on one line, each right below the other", async () => {
  const page = await site.page({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${site.address}categories/mart/index.html`);
  const rows = await page.locator(".cards > .product-card").evaluateAll((cards) => {
    const byTop = Map.groupBy(cards, (card) => card.getBoundingClientRect().top);
    const parts = (card) => [".card-meta", ".marks"].map((name) => card.querySelector(name).getBoundingClientRect());
    return [...byTop.values()].map((row) => row.map((card) => parts(card).map(({ top, bottom }) => ({ top, bottom }))));
  });
  assert.ok(rows.some((row) => row.length > 1), "there are rows of several cards");
  for (const row of rows) {
    for (const part of [0, 1]) assert.equal(new Set(row.map((card) => card[part].top)).size, 1, JSON.stringify(row));
    assert.ok(row.some(([meta, marks]) => marks.top - meta.bottom < 20), JSON.stringify(row));
  }
  await page.context().close();
});

test("on a phone, only tables of more than a screen of rows offer to sort", async () => {
  const page = await site.page({ viewport: { width: 390, height: 844 } });
  await page.goto(`${site.address}outputs/index.html`);
  await page.locator("thead .sort").first().waitFor({ state: "attached" });
  const tables = await page.locator("table.stacked").evaluateAll((all) => all.map((table) => [table.tBodies[0].rows.length, table.tHead.checkVisibility()]));
  assert.ok(tables.some(([rows]) => rows > 8) && tables.some(([rows]) => rows <= 8), JSON.stringify(tables));
  for (const [rows, isOffered] of tables) assert.equal(isOffered, rows > 8, JSON.stringify(tables));
  await page.context().close();
});
