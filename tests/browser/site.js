// The example site, built, and seen where it is to be published: its public address is answered
// from the folder, as GitHub Pages would, and every other address is unreachable.

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";

const PROJECT = new URL("../..", import.meta.url).pathname;
const ADDRESS = "https://fernhill.example/data/";
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml" };

/** A page of each kind. */
export const KINDS = [
  "index.html",
  "products/index.html",
  "products/revenue-mart/index.html",
  "products/revenue-mart/detail/index.html",
  "products/people-questions/index.html",
  "categories/mart/index.html",
  "domains/index.html",
  "domains/revenue/index.html",
  "teams/revenue-data/index.html",
  "regulations/index.html",
  "regulations/gdpr/index.html",
  "lineage/index.html",
  "lineage/revenue/index.html",
  "lineage/explore/index.html",
  "roadmap/index.html",
  "roadmap/sponsors/finance/index.html",
  "initiatives/people-insights/index.html",
  "quality/index.html",
  "quality/domains/growth/index.html",
  "products/equipment-mart/index.html",
  "search/index.html",
  "a-z/index.html",
  "whats-new/index.html",
  "standards/index.html",
  "standards/data/index.html",
  "modularity/index.html",
  "rules/index.html",
  "rules/boundary-leak/index.html",
  "coverage/index.html",
  "evidence/index.html",
  "how-we-work/index.html",
  "no/such/page",
];

/** The example site in a folder and on a server, and a browser to look at it. */
export async function open() {
  const scratch = mkdtempSync(join(tmpdir(), "glassbox-browser-"));
  const folder = join(scratch, "site");
  const build = ["run", "--locked", "--release", "--quiet", "--", "build", "example-catalog"];
  execFileSync("cargo", [...build, "--now", "2026-11-21T04:00:00Z", "--out", folder], { cwd: PROJECT, stdio: ["ignore", "ignore", "inherit"] });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
  });
  return {
    folder,
    address: ADDRESS,
    /** A page for a reader with these settings, which keeps a list of what goes wrong on it. */
    async page(settings = {}) {
      const context = await browser.newContext(settings);
      const page = await context.newPage();
      const troubles = [];
      page.on("pageerror", (error) => troubles.push(error.message));
      page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
      await context.route(/^https?:/, (route) => {
        const { href, pathname } = new URL(route.request().url());
        if (!href.startsWith(ADDRESS)) troubles.push(`asks for ${href}`);
        return href.startsWith(ADDRESS) ? route.fulfill(answer(folder, pathname.slice("/data/".length))) : route.abort();
      });
      return Object.assign(page, { troubles });
    },
    async close() {
      await browser.close();
      rmSync(scratch, { recursive: true });
    },
  };
}

function answer(folder, path) {
  const file = join(folder, decodeURIComponent(path) + (path === "" || path.endsWith("/") ? "index.html" : ""));
  if (!existsSync(file)) return { status: 404, contentType: TYPES[".html"], body: readFileSync(join(folder, "404.html")) };
  return { status: 200, contentType: TYPES[extname(file)], body: readFileSync(file) };
}
