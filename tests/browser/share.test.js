// A product elsewhere: its badge and its small page, as in a wiki.

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { address, open } from "./site.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let site;
before(async () => (site = await open()));
after(() => site.close());

test("the snippets to share a product show its badge and its embedded page", async () => {
  const page = await site.page();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${site.address}products/revenue-mart/index.html`);
  await page.getByRole("link", { name: "Share" }).click();
  await page.locator("#share").waitFor();
  assert.equal(await page.getByRole("link", { name: "Back to Revenue" }).getAttribute("href"), "../index.html");
  const copied = async (name) => {
    await page.getByRole("button", { name: `Copy ${name}`, exact: true }).click();
    await page.waitForSelector("[data-copied=Copied]");
    const text = await page.evaluate(() => navigator.clipboard.readText());
    await page.waitForSelector("[data-copied]", { state: "detached" });
    return text;
  };
  assert.equal(await copied("the badge as Markdown"), `[![Revenue](${site.address}badges/revenue-mart.svg)](${site.address}products/revenue-mart/)`);
  const [badge, frame] = [await copied("the badge as HTML"), await copied("the frame")];
  // As in a wiki.
  await page.setContent(`${badge}${frame}`);
  assert.equal(await page.locator("img").evaluate((image) => image.decode().then(() => image.naturalHeight)), 20);
  const small = page.frameLocator("iframe");
  assert.equal(await small.locator("h1 a").textContent(), "Revenue (opens in a new tab)");
  assert.match(await small.locator("main").innerText(), /Late[^]*Use with care: .* 4 days old\.[^]*Revenue Data · as of 21 November 2026, 05:00/);
  const room = await small.locator("html").evaluate((root) => [root.scrollHeight - innerHeight, root.scrollWidth - innerWidth]);
  assert.deepEqual(room.map((over) => over > 0), [false, false], "it needs no scrolling");
  const [opened] = await Promise.all([page.context().waitForEvent("page"), small.locator("h1 a").click()]);
  await opened.waitForLoadState();
  assert.equal(await address(opened), `${site.address}products/revenue-mart/index.html`);
  await page.context().close();
});

test("every embedded page has at most 3 kB, is not in the sitemap and passes axe", async () => {
  const folder = join(site.folder, "products");
  const small = readdirSync(folder).map((id) => join(folder, id, "embed/index.html")).filter((file) => existsSync(file));
  assert.ok(small.length > 30);
  for (const file of small) assert.ok(readFileSync(file).length <= 3_000, `${file}: ${readFileSync(file).length} bytes`);
  assert.doesNotMatch(readFileSync(join(site.folder, "sitemap.xml"), "utf8"), /embed/);
  const page = await site.page({ viewport: { width: 320, height: 200 }, colorScheme: "dark" });
  for (const id of ["revenue-mart", "people-questions", "legacy-sales-cube", "sales-leaderboard"]) {
    await page.goto(`${site.address}products/${id}/embed/index.html`);
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    assert.deepEqual(violations.map((one) => `${one.id}: ${one.nodes[0].html}`), [], id);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0, id);
  }
  assert.deepEqual(page.problems, []);
  await page.context().close();
});
