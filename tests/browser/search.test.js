// The search as a reader uses it: from any page, with the keyboard alone, with typing errors; the filters on
// the search page; and the index from A to Z for readers without scripts.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { address, open } from "./site.js";

let site;
before(async () => (site = await open()));
after(() => site.close());

const hits = (page) => page.locator(".search-hits [data-href] b").allTextContents();

/** The results for a text typed on a page. */
async function typed(page, text) {
  await page.locator("#search").fill("");
  await page.locator("#search").pressSequentially(text);
  // Until the results no longer change.
  let last = null;
  for (let same = 0; same < 4; ) {
    await page.waitForTimeout(50);
    const now = JSON.stringify(await hits(page));
    same = now === last ? same + 1 : 0;
    last = now;
  }
  return hits(page);
}

test("search works by keyboard: / focuses, arrows select, Enter opens, Escape closes", async () => {
  const page = await site.page();
  await page.goto(`${site.address}products/hr-dashboard/index.html`);
  await page.keyboard.press("/");
  assert.equal((await typed(page, "monday"))[0], "Monday numbers");
  await page.keyboard.press("ArrowDown");
  const chosen = page.locator('.search-hits [aria-selected="true"]');
  assert.equal(await page.locator("#search").getAttribute("aria-activedescendant"), await chosen.getAttribute("id"));
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".search-hits").isVisible(), false);
  await typed(page, "monday");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/products/monday-numbers/index.html");
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("exact names come first, then beginnings, words, owners, ports, models and columns", async () => {
  const page = await site.page();
  await page.goto(site.address);
  assert.deepEqual((await typed(page, "revenue")).slice(0, 2), ["Revenue", "Revenue explore"]);
  assert.equal((await typed(page, "care rep"))[0], "Care replication");
  assert.ok((await typed(page, "growth data")).includes("Marketing"), "by its owner");
  assert.ok((await typed(page, "consents")).includes("Customers"), "by an output port");
  const places = async (text) => (await typed(page, text)) && page.locator(".search-hits small").allTextContents();
  assert.ok((await places("int_questionnaire_change")).some((place) => place.startsWith("table, Care outcomes")), "by a model");
  assert.ok((await places("satisfaction_1_5")).some((place) => place.startsWith("column satisfaction_1_5, Care outcomes")), "by a column");
  assert.deepEqual(await typed(page, "xyzzy"), []);
  await page.context().close();
});

test("typos are tolerated", async () => {
  const page = await site.page();
  await page.goto(site.address);
  for (const [typo, intended] of [["revnue", "Revenue"], ["reveune", "Revenue"], ["erplication care", "Care replication"], ["care otcomes", "Care outcomes"], ["leaderbaord", "Sales leaderboard"]]) {
    assert.equal((await typed(page, typo))[0], intended, typo);
  }
  await page.context().close();
});

test("a first search fetches less than 100 kB, and later ones are instant", async () => {
  const page = await site.page();
  let bytes = 0;
  page.on("response", (response) => {
    if (!response.url().includes("/search/")) return;
    // A response after the page is closed is not counted.
    response.body().then((body) => (bytes += body.length), () => {});
  });
  await page.goto(site.address);
  assert.equal(bytes, 0, "nothing is fetched before a search");
  await typed(page, "revenue");
  assert.ok(bytes > 0 && bytes < 100_000, `${bytes} bytes`);
  const took = await page.evaluate(async () => {
    const { Search } = await import(new URL("theme/on-demand/search-index.js", document.baseURI));
    const search = new Search("");
    await search.load((await search.find("revenue")).slice(0, 8));
    const begun = performance.now();
    await search.load((await search.find("revenue")).slice(0, 8));
    return performance.now() - begun;
  });
  assert.ok(took < 50, `${took} ms`);
  await page.context().close();
});

test("the search page has filters, and its address can be shared", async () => {
  const page = await site.page();
  await page.goto(`${site.address}search/index.html?q=customer`);
  await page.locator("#results .card").first().waitFor();
  const all = await page.locator("#results .card").count();
  await page.getByLabel(/^Company/).check();
  await page.waitForFunction((all) => document.querySelectorAll("#results .card").length < all, all);
  const some = await page.locator("#results .card h3").allTextContents();
  assert.ok(some.length > 0);
  const other = await site.page();
  await other.goto(await address(page));
  await other.locator("#results .card").first().waitFor();
  assert.deepEqual(await other.locator("#results .card h3").allTextContents(), some);
  assert.deepEqual(page.problems, []);
  await page.context().close();
  await other.context().close();
});

test("search finds other pages, and products by the name of a regulation", async () => {
  const page = await site.page();
  await page.goto(`${site.address}index.html`);
  await typed(page, "gdpr");
  await page.locator(".search-hits b", { hasText: /^GDPR$/ }).waitFor();
  assert.ok((await hits(page)).includes("Customers"));
  await page.locator("#search").press("ArrowDown");
  await page.locator("#search").press("Enter");
  await page.waitForURL("**/regulations/gdpr/index.html");
  await page.context().close();
});

test("two words find a name that joins them", async () => {
  const page = await site.page();
  await page.goto(`${site.address}search/index.html?q=head%20count`);
  await page.locator("#results h3").first().waitFor();
  assert.equal(await page.locator("#results h3").first().textContent(), "Headcount explore");
  await page.context().close();
});

test("if no product matches all words, those that match some are shown", async () => {
  const page = await site.page();
  await page.goto(`${site.address}search/index.html?q=the%20headcount%20thingy`);
  await page.locator("#results h3").first().waitFor();
  assert.equal(await page.locator("#results h3").first().textContent(), "Headcount explore");
  assert.match(await page.locator("#found").textContent(), /^No product has all these words; \d+ products? with some of them$/);
  await page.goto(`${site.address}index.html`);
  await typed(page, "that headcount thingy");
  await page.locator(".search-hits b", { hasText: "Headcount explore" }).waitFor();
  await page.context().close();
});

test("a word that means the same counts also where only some of the words match", async () => {
  const page = await site.page();
  await page.goto(`${site.address}search/index.html?q=churn%20thingy`);
  await page.locator("#results h3").first().waitFor();
  assert.ok((await page.locator("#results h3").allTextContents()).includes("Why people leave"));
  assert.match(await page.locator("#found").textContent(), /^No product has all these words; /);
  await page.context().close();
});

test("a retired product is found by name, is marked, and otherwise comes last", async () => {
  const page = await site.page();
  await page.goto(`${site.address}search/index.html?q=partner%20newsletter`);
  const card = page.locator("#results .card").first();
  await card.waitFor();
  assert.equal(await card.locator("h3").textContent(), "Partner newsletter");
  assert.deepEqual((await card.locator(".mark").allTextContents()).map((text) => text.trim()), ["Retired"]);
  await page.goto(`${site.address}search/index.html?q=email`);
  await card.waitFor();
  const found = await page.locator("#results h3").allTextContents();
  assert.ok(found.length > 1 && found.at(-1) === "Partner newsletter", found.join(", "));
  await page.context().close();
});

test("a result shows status, lifecycle and owner, and a filter keeps the focus", async () => {
  const page = await site.page();
  await page.goto(`${site.address}search/index.html?q=sales%20cube`);
  const card = page.locator("#results .card", { hasText: "Sales cube" });
  await card.waitFor();
  assert.deepEqual((await card.locator(".mark").allTextContents()).map((text) => text.trim()), ["Unchecked", "Deprecated", "Ends on 31 December 2026"]);
  const icons = await card.locator(".mark").evaluateAll((all) => all.filter((mark) => getComputedStyle(mark, "::before").maskImage.startsWith("url(")));
  assert.equal(icons.length, 2, "an icon beside the colour");
  assert.match(await card.locator(".card-meta").textContent(), /Revenue Data/);
  await page.goto(`${site.address}search/index.html`);
  await page.locator("#results .card").first().waitFor();
  await page.locator("#facet-regulation-hipaa").focus();
  await page.keyboard.press("Space");
  await page.waitForFunction(() => document.querySelector("#found").textContent.split(" ")[0] < 20);
  assert.equal(await page.evaluate(() => document.activeElement.id), "facet-regulation-hipaa");
  await page.locator("#search").fill("zzzz");
  await page.locator("#nothing").waitFor();
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("filters stay in place while typing and update their numbers", async () => {
  const page = await site.page();
  await page.goto(`${site.address}search/index.html`);
  const number = page.locator("label", { has: page.locator("#facet-category-mart") }).locator(".count");
  await number.waitFor();
  const before = Number(await number.textContent());
  await page.evaluate(() => (document.getElementById("facet-category-mart").isTheSame = true));
  await page.locator("#search").fill("customer");
  await page.waitForFunction((before) => Number(document.getElementById("facet-category-mart")?.closest("label").querySelector(".count").textContent) < before, before);
  assert.ok(await page.evaluate(() => document.getElementById("facet-category-mart").isTheSame));
  await page.locator("#search").fill("zzzz");
  await page.locator("#nothing").waitFor();
  assert.equal(await page.locator(".facet-set").count(), 0, "values without products are not offered as filters");
  await page.context().close();
});

test("without scripts, the form leads to the index from A to Z", async () => {
  const page = await site.page({ javaScriptEnabled: false });
  await page.goto(site.address);
  await page.locator("#search").fill("monday");
  await page.locator("#search").press("Enter");
  await page.waitForURL("**/search/index.html?q=monday");
  await page.getByRole("link", { name: "All products from A to Z" }).click();
  await page.getByRole("link", { name: "Monday numbers" }).click();
  await page.waitForURL("**/products/monday-numbers/index.html");
  await page.context().close();
});

test("of a filter with many values those that leave most products are shown, and all when asked for", async () => {
  const page = await site.page();
  await page.route("**/search/facets.json", async (route) => {
    const all = JSON.parse(await readFile(join(site.folder, "search/facets.json"), "utf8"));
    const teams = all.facets.find(({ key }) => key === "owner");
    teams.values = Array.from({ length: 15 }, (_, at) => [`t${at}`, `Team ${at}`]);
    // The last team has every product, the one before it a single one.
    teams.of = teams.of.map((_, product) => (product ? [product % 13, 14] : [13, 14]));
    await route.fulfill({ json: all });
  });
  const counts = async () => (await page.locator('[data-key="owner"] .count').allTextContents()).map(Number);
  for (const query of ["?q=revenue", "?domain=revenue", ""]) {
    await page.goto(`${site.address}search/index.html${query}`);
    await page.locator('[data-key="owner"] input').first().waitFor();
    const all = await counts();
    assert.deepEqual(all, all.toSorted((one, other) => other - one), `${query}: sorted by what is found`);
    assert.ok(all.length <= 12, query);
  }
  assert.equal(await page.locator('[data-key="owner"] input').first().getAttribute("value"), "t14");
  assert.equal(await page.locator("#facet-owner-t13").count(), 0);
  await page.getByRole("button", { name: "Show all 15" }).click();
  await page.locator("#facet-owner-t13").waitFor();
  assert.equal((await counts()).length, 15);
  assert.equal(await page.locator(".facet-all:visible").count(), 0);
  await page.goto(`${site.address}search/index.html?owner=t13`);
  await page.locator("#facet-owner-t13:checked").waitFor();
  assert.equal((await counts()).length, 12, "a chosen value is shown, however small");
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("the search page shows that it is searching until its files are loaded", async () => {
  const page = await site.page();
  let letGo;
  const held = new Promise((resolve) => (letGo = resolve));
  await page.route(/\/search\/.*\.json/, async (route) => {
    await held;
    await route.fallback();
  });
  await page.goto(`${site.address}search/index.html?q=revenue`);
  const status = page.locator("#found");
  await page.waitForFunction(() => document.querySelector("#found").textContent === "Searching…");
  assert.equal(await status.getAttribute("role"), "status");
  letGo();
  await page.waitForFunction(() => /products?$/.test(document.querySelector("#found").textContent));
  await page.context().close();
});

test("a search without results hides what has nothing to act on, and says where to look instead", async () => {
  const page = await site.page();
  await page.goto(`${site.address}search/index.html?q=xyzzyqq`);
  await page.locator("#nothing").waitFor();
  for (const control of ["#ways", "#facets-fold", "#nearest"]) assert.equal(await page.locator(control).isVisible(), false, control);
  const links = await page.locator("#nothing a").evaluateAll((all) => all.map((link) => new URL(link.href).pathname.split("/").slice(-2).join("/")));
  for (const list of ["a-z/index.html", "outputs/index.html", "teams/index.html"]) assert.ok(links.includes(list), `${list}: ${links}`);
  // The nearest spelling stands where readers look, and leads on.
  await page.locator("#search").fill("glosary");
  await page.locator("#nearest a", { hasText: "glossary" }).waitFor();
  // Filters that leave nothing stay, so that one can be removed.
  await page.goto(`${site.address}search/index.html?q=leaderboard&status=holding`);
  await page.locator("#nothing-why", { hasText: "filters" }).waitFor();
  assert.ok(await page.locator("#facets-fold").isVisible());
  assert.equal(await page.locator("#ways").isVisible(), false);
  await page.context().close();
});

test("a result has the icon, the owner and the domain that lists show", async () => {
  const page = await site.page();
  await page.goto(`${site.address}search/index.html?q=revenue`);
  const card = page.locator("#results .card").first();
  await card.waitFor();
  assert.equal(await card.locator(".tile .icon").count(), 1);
  assert.equal((await card.locator(".card-meta").innerText()).replace(/\s+/g, " ").trim(), "Mart Owner: Revenue Data Domain: Revenue");
  // The domain has the same name as the product, and is above it.
  assert.equal(await page.locator("#above a").first().textContent(), "Revenue");
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("the field of a page that does not exist holds the words of the address, as text", async () => {
  const page = await site.page();
  const field = page.locator("#missing-search");
  for (const [address, words] of [["hr-dashbord/", "hr dashbord"], ["products/hr_dashbord/index.html", "hr dashbord"], ["%3Cimg%20src=x%3E", "<img src=x>"]]) {
    await page.goto(`${site.address}${address}`).catch(() => {});
    assert.equal(await field.inputValue(), words, address);
    assert.equal(await page.locator("main img").count(), 0);
  }
  await page.context().close();
});

test("a search that finds nothing says so once, and tells screen readers the number", async () => {
  const page = await site.page();
  await page.goto(`${site.address}search/index.html?q=zzzzqq`);
  await page.locator("#nothing").waitFor();
  assert.equal(await page.locator("#found").textContent(), "0 products");
  assert.ok((await page.locator("#found").boundingBox()).width <= 1, "it is not seen");
  await page.context().close();
});

test("on a phone a result has its owner beside its domain, and a space after the icon of a highlighted owner", async () => {
  const page = await site.page({ viewport: { width: 390, height: 844 } });
  await page.goto(`${site.address}search/index.html?q=revenue`);
  const owners = page.locator("#results .card-meta > span:has(.icon-team)");
  await owners.first().waitFor();
  const lines = await owners.evaluateAll((all) => all.map((owner) => [owner.getBoundingClientRect().top, owner.parentElement.querySelector(":scope > span:has(.icon-domain)")?.getBoundingClientRect().top]));
  assert.ok(lines.some(([owner, domain]) => Math.abs(owner - domain) < 8), JSON.stringify(lines));
  const gaps = await page.locator("#results .card-meta > span:has(mark)").evaluateAll((all) => all.filter((one) => one.querySelector(".icon")).map((one) => parseFloat(getComputedStyle(one.querySelector(".icon")).marginInlineEnd)));
  assert.ok(gaps.length > 0 && gaps.every((gap) => gap >= 4), JSON.stringify(gaps));
  await page.context().close();
});
