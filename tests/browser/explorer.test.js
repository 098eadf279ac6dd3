// The lineage explorer: find a product, expand its neighbours, share the address.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, beforeEach, afterEach, describe, test } from "node:test";
import { address, open } from "./site.js";

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

/** A place to click on a box outside its link. */
const BESIDE_NAME = { position: { x: 6, y: 38 } };
const names = () => page.locator(".explorer-canvas .node").evaluateAll((all) => all.map((one) => one.dataset.name)).then((all) => all.sort());

describe("the explorer", () => {
  test("starts with the product in the address and its neighbours", async () => {
    const lineage = JSON.parse(readFileSync(`${site.folder}/api/lineage.json`, "utf8"));
    const joined = lineage.items.filter((flow) => [flow.from, flow.to].includes("billing-mart"));
    assert.equal((await names()).length, new Set(joined.flatMap((flow) => [flow.from, flow.to])).size);
  });

  test("lists what is around a product by status, worst first, then by name, and says so", async () => {
    await page.goto(`${site.address}lineage/explore/index.html#revenue-mart*both`);
    await page.locator("#explorer-around section").first().waitFor();
    assert.equal(await page.locator(".around-order").textContent(), "The worst status first, then by name.");
    const statuses = ["failing", "late", "at-risk", "warning", "unknown", "unchecked", "holding"];
    const lists = await page.locator("#explorer-around section").evaluateAll((all) => all.map((one) => [...one.querySelectorAll("li")].map((item) => [item.querySelector(".mark")?.className.replace(/.*mark-/, "") ?? "", item.querySelector("a").textContent])));
    const rank = ([status]) => (statuses.includes(status) ? statuses.indexOf(status) : statuses.length);
    const sorted = lists.map((list) => list.toSorted((one, other) => rank(one) - rank(other) || one[1].localeCompare(other[1], "en")));
    assert.ok(lists.some((list) => new Set(list.map(rank)).size > 1), "some list has several statuses");
    assert.deepEqual(lists, sorted);
  });

  test("says below the heading of a side what of it other pages do not count", async () => {
    await page.goto(`${site.address}lineage/explore/index.html#engagement-mart`);
    const said = page.locator("#explorer-around .around-sum");
    await said.waitFor();
    assert.equal(await said.textContent(), "Of these, 1 is proposed; other pages do not count it as affected.");
    assert.match(await said.locator("xpath=preceding-sibling::h2").textContent(), /^Directly downstream 7$/);
  });

  test("a proposed product says so in its box, and the choice of steps what one chooses", async () => {
    await page.goto(`${site.address}lineage/explore/index.html#engagement-mart`);
    const box = page.locator(".explorer-canvas .node.outside");
    await box.first().waitFor();
    assert.equal(await box.count(), 1);
    assert.match(await box.locator(".detail").first().textContent(), /^Proposed, /);
    assert.match(await box.getAttribute("aria-label"), /, proposed, /);
    assert.equal(await page.locator("#explorer-depth option").first().textContent(), "Number of steps");
  });

  test("has all controls on one line and its canvas on the first screen", async () => {
    const wide = await site.page({ viewport: { width: 1440, height: 900 } });
    await wide.goto(`${site.address}lineage/explore/index.html`);
    await wide.locator(".explorer-canvas .node").first().waitFor();
    const middles = await wide.locator(".explorer-bar:not(.explorer-view) :is(input, button, select)").evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).map(({ top, height }) => Math.round(top + height / 2)));
    assert.ok(middles.length > 7 && Math.max(...middles) - Math.min(...middles) <= 1, middles.join(" "));
    const { y, height } = await wide.locator(".explorer-canvas").boundingBox();
    assert.ok(y < 340 && y + height <= 900, `${y} + ${height}`);
    await wide.context().close();
  });

  test("shows each status by a word, a colour and a shape", async () => {
    const failing = page.locator(".explorer-canvas .node .tone-failing").first();
    assert.equal(await failing.textContent(), "Failing");
    const shape = failing.locator("path");
    assert.equal(await shape.count(), 1);
    const { width, height } = await shape.boundingBox();
    assert.ok(width > 4 && height > 4, `the shape is ${width} × ${height}`);
    const fill = (locator) => locator.evaluate((element) => getComputedStyle(element).fill);
    assert.equal(await fill(shape), await fill(failing));
    // A half circle, where that of a healthy product is full.
    assert.equal(await fill(page.locator("#explorer .tone-unchecked .open").last()), "none");
  });

  test("finds a product by part of its name, with the keyboard alone", async () => {
    await page.locator("#explorer-name").focus();
    await page.keyboard.type("billing");
    assert.deepEqual(await page.locator("[role=option]").evaluateAll((all) => all.map((one) => one.firstChild.textContent)), ["Billing mart", "Billing replication"]);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/#billing-replication$/);
    assert.equal(await page.locator("#explorer-told a").textContent(), "Billing replication");
    assert.ok((await names()).includes("Billing mart"));
  });

  test("chooses nothing from a list that is closed", async () => {
    const before = await address(page);
    await page.locator("#explorer-name").fill("bill");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Enter");
    assert.deepEqual([await page.locator("#explorer-name").inputValue(), await address(page)], ["bill", before]);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/#billing-mart$/);
  });

  test("says so when no product has the name", async () => {
    await page.locator("#explorer-name").fill("zzz");
    assert.equal(await page.locator("#explorer-found").textContent(), "No product has this name.");
  });

  test("expands on a click and collapses on the next", async () => {
    const before = await names();
    const box = page.locator(".node", { has: page.locator(".more") }).first();
    const name = await box.getAttribute("data-name");
    await box.click(BESIDE_NAME);
    const grown = await names();
    assert.ok(grown.length > before.length);
    assert.deepEqual(before.filter((one) => !grown.includes(one)), []);
    const shared = await address(page);
    await page.locator(`.node[data-name="${name}"]`).click(BESIDE_NAME);
    assert.deepEqual(await names(), before);
    const other = await site.page();
    await other.goto(shared);
    await other.locator(".explorer-canvas .node").first().waitFor();
    assert.deepEqual((await other.locator(".explorer-canvas .node").evaluateAll((all) => all.map((one) => one.dataset.name))).sort(), grown);
    await other.context().close();
  });

  test("opens a product from the name in its box, by pointer and keyboard", async () => {
    const reader = await site.page();
    await reader.goto(`${site.address}lineage/explore/index.html#revenue-mart`);
    const name = reader.locator(".box-name[aria-label='Open Revenue']");
    await name.waitFor();
    const { height } = await name.boundingBox();
    assert.ok(height >= 24, `a target of ${height} px`);
    await name.click();
    await reader.waitForURL("**/products/revenue-mart/index.html");
    await reader.goBack();
    await reader.locator(".node[data-name='Revenue']").focus();
    await reader.keyboard.press("Tab");
    assert.equal(await reader.evaluate(() => document.activeElement.getAttribute("aria-label")), "Open Revenue");
    await reader.keyboard.press("Enter");
    await reader.waitForURL("**/products/revenue-mart/index.html");
    await reader.context().close();
  });

  test("keeps the drawing in view after each change", async () => {
    await page.setViewportSize({ width: 700, height: 500 });
    for (let step = 0; step < 5; step += 1) {
      const box = page.locator(".node", { has: page.locator(".more") }).nth(step % 2);
      if (!(await box.count())) break;
      const name = await box.getAttribute("data-name");
      await box.focus();
      await page.keyboard.press("Enter");
      await page.waitForTimeout(50);
      const { frame, content, selected } = await page.evaluate((wanted) => {
        const place = (element) => {
          const { left, right, top, bottom } = element.getBoundingClientRect();
          return { left, right, top, bottom };
        };
        const boxes = [...document.querySelectorAll(".explorer-canvas .node")];
        const all = boxes.map((box) => place(box.querySelector(".box")));
        const outermost = (side, choose) => choose(...all.map((one) => one[side]));
        return {
          frame: place(document.querySelector(".explorer-canvas")),
          content: { left: outermost("left", Math.min), right: outermost("right", Math.max), top: outermost("top", Math.min), bottom: outermost("bottom", Math.max) },
          selected: place(boxes.find((one) => one.dataset.name === wanted)),
        };
      }, name);
      for (const [start, end] of [["left", "right"], ["top", "bottom"]]) {
        assert.ok(selected[start] >= frame[start] - 1 && selected[end] <= frame[end] + 1, `${name} is in view after step ${step}`);
        // A drawing larger than the canvas covers it, a smaller one is inside.
        const isLarger = content[end] - content[start] > frame[end] - frame[start] - 40;
        const isInside = content[start] >= frame[start] - 1 && content[end] <= frame[end] + 1;
        const covers = content[start] <= frame[start] + 30 && content[end] >= frame[end] - 30;
        assert.ok(isLarger ? covers : isInside, `nothing of the canvas is wasted after step ${step}`);
      }
    }
  });

  test("shows downstream, upstream or a number of steps, at an address that can be shared", async () => {
    const lineage = JSON.parse(readFileSync(`${site.folder}/api/lineage.json`, "utf8"));
    const reached = (from, to, steps = Infinity) => {
      const all = new Set(["billing-mart"]);
      let edge = [...all];
      for (let step = 0; step < steps && edge.length; step += 1) {
        edge = lineage.items.filter((flow) => edge.includes(flow[from]) && !all.has(flow[to])).map((flow) => flow[to]);
        for (const id of edge) all.add(id);
      }
      return all;
    };
    await page.locator("[data-act=down]").click();
    await page.waitForURL(/#billing-mart\*down$/);
    assert.equal((await names()).length, reached("from", "to").size);
    assert.equal(await page.locator("#explorer-depth").inputValue(), "", "no number of steps is chosen");
    await page.locator("[data-act=up]").click();
    assert.equal((await names()).length, reached("to", "from").size);
    await page.getByLabel("Steps each way").selectOption("2");
    await page.waitForURL(/#billing-mart\*both2$/);
    const both = new Set([...reached("from", "to", 2), ...reached("to", "from", 2)]);
    assert.equal((await names()).length, both.size);
    const shared = await site.page();
    await shared.goto(await address(page));
    await shared.locator(".explorer-canvas .node").first().waitFor();
    assert.equal(await shared.locator(".explorer-canvas .node").count(), both.size);
    assert.equal(await shared.locator("#explorer-depth").inputValue(), "2");
    await shared.context().close();
  });

  test("highlights the whole path through the focused box and dims the rest", async () => {
    await page.locator("[data-act=down]").click();
    await page.locator("#explorer-depth").selectOption("2");
    await page.locator(".node.centre").focus();
    const dim = (selector) => page.locator(selector).evaluateAll((all) => all.map((one) => Number(getComputedStyle(one).opacity)));
    await page.waitForTimeout(200);
    assert.ok((await dim(".explorer-canvas .node.near")).every((opacity) => opacity === 1));
    const lit = await page.locator(".explorer-canvas .lit").count();
    assert.ok(lit > 2 && lit < (await page.locator(".explorer-canvas .edges path").count()));
    assert.ok((await dim(".explorer-canvas .edges path:not(.lit)")).every((opacity) => opacity < 0.5));
    await page.locator("#explorer-name").focus();
    assert.equal(await page.locator(".explorer-canvas .focused").count(), 0, "without the focus nothing is dimmed");
  });

  test("draws a two-way flow once, with most flows from left to right", async () => {
    await page.route("**/explorer.json", (route) => route.fulfill({ json: {
      path: "products/{id}/index.html", statuses: [], categories: [], domains: [],
      products: [["a", "A", null, null, null], ["b", "B", null, null, null], ["c", "C", null, null, null]],
      flows: [[0, 1, 1], [1, 0, 3], [1, 2, 1]],
    } }));
    await page.goto(`${site.address}lineage/explore/index.html?4#b`);
    await page.locator(".explorer-canvas .node").first().waitFor();
    assert.equal(await page.locator(".explorer-canvas .edges path").count(), 2);
    assert.equal(await page.locator(".explorer-canvas .edges path[marker-start]").count(), 1, "it has a head at both ends");
    const left = (name) => page.locator(`.node[data-name="${name}"]`).boundingBox().then((box) => box.x);
    assert.ok((await left("B")) < (await left("A")));
  });

  test("draws all that is downstream at a size that can be read, with the product it starts from in view", async () => {
    const readers = Array.from({ length: 90 }, (_, at) => [`r${at}`, `Reader ${at}`, null, null, null]);
    await page.route("**/explorer.json", (route) => route.fulfill({ json: {
      path: "products/{id}/index.html", statuses: [], categories: [], domains: [],
      products: [["a", "A", null, null, null], ...readers],
      flows: readers.map((_, at) => [0, at + 1, 1]),
    } }));
    await page.goto(`${site.address}lineage/explore/index.html?5#a`);
    await page.locator(".explorer-canvas .node").first().waitFor();
    await page.locator("[data-act=down]").click();
    await page.waitForURL(/#a\*down$/);
    await page.waitForTimeout(200);
    const smallest = await page.locator(".explorer-canvas .node .detail").evaluateAll((all) => Math.min(...all.map((text) => Number.parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)));
    assert.ok(smallest >= 9.5, `text of ${smallest} px`);
    const [canvas, start] = await Promise.all([".explorer-canvas", '.node[data-name="A"]'].map((one) => page.locator(one).boundingBox()));
    assert.ok(start.x >= canvas.x && start.y >= canvas.y && start.y + start.height <= canvas.y + canvas.height, JSON.stringify(start));
    // A long column is cut, so that all of the drawing can be read at once; the rest of it is shown when asked for.
    assert.equal(await page.locator(".explorer-canvas .node").count(), 9);
    // The rest has its lines too: nothing looks as if it had no input.
    assert.equal(await page.locator(".explorer-canvas .edges path").count(), 9);
    await page.locator("[data-act=fit]").click();
    await page.waitForTimeout(100);
    const scale = () => page.locator('.node[data-name="A"] .detail').first().evaluate((text) => text.getScreenCTM().a);
    assert.ok((await scale()) * 11.5 >= 9.5, `${await scale()}`);
    const rest = page.getByRole("button", { name: "Show 82 more of this column" });
    assert.match(await rest.textContent(), /\+82 more/);
    await rest.focus();
    await page.keyboard.press("Enter");
    assert.equal(await page.locator(".explorer-canvas .node").count(), 91);
    assert.match(await page.evaluate(() => document.activeElement.dataset.name), /^Reader/);
    assert.equal(await rest.count(), 0);
  });

  test("is on a phone as high as its drawing, with the controls in a corner of it", async () => {
    const phone = await site.page({ viewport: { width: 390, height: 844 } });
    await phone.goto(`${site.address}lineage/explore/index.html#billing-replication`);
    await phone.locator("[data-act=draw]").click();
    await phone.locator(".explorer-canvas .node").first().waitFor();
    const [canvas, fit] = await Promise.all([".explorer-canvas", "[data-act=fit]"].map((one) => phone.locator(one).boundingBox()));
    assert.ok(canvas.height >= 240 && canvas.height <= 0.7 * 844 + 1, `${canvas.height}`);
    assert.ok(fit.y > canvas.y && fit.y + fit.height <= canvas.y + canvas.height && fit.x >= canvas.x, JSON.stringify([canvas, fit]));
    await phone.locator("[data-act=in]").click();
    await phone.context().close();
  });

  test("lists on a phone the neighbours of a product, which lead on to theirs", async () => {
    const phone = await site.page({ viewport: { width: 390, height: 844 } });
    await phone.goto(`${site.address}lineage/explore/index.html#billing-replication`);
    const lists = async () => {
      const sections = await phone.locator("#explorer-around section").evaluateAll((all) => all.map((one) => [one.querySelector("h2").textContent, [...one.querySelectorAll("a")].map((link) => link.hash.slice(1))]));
      return Object.fromEntries(sections);
    };
    await phone.locator("#explorer-around section").first().waitFor();
    assert.ok(!(await phone.locator(".explorer-canvas").isVisible()));
    const lineage = JSON.parse(readFileSync(`${site.folder}/api/lineage.json`, "utf8")).items;
    const readers = (id) => lineage.filter(({ from }) => from === id).map(({ to }) => to).sort();
    const first = readers("billing-replication");
    assert.deepEqual((await lists())[`Directly downstream ${first.length}`].sort(), first);
    await phone.locator("#explorer-around a[href='#billing-mart']").click();
    await phone.waitForFunction(() => document.getElementById("explorer-told").textContent.startsWith("Billing mart"));
    const next = readers("billing-mart");
    assert.deepEqual((await lists())[`Directly downstream ${next.length}`].sort(), next);
    assert.equal(await phone.evaluate(() => document.activeElement.closest("#explorer-told")?.id), "explorer-told");
    await phone.locator("[data-act=down]").click();
    const steps = await lists();
    assert.ok(!Object.keys(steps).some((heading) => heading.includes("upstream")));
    assert.ok(Object.keys(steps).some((heading) => heading.startsWith("2 steps downstream")));
    await phone.context().close();
  });

  test("moves from box to box with the arrow keys", async () => {
    await page.locator(".node.centre").focus();
    const from = await page.locator(".node.centre").boundingBox();
    await page.keyboard.press("ArrowRight");
    const to = await page.evaluate(() => document.activeElement.getBoundingClientRect().x);
    assert.ok(to > from.x + from.width);
    await page.keyboard.press("Enter");
    await page.waitForURL(/#billing-mart,/);
  });

  test("moves by dragging without selecting, and zooms", async () => {
    const transform = () => page.locator(".explorer-canvas svg > g").getAttribute("transform");
    const before = await transform();
    const addressBefore = await address(page);
    const box = await page.locator(".node").first().boundingBox();
    await page.mouse.move(box.x + 20, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + 120, box.y + 60, { steps: 5 });
    await page.mouse.up();
    await page.waitForTimeout(50);
    assert.notEqual(await transform(), before);
    assert.equal(await address(page), addressBefore);
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

test("the explorer begins on a product in use, and says of a lone box that nothing is around it", async () => {
  const { Graph } = await import(new URL("../../themes/default/on-demand/neighbourhood.js", import.meta.url));
  const product = (id) => [id, id, null, null, null];
  const record = { path: "{id}", statuses: [], categories: [], domains: [], products: ["a", "b", "c", "d"].map(product), flows: [[0, 1, 1], [0, 2, 1], [0, 3, 1], [1, 2, 1]] };
  assert.equal(new Graph(record).busiest().id, "a");
  assert.equal(new Graph({ ...record, apart: { proposed: [0] } }).busiest().id, "b");
  const page = await site.page();
  for (const [hash, said] of [["monday-numbers*down", "Nothing builds on Monday numbers."], ["app-events*up", "App events builds on nothing."]]) {
    await page.goto(`${site.address}lineage/explore/index.html#${hash}`);
    await page.reload();
    await page.locator("#explorer-told", { hasText: said }).waitFor({ timeout: 5000 });
  }
  assert.deepEqual(page.problems, []);
  await page.context().close();
});
