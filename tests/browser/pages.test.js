// Every kind of page for every kind of reader: no accessibility violation that axe finds, nothing wider than
// a phone, nothing fetched from other sites, no errors in the console.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { KINDS, open } from "./site.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const MISSING = "no/such/page";
const READERS = {
  "in light mode": { colorScheme: "light" },
  "in dark mode": { colorScheme: "dark" },
  "on a phone": { viewport: { width: 390, height: 844 } },
};
/** Displays in which axe finds the same as in one of the others, except for rare faults: tested every night. */
const RARE_READERS = {
  "with forced colours": { forcedColors: "active" },
  "at a zoom of 400%": { viewport: { width: 320, height: 256 } },
};
const IS_NIGHT = process.env.EVERY_DISPLAY === "1";

let site;
before(async () => (site = await open()));
after(() => site.close());

/** The violations that axe finds on a page, one line each. */
async function violationsOf(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, {
    resultTypes: ["violations"],
    // axe ignores text that is scrolled out of a drawing, so the name of a partly visible box differs from
    // its label. On wide screens the same boxes are fully visible.
    rules: { "target-size": { enabled: true }, "label-content-name-mismatch": { enabled: innerWidth > 1000 } },
  }));
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")} (${node.any[0]?.message ?? node.failureSummary})`));
}

/** By how many pixels a page is wider than the screen. */
const overflowOf = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

for (const [reader, settings] of Object.entries(IS_NIGHT ? { ...READERS, ...RARE_READERS } : READERS)) {
  describe(`accessible and no wider than the screen, ${reader}`, () => {
    for (const path of KINDS) {
      test(path, async () => {
        const page = await site.page(settings);
        await page.goto(site.address + path);
        await page.locator("main details").evaluateAll((folds) => folds.forEach((fold) => (fold.open = true)));
        assert.deepEqual(await violationsOf(page), []);
        assert.equal(await overflowOf(page), 0, "the page is wider than the screen");
        if (reader === "on a phone") {
          await page.setViewportSize({ width: 320, height: 256 });
          assert.equal(await overflowOf(page), 0, "the page is wider than the screen at a zoom of 400%");
        }
        assert.deepEqual(page.problems.filter((trouble) => path !== MISSING || !trouble.includes("404")), []);
        await page.context().close();
      });
    }
  });
}

test("the first screen of a product page shows its verdict, on desktop and phone", async () => {
  for (const [width, height] of [[1280, 900], [390, 844]]) {
    for (const id of ["monday-numbers", "customer-360", "care-mart", "hr-replication", "leaving-study", "shop-replication"]) {
      const page = await site.page({ viewport: { width, height } });
      await page.goto(`${site.address}products/${id}/index.html`);
      const box = await page.locator(".verdict-answer").boundingBox();
      assert.ok(box && box.y + box.height < height, `${id} at ${width}: ${JSON.stringify(box)}`);
      await page.context().close();
    }
  }
});

test("the first screen of the home page shows what fails today", async () => {
  for (const [width, height] of [[1440, 900], [390, 844]]) {
    const page = await site.page({ viewport: { width, height } });
    await page.goto(`${site.address}index.html`);
    const hero = await page.locator(".hero").boundingBox();
    if (width > 1000) assert.ok(hero.height <= 330, `the hero is ${hero.height} px high`);
    const first = await page.locator(".now-worst li").first().boundingBox();
    assert.ok(first.y + first.height < height, `${JSON.stringify(first)} at ${width}`);
    await page.context().close();
  }
});

test("a product page needs at most 60 kB compressed", async () => {
  for (const path of KINDS.filter((path) => path.startsWith("products/") && path.split("/").length > 2)) {
    const page = await site.page();
    let [bytes, files] = [0, 0];
    const seen = [];
    page.on("response", (response) => seen.push(response.body().then((body) => ((bytes += gzipSync(body).length), (files += 1)))));
    await page.goto(site.address + path, { waitUntil: "networkidle" });
    await Promise.all(seen);
    assert.ok(files > 3, "the test must find style sheets and scripts");
    assert.ok(bytes <= 60_000, `${path}: ${bytes} bytes`);
    await page.context().close();
  }
});

describe("in print, without navigation and on white", () => {
  for (const path of KINDS) {
    test(path, async () => {
      const page = await site.page();
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      await page.goto(site.address + path);
      const shown = (selector) => page.locator(selector).evaluateAll((all) => all.filter((one) => one.checkVisibility()).length);
      assert.equal(await shown("header nav"), 0, "navigation is not printed");
      assert.ok((await shown("main h1, main h2")) > 0 || path === MISSING);
      const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      assert.match(ground, /rgba\(0, 0, 0, 0\)|rgb\(255, 255, 255\)/, "the background is white");
      const shadows = await page.locator("main .scroll, main .lineage-canvas").evaluateAll((all) => all.filter((one) => getComputedStyle(one).backgroundImage !== "none").length);
      assert.equal(shadows, 0, "shadows of scrolling areas are not printed");
      await page.context().close();
    });
  }
});

describe("printed on at most three sheets", () => {
  for (const path of ["roadmap/index.html", "initiatives/people-insights/index.html"]) {
    for (const [format, width] of [["A4", 680], ["Letter", 700]]) {
      test(`${path} on ${format}`, async () => {
        const page = await site.page({ viewport: { width, height: 900 } });
        await page.goto(site.address + path);
        const sheets = (await page.pdf({ format })).toString("latin1").match(/\/Type\s*\/Page\b/g).length;
        assert.ok(sheets <= 3, `${sheets} sheets`);
        await page.emulateMedia({ media: "print" });
        const wide = await page.evaluate(() => [...document.querySelectorAll("main *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && one.checkVisibility()).map((one) => one.outerHTML.slice(0, 80)));
        assert.deepEqual(wide, [], "everything fits on the sheet");
        await page.context().close();
      });
    }
  }
});

test("no empty sheet follows the last line", async () => {
  const page = await site.page({ viewport: { width: 680, height: 900 } });
  for (const path of ["index.html", "products/revenue-mart/index.html", "lineage/index.html"]) {
    await page.goto(site.address + path);
    await page.emulateMedia({ media: "print" });
    const below = await page.evaluate(() => document.documentElement.scrollHeight - document.querySelector(".about-page").getBoundingClientRect().bottom);
    assert.ok(below <= 1, `${path}: ${below} px below the last line`);
  }
  await page.context().close();
});
