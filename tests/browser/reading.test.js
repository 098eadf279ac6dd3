// Orientation on a page: links to headings, the reader's section, the choice of colours, keys for the search.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open } from "./site.js";

let site;
before(async () => (site = await open()));
after(() => site.close());

const PAGE = "products/revenue-mart/index.html";
const opened = async (settings = {}, path = PAGE) => {
  const page = await site.page({ viewport: { width: 1280, height: 900 }, ...settings });
  await page.goto(site.address + path);
  return page;
};
const background = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const LIGHT = "rgb(246, 248, 249)";
const DARK = "rgb(14, 19, 22)";

test("a heading has a link to itself that is not part of its name and not printed", async () => {
  const page = await opened({ reducedMotion: "reduce" });
  const heading = page.getByRole("heading", { name: "Lineage", exact: true });
  const link = page.getByRole("link", { name: "Link to Lineage", exact: true });
  const opacity = () => link.evaluate((one) => Number(getComputedStyle(one).opacity));
  assert.equal(await opacity(), 0);
  await heading.hover();
  assert.equal(await opacity(), 1);
  await page.mouse.move(0, 0);
  await page.getByRole("link", { name: "Link to Promises" }).focus();
  await page.keyboard.press("Tab");
  for (let steps = 0; steps < 30 && !(await link.evaluate((one) => one === document.activeElement)); steps += 1) await page.keyboard.press("Tab");
  assert.equal(await opacity(), 1, "the keyboard reaches it");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#lineage$/);
  const boxes = [await heading.boundingBox(), await link.boundingBox()];
  assert.ok(boxes[1].x + boxes[1].width <= boxes[0].x + 1, "it is before the heading");
  assert.ok(boxes[1].y >= boxes[0].y && boxes[1].y + boxes[1].height <= boxes[0].y + boxes[0].height + 8, JSON.stringify(boxes));
  await page.emulateMedia({ media: "print" });
  assert.equal(await link.isVisible(), false);
  await page.context().close();
});

test("every link to a heading has a target on the page", async () => {
  for (const path of [PAGE, "quality/index.html", "regulations/gdpr/index.html", "roadmap/index.html", "coverage/index.html"]) {
    const page = await opened({}, path);
    const places = await page.locator(".anchor").evaluateAll((all) => all.map((one) => [one.ariaLabel, Boolean(document.getElementById(one.hash.slice(1)))]));
    assert.ok(places.length > 1, path);
    for (const [name, isThere] of places) assert.ok(isThere && name.length > "Link to ".length, `${path}: ${name}`);
    await page.context().close();
  }
});

test("the table of contents marks the current section", async () => {
  const page = await opened();
  const marked = () => page.locator(".contents [aria-current]").allTextContents();
  for (const id of ["promises", "consumers", "ports"]) {
    await page.evaluate((id) => document.getElementById(id).scrollIntoView({ behavior: "instant" }), id);
    await page.waitForFunction((id) => document.querySelector(".contents [aria-current]")?.hash === `#${id}`, id);
    assert.equal((await marked()).length, 1);
  }
  await page.context().close();
});

test("the chosen colour scheme applies to all pages before anything is drawn", async () => {
  const page = await opened({ colorScheme: "light" });
  assert.equal(await background(page), LIGHT);
  await page.getByRole("combobox", { name: "Colours", exact: true }).selectOption("Dark");
  assert.equal(await background(page), DARK);
  await page.goto(`${site.address}index.html`, { waitUntil: "commit" });
  await page.waitForFunction(() => document.body);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.scheme), "dark");
  await page.waitForLoadState();
  assert.equal(await background(page), DARK);
  assert.equal(await page.getByRole("combobox", { name: "Colours", exact: true }).inputValue(), "dark");
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), "light", "print stays light");
  await page.emulateMedia({ media: "screen" });
  await page.getByRole("combobox", { name: "Colours", exact: true }).selectOption("System");
  assert.equal(await background(page), LIGHT);
  await page.emulateMedia({ colorScheme: "dark" });
  assert.equal(await background(page), DARK);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("without local storage the chosen colour scheme applies to the page alone", async () => {
  const page = await site.page({ colorScheme: "light" });
  await page.addInitScript(() => Object.defineProperty(globalThis, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } }));
  await page.goto(`file://${site.folder}/${PAGE}`);
  await page.getByRole("combobox", { name: "Colours", exact: true }).selectOption("Dark");
  assert.equal(await background(page), DARK);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("without scripts there are no colour choice, heading links or key hints", async () => {
  const page = await opened({ javaScriptEnabled: false });
  assert.equal(await page.locator(".anchor, .scheme").count(), 0);
  assert.equal(await page.locator(".top-search").evaluate((form) => getComputedStyle(form, "::after").content), "none");
  await page.context().close();
});

test("the search field shows its key, and Ctrl K reaches it even while typing elsewhere", async () => {
  const page = await opened();
  const hint = () => page.locator(".top-search").evaluate((form) => getComputedStyle(form, "::after").content);
  assert.match(await hint(), /^"\/"/);
  for (const key of ["Control+k", "Meta+k", "/"]) {
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press(key);
    assert.equal(await page.evaluate(() => document.activeElement.id), "search", key);
    assert.equal(await hint(), "none");
  }
  await page.getByRole("combobox", { name: "Colours", exact: true }).focus();
  await page.keyboard.press("Control+k");
  assert.equal(await page.evaluate(() => document.activeElement.id), "search");
  await page.context().close();
  const phone = await opened({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  assert.equal(await phone.locator(".top-search").evaluate((form) => getComputedStyle(form, "::after").content), "none");
  await phone.context().close();
});

test("the name of a support channel can be copied", async () => {
  const page = await site.page();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(site.address + PAGE);
  await page.getByRole("button", { name: "Copy #revenue-data" }).click();
  await page.waitForSelector("[data-copied=Copied]");
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "#revenue-data");
  await page.context().close();
});
