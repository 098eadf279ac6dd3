// Takes the screenshots for the README from the example site, set in Inter: `npm run pictures`.

import { withInter } from "./inter.js";
import { open } from "./site.js";

const DOCS = new URL("../../docs/", import.meta.url).pathname;
const PICTURES = [
  { name: "product", path: "products/revenue-mart/index.html" },
  { name: "quality", path: "quality/index.html" },
  { name: "roadmap", path: "roadmap/index.html", height: 900 },
  { name: "lineage", path: "lineage/index.html", from: "#map" },
  { name: "standards", path: "standards/data/index.html" },
];

const site = await open();
for (const { name, path, height = 800, from } of PICTURES) {
  const page = await site.page({ viewport: { width: 1200, height }, colorScheme: "light", bypassCSP: true });
  await page.goto(site.address + path);
  await withInter(page);
  if (from) await page.locator(from).evaluate((element) => scrollTo({ top: element.getBoundingClientRect().top + scrollY - 24, behavior: "instant" }));
  await page.screenshot({ path: `${DOCS}${name}.png` });
  await page.context().close();
}
await site.close();
