// Lineage drawings with the keyboard, with the mouse, and without JavaScript.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { KINDS, open } from "./site.js";

/** Pages with a drawing, the widest of the example among them. */
const DRAWN = [
  ...KINDS.filter((path) => /^(products|domains|teams|regulations|initiatives|lineage|quality)\//.test(path) && !path.includes("explore")),
  "products/customer-360/index.html",
  "products/customer-360/detail/index.html",
  "products/engagement-mart/detail/index.html",
];

let site;
before(async () => (site = await open()));
after(() => site.close());

describe("a drawing of lineage", () => {
  test("has its boxes in tab order from left to right, each scrolled into view", async () => {
    const page = await site.page({ viewport: { width: 700, height: 600 } });
    await page.goto(`${site.address}domains/revenue/index.html`);
    await page.locator(".lineage-canvas").focus();
    const boxes = await page.locator(".lineage a.node").count();
    assert.ok(boxes > 10);
    const visited = [];
    for (let step = 0; step < boxes; step += 1) {
      await page.keyboard.press("Tab");
      visited.push(await page.evaluate(() => {
        const box = document.activeElement.getBoundingClientRect();
        const frame = document.activeElement.closest(".lineage-canvas").getBoundingClientRect();
        const x = document.activeElement.closest(".node").transform.baseVal.getItem(0).matrix.e;
        return { x, name: document.activeElement.getAttribute("aria-label"), visible: box.left >= frame.left - 1 && box.right <= frame.right + 1 };
      }));
    }
    assert.deepEqual(visited.map((box) => box.x), visited.map((box) => box.x).sort((one, other) => one - other));
    assert.deepEqual(visited.filter((box) => !box.visible), []);
    for (const { name } of visited) assert.match(name, /, \d+ upstream, \d+ downstream/);
    await page.context().close();
  });

  test("can be skipped", async () => {
    const page = await site.page();
    await page.goto(`${site.address}products/revenue-mart/index.html`);
    await page.locator(".skip-drawing").first().focus();
    assert.ok(await page.locator(".skip-drawing").first().isVisible());
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    const after = await page.evaluate(() => document.activeElement.textContent);
    assert.equal(after, "Download the drawing of two steps");
    await page.context().close();
  });

  test("highlights the lines of the focused box and lists their flows", async () => {
    const page = await site.page();
    await page.goto(`${site.address}products/revenue-mart/index.html`);
    await page.locator("#drawing-near a.node", { hasText: "Monday numbers" }).focus();
    assert.equal(await page.locator("#drawing-near .lit").count(), 1);
    assert.match(await page.locator("#drawing-near .lineage-told").textContent(), /revenue_daily → Monday numbers/);
    await page.context().close();
  });

  test("of two steps becomes a part of the page, with its links and highlights", async () => {
    const page = await site.page();
    await page.goto(`${site.address}products/revenue-mart/detail/index.html#drawing-far`);
    const box = page.locator("#drawing-far svg.gb-lineage a.node", { hasText: "CRM replication" });
    await box.waitFor();
    assert.match(await box.getAttribute("aria-label"), /^CRM replication, .*, \d+ upstream, \d+ downstream$/);
    await box.focus();
    assert.ok((await page.locator("#drawing-far .lit").count()) > 0);
    assert.notEqual(await page.locator("#drawing-far .lineage-told").textContent(), "");
    await box.click();
    await page.waitForURL(/products\/crm-replication\/index\.html$/);
    await page.context().close();
  });

  test("has lines that are easy to point at and keep their width", async () => {
    const page = await site.page();
    await page.goto(`${site.address}lineage/index.html`);
    const width = (selector) => page.locator(selector).first().evaluate((line) => getComputedStyle(line).strokeWidth);
    // Slightly beside a thin line, where no other is in front of it, the pointer is on the wide copy under it.
    const at = await page.locator("#products-drawing .edges path[data-ends]:not([class])").evaluateAll((lines) => {
      for (const line of lines) {
        line.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
        const { x, y } = line.getPointAtLength(line.getTotalLength() / 2);
        const [on, beside] = [0, 4].map((down) => new DOMPoint(x, y + down).matrixTransform(line.getScreenCTM()));
        if (document.elementFromPoint(on.x, on.y) === line && document.elementFromPoint(beside.x, beside.y) !== line) return { x: beside.x, y: beside.y };
      }
      return undefined;
    });
    assert.ok(at, "a thin line can be pointed at");
    await page.mouse.move(at.x, at.y);
    assert.equal(await page.locator(".reach:hover").count(), 1);
    assert.equal(await width(".reach:hover"), "12px");
    assert.equal(await width(".reach:hover + path"), "2.5px");
    // A line that stands for many flows, as on the map of a larger company, keeps its width when it is lit.
    await page.locator("#products-drawing .edges path[data-ends]").last().evaluate((line) => line.classList.add("weight-4"));
    assert.equal(await width(".edges path.weight-4"), "6px");
    await page.locator(".edges path.weight-4").evaluate((line) => line.classList.add("lit"));
    assert.equal(await width(".edges path.weight-4.lit"), "6px");
    await page.context().close();
  });

  test("shows the same flows as the table", async () => {
    const page = await site.page();
    await page.goto(`${site.address}domains/revenue/index.html`);
    await page.locator("summary", { hasText: "Show as a table" }).click();
    const rows = await page.locator(".flow-table tbody tr").evaluateAll((all) => all.map((row) => [...row.querySelectorAll("a:not(.note)")].map((link) => link.textContent).join(" → ")));
    const drawn = await page.locator("#drawing").evaluate((figure) => {
      const names = [...figure.querySelectorAll(".node")].map((box) => [...box.querySelectorAll(":scope > text:not([class])")].map((line) => line.textContent).join(" "));
      return [...figure.querySelectorAll("[data-ends]")].flatMap((edge) => {
        const ends = edge.dataset.ends.split(" ").map((end) => names[end]);
        // A line with a head at both ends represents two rows.
        const isTwoWay = edge.hasAttribute("marker-start") && !edge.matches(".cycle");
        return (isTwoWay ? [ends, [...ends].reverse()] : [ends]).map((flow) => flow.join(" → "));
      });
    });
    assert.deepEqual(drawn.sort(), rows.sort());
    await page.context().close();
  });

  test("is dimmed except for the focused box and its neighbours", async () => {
    const page = await site.page();
    await page.goto(`${site.address}domains/revenue/index.html`);
    const box = page.locator("#drawing a.node").first();
    await box.focus();
    const near = await page.locator("#drawing .node.near").count();
    assert.ok(near > 1 && near < (await page.locator("#drawing .node").count()));
    await page.waitForTimeout(200);
    const opacity = (selector) => page.locator(selector).first().evaluate((one) => Number(getComputedStyle(one).opacity));
    assert.equal(await opacity("#drawing .node.near"), 1);
    assert.ok((await opacity("#drawing .node:not(.near)")) < 0.5);
    await page.locator("#drawing figcaption a").focus();
    assert.equal(await opacity("#drawing .node:not(.near)"), 1);
    await page.context().close();
  });

  test("has buttons to fit its area or fill the screen if it is too wide", async () => {
    const page = await site.page({ viewport: { width: 600, height: 800 } });
    await page.goto(`${site.address}lineage/index.html`);
    const width = () => page.locator("#products-drawing svg.gb-lineage").evaluate((drawing) => drawing.getBoundingClientRect().width);
    const place = await page.locator("#products-drawing .lineage-canvas").evaluate((canvas) => canvas.clientWidth);
    const fit = page.locator("#products-drawing .lineage-tools button", { hasText: "Fit" });
    assert.equal(await fit.getAttribute("aria-pressed"), "false");
    assert.ok((await width()) > place);
    await fit.click();
    assert.equal(await fit.getAttribute("aria-pressed"), "true");
    assert.ok((await width()) < place);
    await fit.click();
    assert.ok((await width()) > place);
    await page.locator("#products-drawing .lineage-tools button", { hasText: "Full screen" }).click();
    await page.waitForFunction(() => document.fullscreenElement?.id === "products-drawing");
    await page.evaluate(() => document.exitFullscreen());
    await page.context().close();
    const wide = await site.page({ viewport: { width: 1600, height: 900 } });
    await wide.goto(`${site.address}products/revenue-mart/index.html`);
    const shown = await wide.locator(".lineage").evaluateAll((all) => all.map((one) => {
      const isWider = one.querySelector("svg").getAttribute("width") > one.querySelector(".lineage-canvas").clientWidth;
      return [isWider, !one.querySelector(".lineage-tools").hidden];
    }));
    for (const [isWider, hasTools] of shown) assert.ok(isWider || !hasTools, "no buttons if the whole drawing is visible");
    await wide.context().close();
  });

  test("has no text below 9.5 px on a desktop, however wide it is", async () => {
    const page = await site.page({ viewport: { width: 1440, height: 900 } });
    let drawings = 0;
    for (const path of DRAWN) {
      await page.goto(site.address + path);
      // The drawing of two steps is fetched when its fold opens.
      for (const fold of await page.locator("details:has(> #drawing-far)").all()) {
        await fold.evaluate((element) => (element.open = true));
        await page.locator("#drawing-far svg").waitFor();
      }
      const smallest = await page.locator(".lineage-canvas svg").evaluateAll((all) => all.map((drawing) => {
        const scale = drawing.getBoundingClientRect().width / Number(drawing.getAttribute("width"));
        return Math.min(...[...drawing.querySelectorAll("text")].map((text) => scale * Number.parseFloat(getComputedStyle(text).fontSize)));
      }));
      drawings += smallest.length;
      assert.deepEqual(smallest.filter((size) => size < 9.5), [], path);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 1440, path);
    }
    assert.ok(drawings > 12, `${drawings} drawings`);
    await page.context().close();
  });

  test("that is too wide for a phone is shown when asked for", async () => {
    for (const javaScriptEnabled of [true, false]) {
      const page = await site.page({ viewport: { width: 390, height: 844 }, javaScriptEnabled });
      for (const path of DRAWN) {
        await page.goto(site.address + path);
        const shown = await page.locator(".lineage-canvas svg").evaluateAll((all) => all.filter((one) => one.checkVisibility({ contentVisibilityAuto: true })).map((one) => Number(one.getAttribute("width"))));
        // Names of 13.5 px have at least 9 px in the 350 px of a phone.
        assert.deepEqual(shown.filter((width) => (13.5 * 350) / width < 9), [], path);
      }
      await page.goto(`${site.address}products/revenue-mart/detail/index.html`);
      const drawing = page.locator("#drawing-inside svg.gb-lineage");
      assert.ok(!(await drawing.isVisible()));
      await page.getByText("Show the drawing").first().click();
      assert.ok(await drawing.isVisible());
      await page.context().close();
    }
  });

  test("is complete as a separate file", async () => {
    for (const path of ["products/revenue-mart/lineage.svg", "domains/revenue/lineage.svg", "lineage/map.svg"]) {
      const page = await site.page();
      await page.goto(site.address + path);
      const { outside, boxes } = await page.evaluate(() => {
        const frame = document.documentElement.viewBox.baseVal;
        const marks = [...document.querySelectorAll(".node > use, text")].map((mark) => mark.getBoundingClientRect());
        const outside = marks.filter((mark) => mark.left < 0 || mark.top < 0 || mark.right > frame.width || mark.bottom > frame.height);
        return { outside: outside.length, boxes: document.querySelectorAll(".node > use").length };
      });
      assert.ok(boxes > 4);
      assert.equal(outside, 0, `${path} cuts something off`);
      assert.equal(await page.locator('a:not([target="_top"]), script').count(), 0, "its links are for the page that shows it");
      await page.context().close();
    }
  });

  test("has room for the text in every box", async () => {
    for (const path of ["domains/revenue/index.html", "lineage/index.html", "products/revenue-mart/index.html", "products/revenue-mart/detail/index.html"]) {
      const page = await site.page();
      await page.goto(site.address + path);
      const overflowing = await page.locator(".gb-lineage .node").evaluateAll((nodes) =>
        nodes.filter((node) => {
          const { x, width } = node.querySelector("use").getBBox();
          const ends = (text) => text.getBBox().x + text.getBBox().width;
          const [last, ...others] = [...node.querySelectorAll("text")].reverse();
          const mark = node.querySelector('[class^="tone"]');
          const below = mark ? others.filter((text) => text.matches(".detail")) : [];
          return [last, ...others].some((text) => ends(text) > x + width - 4) || below.some((text) => ends(text) > mark.getBBox().x - 12);
        }).map((node) => node.textContent),
      );
      assert.deepEqual(overflowing, []);
      await page.context().close();
    }
  });
});

describe("without JavaScript", () => {
  test("every page has the same text", async () => {
    const [plain, lively] = await Promise.all([false, true].map((javaScriptEnabled) => site.page({ javaScriptEnabled })));
    for (const path of KINDS.filter((path) => !path.includes("explore") && !path.startsWith("search"))) {
      const texts = [];
      for (const page of [plain, lively]) {
        await page.goto(site.address + path);
        // Only scripts can copy, enlarge, filter, choose colours and link a heading to itself: only they add these controls.
        await page.evaluate(() => {
          document.querySelectorAll(".copyable + [data-copy]").forEach((button) => button.remove());
          document.querySelectorAll("[data-copy]").forEach((button) => (button.closest("li, span") ?? button).remove());
          document.querySelectorAll(".lineage-tools, .anchor, .scheme, .list-filter").forEach((tools) => tools.remove());
        });
        texts.push(await page.locator("body").innerText());
      }
      assert.equal(texts[0], texts[1], path);
    }
    for (const page of [plain, lively]) await page.context().close();
  });

  test("the drawings of two steps and of the internals open with one click", async () => {
    const page = await site.page({ javaScriptEnabled: false });
    await page.goto(`${site.address}products/revenue-mart/index.html`);
    await page.locator("a", { hasText: "Show two steps" }).click();
    await page.waitForURL(/products\/revenue-mart\/detail\/index\.html#drawing-far$/);
    assert.ok(await page.locator("#drawing-far object").isVisible());
    assert.ok(await page.locator("#drawing-inside svg.gb-lineage").isVisible());
    const drawing = page.frames().find((frame) => frame.url().endsWith("/revenue-mart/lineage.svg"));
    await drawing.locator("a", { hasText: "CRM replication" }).click();
    await page.waitForURL(/products\/crm-replication\/index\.html$/);
    await page.context().close();
  });

  test("the drawing of two steps is shown in a page opened from a folder", async () => {
    const page = await site.page();
    await page.goto(`file://${site.folder}/products/revenue-mart/detail/index.html#drawing-far`);
    const { width, height } = await page.locator("#drawing-far :is(object, svg.gb-lineage)").first().boundingBox();
    assert.ok(width > 600 && height > 150, `${width} × ${height}`);
    await page.context().close();
  });

  test("the explorer links to the list of products", async () => {
    const page = await site.page({ javaScriptEnabled: false });
    await page.goto(`${site.address}lineage/explore/index.html`);
    await page.locator("main a", { hasText: "each product" }).click();
    await page.waitForURL(/products\/index\.html$/);
    await page.context().close();
  });
});

test("the site opens from a folder, without a server", async () => {
  const page = await site.page();
  await page.goto(`file://${site.folder}/index.html`);
  await page.locator("header nav a", { hasText: "Lineage" }).click();
  await page.locator(".flow-matrix tbody a").nth(1).click();
  await page.locator(".flow-table a").first().click();
  await page.waitForURL(/products\/.*\/index\.html$/);
  const ink = await page.locator("h1").evaluate((head) => getComputedStyle(head).fontWeight);
  assert.equal(ink, "700", "the style sheet is applied");
  await page.context().close();
});
