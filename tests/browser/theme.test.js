// A second theme with other colours and fonts, tested for accessibility like the default theme.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { glassbox, open } from "./site.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PROJECT = new URL("../..", import.meta.url).pathname;
const scratch = mkdtempSync(join(tmpdir(), "glassbox-theme-"));
let site;

before(async () => {
  site = await open();
  cpSync(join(PROJECT, "example-catalog"), join(scratch, "catalog"), { recursive: true });
  const config = join(scratch, "catalog/glassbox.yml");
  writeFileSync(config, `${readFileSync(config, "utf8")}theme: paper\n`);
  const build = ["build", join(scratch, "catalog"), "--now", "2026-11-21T04:00:00Z", "--out", site.folder];
  glassbox(...build);
});

test("icons have the colour of their labels, from a server or a folder", async () => {
  for (const address of [site.address, `file://${site.folder}/`]) {
    const page = await site.page();
    await page.goto(`${address}products/revenue-mart/index.html`);
    const icons = await page.locator(".mark:not(.mark-plain, .mark-kind)").evaluateAll((all) =>
      all.map((mark) => {
        const { maskImage, backgroundColor, width } = getComputedStyle(mark, "::before");
        return { drawn: /^url\("data:image\/svg\+xml,.*path d=/.test(maskImage), same: backgroundColor === getComputedStyle(mark).color, width: parseFloat(width) };
      }),
    );
    assert.ok(icons.length > 5);
    for (const icon of icons) assert.deepEqual({ drawn: icon.drawn, same: icon.same, wide: icon.width > 10 }, { drawn: true, same: true, wide: true });
    assert.deepEqual(page.problems, []);
    await page.context().close();
  }
});

after(async () => {
  await site.close();
  rmSync(scratch, { recursive: true });
});

for (const colorScheme of ["light", "dark"]) {
  for (const path of ["index.html", "products/revenue-mart/index.html", "quality/index.html", "roadmap/index.html", "standards/data/index.html", "lineage/index.html"]) {
    test(`${path} in the ${colorScheme} paper theme`, async () => {
      const page = await site.page({ colorScheme });
      await page.goto(site.address + path);
      assert.match(await page.evaluate(() => getComputedStyle(document.body).fontFamily), /Palatino/);
      await page.evaluate(AXE);
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
      assert.deepEqual(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.any[0]?.message ?? ""}`)), []);
      assert.deepEqual(page.problems, []);
      await page.context().close();
    });
  }
}
