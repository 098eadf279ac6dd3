// A second theme, to prove that themes work: other colours and letters, and no barrier that the first had not.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { open } from "./site.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PROJECT = new URL("../..", import.meta.url).pathname;
const scratch = mkdtempSync(join(tmpdir(), "glassbox-theme-"));
let site;

before(async () => {
  site = await open();
  cpSync(join(PROJECT, "example-catalog"), join(scratch, "catalog"), { recursive: true });
  const config = join(scratch, "catalog/glassbox.yml");
  writeFileSync(config, `${readFileSync(config, "utf8")}theme: paper\n`);
  const build = ["run", "--locked", "--release", "--quiet", "--", "build", join(scratch, "catalog"), "--now", "2026-11-21T04:00:00Z", "--out", site.folder];
  execFileSync("cargo", build, { cwd: PROJECT, stdio: ["ignore", "ignore", "inherit"] });
});

after(async () => {
  await site.close();
  rmSync(scratch, { recursive: true });
});

for (const colorScheme of ["light", "dark"]) {
  for (const path of ["index.html", "products/revenue-mart/index.html", "quality/index.html", "roadmap/index.html", "standards/data/index.html", "lineage/index.html"]) {
    test(`${path} on paper that is ${colorScheme}`, async () => {
      const page = await site.page({ colorScheme });
      await page.goto(site.address + path);
      assert.match(await page.evaluate(() => getComputedStyle(document.body).fontFamily), /Palatino/);
      await page.evaluate(AXE);
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
      assert.deepEqual(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.any[0]?.message ?? ""}`)), []);
      assert.deepEqual(page.troubles, []);
      await page.context().close();
    });
  }
}
