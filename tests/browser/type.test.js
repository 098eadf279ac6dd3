// The font, and the positions of headings: the same on all kinds of pages, with one distance between sections.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { KINDS, open } from "./site.js";

let site;
before(async () => (site = await open()));
after(() => site.close());

test("on Linux, pages use a font made for screens instead of the system default", async () => {
  const page = await site.page();
  await page.goto(`${site.address}products/revenue-mart/index.html`);
  const protocol = await page.context().newCDPSession(page);
  await protocol.send("DOM.enable");
  await protocol.send("CSS.enable");
  const { root } = await protocol.send("DOM.getDocument");
  for (const selector of ["h1", ".lead", "button.button"]) {
    const { nodeId } = await protocol.send("DOM.querySelector", { nodeId: root.nodeId, selector });
    const { fonts } = await protocol.send("CSS.getPlatformFontsForNode", { nodeId });
    assert.ok(fonts.length && fonts.every(({ familyName }) => !familyName.startsWith("DejaVu")), `${selector}: ${JSON.stringify(fonts)}`);
  }
  await page.context().close();
});

test("the first heading is at the same height on every kind of page except home", async () => {
  for (const width of [1280, 390]) {
    const page = await site.page({ viewport: { width, height: 900 } });
    const heights = new Map();
    for (const path of KINDS.filter((path) => !["index.html", "no/such/page", "search/index.html"].includes(path))) {
      await page.goto(site.address + path);
      const top = await page.locator("h1").first().evaluate((heading) => Math.round(heading.getBoundingClientRect().top - (document.querySelector(".crumbs ol")?.offsetHeight ?? 0)));
      heights.set(top, [...(heights.get(top) ?? []), path]);
    }
    assert.equal(heights.size, 1, JSON.stringify([...heights]));
    await page.context().close();
  }
});

test("sections are at most 48 pixels apart", async () => {
  const page = await site.page({ viewport: { width: 1280, height: 900 } });
  for (const path of ["index.html", "products/revenue-mart/index.html", "products/people-questions/index.html", "regulations/gdpr/index.html", "systems/crm/index.html", "coverage/index.html", "roadmap/index.html"]) {
    await page.goto(site.address + path);
    const gaps = await page.locator("main section + section").evaluateAll((all) => all.flatMap((section) => {
      const before = section.previousElementSibling.getBoundingClientRect();
      const here = section.getBoundingClientRect();
      const heading = section.querySelector("h2");
      // Cards have their own spacing, and adjacent columns are not below each other.
      if (!heading || section.matches(".card, .coverage-line") || here.top < before.bottom - 1) return [];
      return [Math.round(heading.getBoundingClientRect().top + parseFloat(getComputedStyle(heading).paddingTop) - before.bottom)];
    }));
    assert.ok(gaps.length, path);
    assert.ok(gaps.every((gap) => gap >= 24 && gap <= 49), `${path}: ${gaps}`);
  }
  await page.context().close();
});
