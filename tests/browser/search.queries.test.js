// What readers type, and the first results they should get: the queries of a walk through the site, with words that
// no product has. Each is searched for as in the field at the top of every page.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { open } from "./site.js";

let site, page;
before(async () => {
  site = await open();
  page = await site.page();
  await page.goto(site.address);
});
after(() => site.close());

/** The names and addresses of the results for a text, in order. */
async function hits(text) {
  await page.locator("#search").fill(text);
  let last = null;
  for (let same = 0; same < 4; ) {
    await page.waitForTimeout(50);
    const now = await page.locator(".search-hits").evaluate((list) => JSON.stringify([...list.querySelectorAll("[role=option]")].map((hit) => [hit.querySelector("b")?.textContent ?? hit.textContent, hit.dataset.href ?? ""])));
    same = now === last ? same + 1 : 0;
    last = now;
  }
  return JSON.parse(last);
}

/** A typed text, the first result, and where it leads. */
const FIRST = [
  ["revenue", "Revenue", "products/revenue-mart/index.html"],
  ["reveneu", "Revenue", "products/revenue-mart/index.html"],
  ["hr dashbord", "HR dashboard", "products/hr-dashboard/index.html"],
  ["dashboard hr", "HR dashboard", "products/hr-dashboard/index.html"],
  ["monday", "Monday numbers", "products/monday-numbers/index.html"],
  ["Monday report", "Monday numbers", "products/monday-numbers/index.html"],
  ["how many people work here", "Headcount explore", "products/headcount-explore/index.html"],
  ["where do I find revenue by country?", "Revenue", "products/revenue-mart/index.html"],
  ["failed payments", "Failed payment alerts", "products/failed-payment-alerts/index.html"],
  ["google ads", "Ads replication", "products/ads-replication/index.html"],
  ["crm mrat", "CRM mart", "products/crm-mart/index.html"],
  ["spanish launch", "Spain launch", ""],
  // The exact column by its table, those that a product offers first; and the exact table.
  ["customer_id", "customer_consents", "products/customer-360/detail/index.html#asset-model.fernhill.customer_consents~customer_id"],
  ["satisfaction_1_5", "outcomes", "products/care-mart/detail/index.html#asset-model.fernhill.outcomes~satisfaction_1_5"],
  ["int_questionnaire_change", "int_questionnaire_change", "products/care-mart/detail/index.html#asset-model.fernhill.int_questionnaire_change"],
  ["bookings_v2", "bookings.v2", "products/revenue-mart/detail/index.html#asset-model.fernhill.bookings.v2"],
  ["partner newsletter", "Partner newsletter", ""],
  // A product with the word in its name, or in that of an output port, before columns and before synonyms.
  ["headcount", "Headcount explore", "products/headcount-explore/index.html"],
  ["attrition", "People", "products/people-mart/index.html"],
  // By other names, and by synonyms.
  ["weekly report", "Monday numbers", "products/monday-numbers/index.html"],
  ["stripe", "Billing replication", "products/billing-replication/index.html"],
  ["salesforce", "CRM replication", "products/crm-replication/index.html"],
  ["who sold most", "Sales leaderboard", "products/sales-leaderboard/index.html"],
  ["churn", "Why people leave", "products/leaving-study/index.html"],
  ["MRR", "Revenue", "products/revenue-mart/index.html"],
  ["recurring revenue", "Revenue", "products/revenue-mart/index.html"],
  ["KPI", "Monday numbers", "products/monday-numbers/index.html"],
  ["NPS", "outcomes", ""],
  ["email", "customer_consents", ""],
  // People, where they can be contacted.
  ["Henrik Aalto", "Henrik Aalto", "teams/revenue-data/index.html#ask"],
  ["Kovacs", "Ana Kovács", "teams/care-data/index.html#ask"],
  ["henrik", "Henrik Aalto", "teams/revenue-data/index.html#ask"],
  // Regulations and controls.
  ["GDPR", "GDPR", "regulations/gdpr/index.html"],
  ["sox", "SOX", "regulations/sox/index.html"],
  ["erasure", "Erasure", "regulations/gdpr/index.html#control-erasure"],
  // Built-in pages, by their names and by other names for them.
  ["standards", "Standards", "standards/index.html"],
  ["coverage", "Coverage", "coverage/index.html"],
  ["lineage", "Lineage", "lineage/index.html"],
  ["roadmap", "Roadmap", "roadmap/index.html"],
  ["quality", "Quality", "quality/index.html"],
  ["output port", "Output ports", "outputs/index.html"],
  ["what's new", "What’s new", "whats-new/index.html"],
  ["compliance", "Regulations", "regulations/index.html"],
  ["incidents", "Quality", "quality/index.html"],
  // Words of the catalog's own pages.
  ["glossary", "Glossary", "glossary/index.html"],
  // Statuses, lifecycles and tiers.
  ["failing", "Failing: 7 products", "search/index.html?status=failing"],
  ["late", "Late: 4 products", "search/index.html?status=late"],
  ["retired", "Retired: 1 product", "search/index.html?lifecycle=retired"],
  ["deprecated", "Deprecated: 2 products", "search/index.html?lifecycle=deprecated"],
  ["customer facing", "Customer-facing: 7 products", "search/index.html?tier=customer-facing"],
  ["failing dashboard", "Failing: “dashboard”", "search/index.html?q=dashboard&status=failing"],
  ["late revenue", "Late: “revenue”", "search/index.html?q=revenue&status=late"],
  ["failing dashboards", "Failing: “dashboards”", "search/index.html?q=dashboards&status=failing"],
  // The nearest spelling, if nothing is found.
  ["glosary", "No results. Did you mean “glossary”?", "search/index.html?q=glossary"],
  ["evidnece", "No results. Did you mean “evidence”?", "search/index.html?q=evidence"],
  ["zzzzz", "No results. Try fewer or different words.", ""],
];

test("each query has the right first result", async () => {
  for (const [query, name, path] of FIRST) {
    const [[first, href]] = await hits(query);
    assert.equal(first, name, query);
    if (path) assert.equal(href.replace(/^\.\//, ""), path, query);
  }
  assert.deepEqual(page.problems, []);
});

test("pages that have all the words come without products that only have a similar one", async () => {
  assert.ok((await hits("output port")).every(([name]) => name !== "Partner newsletter"));
  const own = await site.page();
  for (const [text, filter] of [["late revenue", "Late: “revenue”"], ["failing dashboard", "Failing: “dashboard”"]]) {
    await own.goto(`${site.address}search/index.html?q=${encodeURIComponent(text)}`);
    await own.locator("#above").getByRole("link", { name: filter }).waitFor();
    assert.match(await own.locator("#found").textContent(), /^\d+ products? with some of these words$/);
  }
  await own.goto(`${site.address}search/index.html?q=headcount`);
  await own.locator("#results .card").first().waitFor();
  assert.equal(await own.locator(".search-group:not([hidden]) h2").first().textContent(), "Products");
  assert.deepEqual(own.problems, []);
  await own.context().close();
});

test("e-mail and email find the same", async () => {
  const found = (await hits("email")).slice(0, -1);
  assert.ok(found.length > 4);
  assert.deepEqual((await hits("e-mail")).slice(0, -1), found);
});

test("a result gives the reason for its match unless it is visible", async () => {
  const why = async (text, name) => {
    await hits(text);
    return page.locator(".search-hits [role=option]", { has: page.locator("b", { hasText: new RegExp(`^${name}$`) }) }).first().locator("small").textContent();
  };
  assert.match(await why("customers email", "Billing mart"), /^output port Paying customers; column “email” · /);
  assert.match(await why("stripe", "Billing replication"), /^also called Stripe replication · /);
  assert.match(await why("consents", "Customers"), /^output port Consents · /);
  assert.match(await why("churn", "Headcount explore"), /^“leaving” for “churn” · /);
  assert.match(await why("NPS", "outcomes"), /^“satisfaction” for “nps” · column satisfaction_1_5, /);
  assert.match(await why("email", "customer_consents"), /^column email, Customers \(Failing\) · 2 more there$/);
  assert.doesNotMatch(await why("customers", "Customers"), /“/, "the name itself needs no reason");
});

test("a reason quotes the matched text as written and marks the match", async () => {
  const reason = async (text, name) => {
    await hits(text);
    const hit = page.locator(".search-hits [role=option]", { has: page.locator("b", { hasText: new RegExp(`^${name}$`) }) }).first();
    return [(await hit.locator("small").textContent()).split(" · ")[0], await hit.locator("mark").allTextContents()];
  };
  assert.deepEqual(await reason("growth data", "Marketing"), ["owned by Growth Data", ["Growth Data"]]);
  assert.deepEqual(await reason("growth data", "Growth dashboard"), ["owned by Growth Data", ["Growth Data"]], "also for the word in its name");
  assert.deepEqual(await reason("gdpr", "Customers"), ["subject to GDPR", ["GDPR"]]);
});

test("matches are marked as whole phrases, and not in words that only share letters", async () => {
  const { marked } = await import(new URL("../../themes/default/on-demand/search-index.js", import.meta.url));
  const marks = (text, words) => marked(text, words, { left_out: ["of", "the"] }).filter(([, isMarked]) => isMarked).map(([piece]) => piece);
  assert.deepEqual(marks("Costs of the sales teams", ["costs", "sales"]), ["Costs of the sales"]);
  assert.deepEqual(marks("Revenue and Growth Data", ["revenue", "data"]), ["Revenue", "Data"]);
  assert.deepEqual(marks("Letters to every customer", ["customer"]), ["customer"], "“to” is in “customer”");
  assert.deepEqual(marks("Sent by e-mail, R&D", ["email", "r&d"]), ["e-mail, R&D"]);
  assert.deepEqual(marks("HR chronicle", ["hr"]), ["HR"]);
  assert.deepEqual(marks("Ana Kova\u0301cs", ["kovacs"]), ["Kova\u0301cs"]);
  assert.equal(marked("Costs of sales", ["sales"], { left_out: ["of"] }).map(([piece]) => piece).join(""), "Costs of sales");
});

test("a card names the owner once and marks the match there", async () => {
  const own = await site.page();
  await own.goto(`${site.address}search/index.html?q=growth+data`);
  const card = own.locator("#results .card", { has: own.getByRole("link", { name: "Marketing", exact: true }) });
  assert.equal((await card.locator(".card-meta").innerText()).split("Growth Data").length, 2);
  assert.deepEqual(await card.locator("mark").allTextContents(), ["Growth Data"]);
  assert.doesNotMatch(await card.innerText(), /owned by/);
  await own.context().close();
});

test("a result shows the end date of a product and if it is not watched", async () => {
  const states = async (text, name) => {
    await hits(text);
    return page.locator(".search-hits [role=option]", { has: page.getByText(name, { exact: true }) }).first().locator("i").textContent();
  };
  const own = await site.page();
  const marks = async (text, name) => {
    await own.goto(`${site.address}search/index.html?q=${encodeURIComponent(text)}`);
    return (await own.locator("#results .card", { has: own.getByRole("link", { name, exact: true }) }).locator(".marks").innerText()).replace(/\s+/g, " ").trim();
  };
  const known = [
    ["sales cube", "Sales cube (old)", "Deprecated", "Unchecked", "Ends on 31 December 2026"],
    ["data help desk", "Data help desk", "", "Not watched", ""],
  ];
  for (const [text, name, lifecycle, status, end] of known) {
    assert.equal(await states(text, name), [lifecycle, status, end].filter(Boolean).join(", "));
    assert.equal(await marks(text, name), [status, lifecycle, end].filter(Boolean).join(" "));
  }
  await own.context().close();
});

test("the search field and the search page give the same results in the same order", async () => {
  const own = await site.page();
  for (const text of ["who can i ask", "customer", "gdpr", "email", "Henrik Aalto"]) {
    const names = (await hits(text)).map(([name]) => name).filter((name) => !/^All \d/.test(name));
    await own.goto(`${site.address}search/index.html?q=${encodeURIComponent(text)}`);
    await own.waitForFunction(() => !["", "Searching…"].includes(document.querySelector("#found").textContent));
    const shown = await own.locator(".search-found").evaluate((all) => [...all.querySelectorAll("section:not([hidden]) li > a, section:not([hidden]) h3")].map((one) => one.textContent));
    assert.equal(shown[0], names[0], text);
    for (const name of names) assert.ok(shown.includes(name), `${text}: ${name} is in ${shown}`);
  }
  await own.context().close();
});

test("at most three pages come above products: those with the exact name, and those with all words in theirs if no product has them", async () => {
  const { results } = await import(new URL("../../themes/default/on-demand/search-results.js", import.meta.url));
  const pages = ["Customer", "Customer", "Customer", "Customer"].map((name) => ({ name, named: true, rank: 1 }));
  const near = { name: "Customer data joins", named: false, rank: 1 };
  const about = { name: "Sales", named: false, rank: 2 };
  const search = (place, all) => ({ find: async () => [{ product: 1, matches: [{ place }] }], findAny: async () => [], pages: async () => all, load: async () => [] });
  const products = await results(search(2, [...pages, near]), "customer");
  assert.deepEqual(products.above, pages.slice(0, 3));
  assert.deepEqual(products.below, [pages[3], near]);
  const named = await results(search(0, [...pages, near]), "customer");
  assert.deepEqual(named.above, pages.slice(0, 3), "an exact name comes first even if a product has it too");
  const filter = { name: "Domain: Customer", named: true, rank: 0, facet: ["domain", "customer"] };
  assert.deepEqual((await results(search(0, [filter]), "customer")).above, [], "but not a filter");
  const owned = await results(search(5, [near, about]), "customer");
  assert.deepEqual([owned.above, owned.below], [[near], [about]], "products are only owned by a team with the word");
  assert.deepEqual((await results(search(2, [near]), "customer")).above, [], "a product has the word in its name");
});

test("a column in very many products is listed first with their number", async () => {
  const { results } = await import(new URL("../../themes/default/on-demand/search-results.js", import.meta.url));
  const hits = (count) => Array.from({ length: count }, (_, product) => ({ product, matches: [{ place: 14 }], isWhole: true, isInside: true }));
  const search = (count) => ({ find: async () => hits(count), pages: async () => [], load: async () => [{ inside: [{ name: "customer_key" }] }] });
  assert.deepEqual((await results(search(1000), "customer_key")).inside, { name: "customer_key", products: 1000 });
  assert.equal((await results(search(30), "customer_key")).inside, null);
});

test("results are grouped, with the group of the exact name first", async () => {
  const groups = async (text) => {
    await hits(text);
    return page.locator(".search-hits [role=group]").evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
  };
  assert.deepEqual(await groups("revenue"), ["Products", "Pages"], "a product has the exact name too");
  assert.deepEqual(await groups("email"), ["Tables and columns", "Products"]);
  assert.deepEqual(await groups("Henrik Aalto"), ["People", "Products"]);
  // The team has the exact name; other pages that have the words are below the products.
  assert.deepEqual(await groups("care"), ["Pages", "Products", "More pages"]);
  await hits("revenue");
  const all = page.locator(".search-all");
  assert.match(await all.textContent(), /^All \d+ results/);
  assert.equal(await all.getAttribute("data-href"), "search/index.html?q=revenue");
});

test("a found column opens at its place on the detail page", async () => {
  const own = await site.page();
  await own.goto(`${site.address}search/index.html?q=satisfaction_1_5`);
  await own.locator("#inside .card").first().getByRole("link", { name: "int_questionnaire_change" }).first().click();
  await own.waitForURL("**/products/care-mart/detail/index.html#*");
  const column = own.locator("[id$='int_questionnaire_change~satisfaction_1_5']");
  await column.waitFor({ state: "visible" });
  assert.equal(await own.evaluate(() => document.querySelector(":target")?.id), await column.getAttribute("id"));
  assert.deepEqual(own.problems, []);
  await own.context().close();
});

test("every table and column in the search index is on the detail page", async () => {
  const { Search } = await import(new URL("../../themes/default/on-demand/search-index.js", import.meta.url));
  globalThis.document = { baseURI: new URL(`file://${site.folder}/`).href };
  globalThis.fetch = async (address) => ({ ok: true, json: async () => JSON.parse(readFileSync(address, "utf8")) });
  const search = new Search("");
  let seen = 0;
  for (const text of ["email", "customer_id", "orders", "id", "stg", "day", "created"]) {
    for (const { inside } of await search.load(await search.find(text))) {
      for (const { path } of inside) {
        const [file, anchor] = path.split("#");
        const html = readFileSync(join(site.folder, file), "utf8");
        const [table, column] = decodeURIComponent(anchor).split("~");
        const from = (id) => html.split(`id="${id}"`)[1];
        assert.ok(from(table), path);
        if (column) {
          const own = from(table).split('<li id="asset-')[0];
          const shared = /class="same" href="#(c\d+)"/.exec(own);
          assert.ok((shared ? from(shared[1]) : own).split("</table>")[0].includes(`<th>${column}<`), path);
        }
        seen += 1;
      }
    }
  }
  assert.ok(seen > 40, `${seen} places`);
});

test("a product names its tables with the typed word, and those found only by their team come last", async () => {
  const own = await site.page();
  await own.goto(`${site.address}search/index.html?q=revenue`);
  const cards = own.locator("#results .card");
  await cards.first().locator(".card-inside").getByRole("link", { name: "revenue_daily" }).waitFor();
  const titles = await own.locator("#results .card-title").allTextContents();
  assert.deepEqual(titles.slice(0, 3), ["Revenue", "Revenue explore", "Sales leaderboard"], "the last one by its domain");
  assert.deepEqual(await own.locator("#pages a").allTextContents(), ["Revenue Data", "One number for revenue before the auditors come"]);
  assert.deepEqual(own.problems, []);
  await own.context().close();
});

test("each word is matched once for all wordings of a text", async () => {
  const { Search } = await import(new URL("../../themes/default/on-demand/search-index.js", import.meta.url));
  globalThis.document = { baseURI: new URL(`file://${site.folder}/`).href };
  globalThis.fetch = async (address) => ({ ok: true, json: async () => JSON.parse(readFileSync(address, "utf8")) });
  const search = new Search("");
  const best = (hits) => hits.slice(0, 5).map(({ product, score }) => [product, score]);
  const [all, any] = [await search.find("churn numbers revenue"), await search.findAny("churn numbers revenue")];
  assert.ok(any.length > 0);
  // What one search left behind does not change the next one.
  await search.find("people");
  assert.deepEqual(best(await search.find("churn numbers revenue")), best(all));
  assert.deepEqual(best(await search.findAny("churn numbers revenue")), best(any));
  assert.deepEqual(best(await search.findAny("churn numbers revenue")), best(any), "also with kept matches");
});

test("a status that is typed chooses its products, though others have a similar word", async () => {
  const own = await site.page();
  await own.goto(`${site.address}search/index.html?q=late`);
  await own.waitForFunction(() => document.querySelector("#found").textContent === "4 products");
  assert.equal(await own.locator("#results .mark-late").count(), 4);
  // A summary shows the word by which it was found.
  await own.goto(`${site.address}search/index.html?q=hierarchies`);
  await own.locator("#results .card-text mark", { hasText: "hierarchies" }).waitFor();
  assert.deepEqual(own.problems, []);
  await own.context().close();
});

test("a chosen status becomes a filter, and a suggested spelling is a link", async () => {
  const own = await site.page();
  await own.goto(`${site.address}search/index.html?q=failing`);
  await own.waitForFunction(() => document.querySelector("#found").textContent === "7 products");
  assert.equal(await own.locator("#nothing").isVisible(), false);
  await own.getByRole("link", { name: "Failing: 7 products" }).click();
  await own.waitForURL("**/search/index.html?status=failing");
  await own.waitForFunction(() => document.querySelector("#found").textContent === "7 products");
  assert.ok(await own.locator("#facet-status-failing").isChecked());
  await own.goto(`${site.address}search/index.html?q=glosary`);
  await own.locator("#nearest a", { hasText: "glossary" }).click();
  await own.locator("#above").getByRole("link", { name: "Glossary" }).waitFor();
  assert.deepEqual(own.problems, []);
  await own.context().close();
});
