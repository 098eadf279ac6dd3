// The metadata for search engines, data portals and language models, parsed by an independent library.

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import jsonld from "jsonld";
import { open } from "./site.js";

let site;
before(async () => (site = await open()));
after(() => site.close());

const DCAT = "http://www.w3.org/ns/dcat#";
// Nothing is fetched: a document that needs a remote context is refused.
const documentLoader = (url) => Promise.reject(new Error(`requests ${url}`));
const quads = (document) => jsonld.toRDF(document, { documentLoader });
const OBJECT = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const typed = (all, type) => all.filter((quad) => quad.predicate.value === OBJECT && quad.object.value === type).map((quad) => quad.subject.value);
const values = (all, predicate) => all.filter((quad) => quad.predicate.value === predicate).map((quad) => quad.object.value);

test("the DCAT catalog has a dataset for every product that is not retired", async () => {
  const all = await quads(JSON.parse(readFileSync(join(site.folder, "catalog.jsonld"), "utf8")));
  const [catalog] = typed(all, `${DCAT}Catalog`);
  assert.equal(catalog, site.address);
  const datasets = typed(all, `${DCAT}Dataset`);
  assert.deepEqual(new Set(values(all, `${DCAT}dataset`)), new Set(datasets));
  const { items } = JSON.parse(readFileSync(join(site.folder, "api/products.json"), "utf8"));
  const living = items.filter((product) => product.lifecycle.id !== "retired").map((product) => `${site.address}products/${product.id}/`);
  assert.deepEqual(datasets.sort(), living.sort());
  for (const dataset of datasets) {
    const own = all.filter((quad) => quad.subject.value === dataset);
    assert.equal(values(own, "http://purl.org/dc/terms/title").length, 1, dataset);
    assert.ok(existsSync(join(site.folder, dataset.slice(site.address.length), "index.html")), dataset);
  }
});

test("product pages have dataset metadata, and the home page has catalog metadata", async () => {
  const page = await site.page();
  const record = async (path) => {
    await page.goto(site.address + path);
    return JSON.parse(await page.locator('script[type="application/ld+json"]').textContent());
  };
  const home = await quads(await record("index.html"));
  assert.deepEqual(typed(home, "https://schema.org/DataCatalog"), [site.address]);
  for (const product of readdirSync(join(site.folder, "products")).filter((name) => existsSync(join(site.folder, "products", name, "index.html")))) {
    if (product === "page") continue;
    const all = await quads(await record(`products/${product}/index.html`));
    assert.deepEqual(typed(all, "https://schema.org/Dataset"), [`${site.address}products/${product}/`]);
    assert.ok(values(all, "https://schema.org/name").length >= 2, product);
  }
  // A data block is not a script, so a strict content security policy allows it.
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("llms.txt links to the Markdown of every product", () => {
  const text = readFileSync(join(site.folder, "llms.txt"), "utf8");
  assert.match(text, /^# Fernhill data products\n\n> /);
  const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, path]) => path);
  assert.ok(links.length > 30);
  for (const path of links) assert.ok(existsSync(join(site.folder, path)), path);
});

test("link previews have one small picture per status", async () => {
  const page = await site.page();
  const pictureOf = async (path) => {
    await page.goto(site.address + path);
    assert.equal(await page.locator('meta[name="twitter:card"]').getAttribute("content"), "summary_large_image");
    const property = (name) => page.locator(`meta[property="${name}"]`).evaluateAll((all) => all[0]?.content ?? "");
    const [url, alt] = await Promise.all(["og:image", "og:image:alt"].map(property));
    const file = readFileSync(join(site.folder, url.slice(site.address.length)));
    assert.equal(file.subarray(1, 4).toString(), "PNG");
    assert.deepEqual([file.readUInt32BE(16), file.readUInt32BE(20)], [1200, 630]);
    assert.ok(file.length < 25_000, `${url}: ${file.length} bytes`);
    return { name: url.match(/\/theme\/social\/([a-z-]+)\.png$/)[1], alt };
  };
  const { items } = JSON.parse(readFileSync(join(site.folder, "api/products.json"), "utf8"));
  const statuses = new Map(items.filter(({ status }) => status).map(({ id, status }) => [status.id, { id, status }]));
  assert.ok(statuses.size >= 6, [...statuses.keys()].join());
  for (const { id, status } of statuses.values()) assert.deepEqual(await pictureOf(`products/${id}/index.html`), { name: status.id, alt: status.name });
  assert.deepEqual(await pictureOf("products/data-help-desk/index.html"), { name: "not-watched", alt: "Not watched" });
  assert.deepEqual(await pictureOf("index.html"), { name: "site", alt: "" }, "the name of the site is told already");
  const drawn = readdirSync(join(site.folder, "theme/social")).map((file) => file.replace(".png", ""));
  await page.goto(`${site.address}quality/index.html`);
  const words = await page.locator(".words .mark").evaluateAll((all) => all.map((mark) => mark.className.match(/mark-(\S+)/)[1]));
  assert.deepEqual(drawn.sort(), [...words, "site"].sort(), "every status has a picture");
  await page.context().close();
});

test("shared links have a preview, and robots.txt names the sitemap", async () => {
  const page = await site.page();
  await page.goto(`${site.address}products/revenue-mart/index.html`);
  const property = (name) => page.locator(`meta[property="og:${name}"]`).getAttribute("content");
  assert.equal(await property("title"), "Revenue: use with care");
  assert.equal(await page.locator("link[rel=canonical]").getAttribute("href"), `${site.address}products/revenue-mart/`);
  assert.match(await property("description"), /^Use with care: .*One trusted number/);
  assert.match(readFileSync(join(site.folder, "robots.txt"), "utf8"), /^Sitemap: https:\/\/fernhill\.example\/data\/sitemap\.xml$/m);
  assert.ok(existsSync(join(site.folder, ".nojekyll")));
  await page.context().close();
});
