// Buttons that copy a text: addresses of tables, names, snippets, the address of a page.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open } from "./site.js";

let site;
before(async () => (site = await open()));
after(() => site.close());

const PAGE = "products/revenue-mart/index.html";
const copied = (page) => page.evaluate(() => navigator.clipboard.readText());

/** A page with access to the clipboard. */
async function readable(path) {
  const page = await site.page();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(site.address + path);
  return page;
}

test("a copy button copies the text beside it and announces it to screen readers", async () => {
  const page = await readable(PAGE);
  const buttons = page.getByRole("button", { name: /^Copy the address of / });
  const name = await buttons.first().textContent();
  const text = await buttons.first().evaluate((button) => button.previousElementSibling.textContent);
  assert.match(text, /\w+\.\w+/);
  await buttons.first().focus();
  await page.keyboard.press("Enter");
  await page.waitForSelector("[data-copied=Copied]");
  assert.equal(await copied(page), text);
  assert.match(await page.locator("[data-copied] span").first().innerText(), /^Copied$/);
  assert.equal(await page.locator("[role=status].hidden").textContent(), "Copied");
  await page.waitForSelector("[data-copied]", { state: "detached" });
  const again = buttons.first();
  assert.equal(await again.textContent(), name);
  assert.ok(await again.evaluate((one) => one === document.activeElement), "it keeps the focus");
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("a button beside a table copies the table's address", async () => {
  const page = await readable("products/revenue-mart/detail/index.html");
  const button = page.locator("[data-copy='fernhill.analytics.bookings_v2']");
  assert.equal(await button.textContent(), "Copy the address of bookings.v2");
  await button.click();
  await page.waitForSelector("[data-copied=Copied]");
  assert.equal(await copied(page), "fernhill.analytics.bookings_v2");
  const { width, height } = await button.locator("span").boundingBox();
  assert.ok(width > 30 && height > 10, "Copied is in sight");
  await page.context().close();
});

test("a copy button without text copies the address of the page", async () => {
  const page = await readable(PAGE);
  await page.evaluate(() => (location.hash = "ports"));
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.waitForSelector("[data-copied=Copied]");
  assert.equal(await copied(page), site.address + PAGE);
  await page.context().close();
});

test("copy buttons are hidden without scripts", async () => {
  const page = await site.page({ javaScriptEnabled: false });
  await page.goto(site.address + PAGE);
  assert.ok((await page.locator("[data-copy]").count()) > 1);
  for (const button of await page.locator("[data-copy]").all()) assert.equal(await button.isVisible(), false);
  await page.context().close();
});
