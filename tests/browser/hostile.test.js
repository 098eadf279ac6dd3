// Attacks in the texts of the catalog and of dbt: they try to run scripts, fetch from other sites, break the
// page or escape their element. Each is tested in a browser on every page that shows it.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { glassbox } from "./site.js";

const ADDRESS = "https://hostile.example/";
const ATTACKS = {
  "a script": "<script>window.pwned = 1</script>",
  "the end of a script and of a title": "</script></title><script>window.pwned = 2</script>",
  "an image that fails": "<img src=x onerror=\"window.pwned = 3\">",
  "a closed attribute": "\" onmouseover=\"window.pwned = 4\" autofocus onfocus=\"window.pwned = 5",
  "a closed attribute with single quotes": "' onmouseover='window.pwned = 6' x='",
  "a drawing": "<svg onload=\"window.pwned = 7\"><text>",
  "the end of a drawing": "</text></g></svg><script>window.pwned = 8</script>",
  "a link to a script": "[click](javascript:window.pwned=9) <javascript:window.pwned=10> [x](JaVaScRiPt:window.pwned=11)",
  "a link that contains a page": "[me](data:text/html,<script>parent.pwned=12</script>)",
  "an image from another site": "![p](https://elsewhere.example/pixel.gif) <iframe src=//elsewhere.example></iframe>",
  "a style": "<style>body{display:none}</style><link rel=stylesheet href=//elsewhere.example/x.css>",
  "a template": "{{ site.title }} {% include \"home.html\" %} {{ 7 * 7 }} ${7*7}",
  "an unclosed comment": "<!-- <!--[if gte IE 4]>",
  "right-to-left text": "\u202etxet desrever\u202c \u2067\u2066 \u200f",
  "hundreds of combining marks": `Z${"\u0335\u0348\u0353".repeat(200)}`,
  "a word that cannot be broken": "A".repeat(20_000),
  "twenty thousand characters": "many words ".repeat(1_819),
  "control characters": "a\u0000b\u0007c\ufffe\ud83d",
};

const scratch = mkdtempSync(join(tmpdir(), "glassbox-hostile-"));
const folder = join(scratch, "site");
const ids = Object.keys(ATTACKS).map((_, at) => `attack-${at}`);
let browser;

function write(path, value) {
  mkdirSync(dirname(join(scratch, path)), { recursive: true });
  // JSON is YAML; characters that YAML does not allow are left out.
  writeFileSync(join(scratch, path), JSON.stringify(value).replaceAll("\\u0000", "").replaceAll("\\u0007", "").replaceAll("\\ud83d", "").replaceAll("\ufffe", ""));
}

before(async () => {
  write("catalog/glassbox.yml", { title: ATTACKS["a script"], company: ATTACKS["a drawing"], description: ATTACKS["a template"], base_url: ADDRESS, dbt: ["target"] });
  const nodes = {};
  const teams = [], domains = [];
  Object.values(ATTACKS).forEach((text, at) => {
    const id = ids[at];
    teams.push({ id, name: text, description: text, members: [{ name: text, role: text }], support: [{ channel: text, hours: text }] });
    domains.push({ id, name: text, description: text });
    nodes[`model.shop.${id}`] = {
      name: text, resource_type: "model", package_name: "shop", fqn: ["shop", id], original_file_path: `models/${id}.sql`, description: text, tags: [text], meta: { note: text },
      depends_on: { nodes: at ? [`model.shop.${ids[at - 1]}`] : [] }, columns: { [text]: { name: text, description: text, data_type: text } },
    };
    write(`catalog/products/${id}.yml`, {
      id, name: text, summary: text, description: text, owner: id, domain: id, steward: text, tags: [text], category: "mart",
      assets: [{ dbt: `fqn:shop.${id}` }, { id: "own", name: text, kind: text, tool: text, description: text }],
      output_ports: [{ id: "own", asset: "own", name: text, description: text }],
      consumers: [{ team: id, use: text, last_mile: { where: text, since: "2026-01-01", ttl: "30d" } }],
      slas: [{ property: "throughput", target: text, description: text }],
      regulations: [{ id: "law", basis: text, data: [text], controls: { one: { evidence: text } }, drops: text }],
      links: [{ title: text, url: "https://wiki.example/" }], support: [{ channel: text }],
      accomplishments: [{ date: "2026-10-01", text }],
    });
    write(`catalog/roadmap/${id}.yml`, { id, title: text, ask: text, outcome: text, sponsor: id, delivers: [{ product: id, work: text, target: "2026-Q4" }] });
  });
  write("catalog/regulations/law.yml", { id: "law", name: ATTACKS["the end of a drawing"], summary: ATTACKS["a script"], controls: [{ id: "one", name: ATTACKS["an image that fails"], evidence: ATTACKS["a style"] }] });
  write("catalog/teams.yml", { teams });
  write("catalog/domains.yml", { domains });
  write("catalog/standards.yml", { default: true });
  write("catalog/target/manifest.json", { metadata: { project_name: "shop" }, nodes });
  const build = ["build", join(scratch, "catalog"), "--now", "2026-11-21T04:00:00Z", "--out", folder];
  glassbox(...build);
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-background-networking"] });
});

after(async () => {
  await browser?.close();
  rmSync(scratch, { recursive: true });
});

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml" };

async function openPage() {
  const context = await browser.newContext({ viewport: { width: 390, height: 800 } });
  const page = await context.newPage();
  page.problems = [];
  page.on("dialog", (dialog) => (page.problems.push("a dialog"), dialog.dismiss()));
  page.on("pageerror", (error) => page.problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && page.problems.push(message.text()));
  await context.route(/^(https?|data):/, (route) => {
    const url = new URL(route.request().url());
    if (!url.href.startsWith(ADDRESS)) page.problems.push(`requests ${url.href}`);
    const path = join(folder, decodeURIComponent(url.pathname));
    const file = existsSync(path) && statSync(path).isDirectory() ? join(path, "index.html") : path;
    return existsSync(file) ? route.fulfill({ contentType: TYPES[extname(file)], body: readFileSync(file) }) : route.abort();
  });
  return page;
}

async function assertUnharmed(page, path) {
  await page.goto(ADDRESS + path);
  for (const fold of await page.locator("details").all()) await fold.evaluate((element) => (element.open = true));
  for (const mark of await page.locator("main a, main button").all()) await mark.dispatchEvent("mouseover");
  assert.equal(await page.evaluate(() => window.pwned), undefined, `${path}: a script ran`);
  assert.deepEqual(page.problems, [], path);
  const found = await page.evaluate(() => ({
    // No text became an element of the page.
    injected: [...document.querySelectorAll("main iframe, main style, main script, main img, main marquee, [onerror], [onload], [onmouseover], [onfocus]")].map((element) => element.outerHTML.slice(0, 80)),
    links: [...document.querySelectorAll("a[href]")].map((link) => new URL(link.getAttribute("href"), document.baseURI).href).filter((href) => !/^(https?|mailto):/.test(href)),
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    shown: document.querySelector("main").getBoundingClientRect().height > 0,
  }));
  assert.deepEqual(found, { injected: [], links: [], wide: 0, shown: true }, path);
}

for (const [at, name] of Object.keys(ATTACKS).entries()) {
  test(`${name} as text is harmless`, async () => {
    const page = await openPage();
    for (const path of [`products/attack-${at}/`, `teams/attack-${at}/`, `domains/attack-${at}/`, `initiatives/attack-${at}/`]) await assertUnharmed(page, path);
    await page.context().close();
  });
}

test("all attacks together are harmless on the pages that list them", async () => {
  const page = await openPage();
  for (const path of ["", "products/", "teams/", "domains/", "lineage/", "roadmap/", "regulations/", "regulations/law/", "standards/product/", "modularity/", "whats-new/", "rules/", "coverage/", "a-z/"]) await assertUnharmed(page, path);
  await page.context().close();
});

test("all attacks are harmless in search results", async () => {
  const page = await openPage();
  await page.goto(ADDRESS);
  for (const text of ["window", "script", "pwned", "elsewhere"]) {
    await page.locator("#search").fill(text);
    await page.waitForTimeout(300);
    assert.equal(await page.locator(".search-hits :is(script, img, svg, iframe, style)").count(), 0);
  }
  assert.ok(await page.locator(".search-hits li").count() > 0);
  assert.equal(await page.evaluate(() => window.pwned), undefined);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("all attacks are harmless in drawings opened as files", async () => {
  const page = await openPage();
  const drawings = readdirSync(join(folder, "products")).filter((name) => existsSync(join(folder, "products", name, "lineage.svg")));
  assert.ok(drawings.length > 10);
  for (const name of drawings) {
    await page.goto(`${ADDRESS}products/${name}/lineage.svg`);
    assert.equal(await page.evaluate(() => window.pwned), undefined, name);
    assert.equal(await page.locator("script, image, foreignObject").count(), 0, name);
  }
  assert.deepEqual(page.problems, []);
  await page.context().close();
});
