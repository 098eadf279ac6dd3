// Builds the example site and serves it at its public address from the output folder, as GitHub Pages does.
// Every other address is unreachable.

import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";

const PROJECT = new URL("../..", import.meta.url).pathname;
const ADDRESS = "https://fernhill.example/data/";
/** The program and its leading arguments: the one named by GLASSBOX, else a release build. */
const [PROGRAM, ...BEFORE] = process.env.GLASSBOX ? [process.env.GLASSBOX] : ["cargo", "run", "--locked", "--release", "--quiet", "--"];
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml" };

/** A page of each kind. */
export const KINDS = [
  "index.html",
  "products/index.html",
  "products/revenue-mart/index.html",
  "products/revenue-mart/detail/index.html",
  "products/people-questions/index.html",
  "categories/mart/index.html",
  "categories/dashboard/index.html",
  "mart-kinds/integrated/index.html",
  "outputs/index.html",
  "outputs/table/index.html",
  "domains/index.html",
  "domains/revenue/index.html",
  "teams/revenue-data/index.html",
  "teams/revenue-data/findings/index.html",
  "regulations/index.html",
  "regulations/gdpr/index.html",
  "lineage/index.html",
  "lineage/revenue/index.html",
  "lineage/explore/index.html",
  "roadmap/index.html",
  "roadmap/work/index.html",
  "roadmap/sponsors/finance/index.html",
  "roadmap/goals/one-number/index.html",
  "initiatives/people-insights/index.html",
  "quality/index.html",
  "quality/domains/growth/index.html",
  "quality/teams/revenue-data/index.html",
  "quality/incidents/app-events/index.html",
  "quality/days/index.html",
  "products/equipment-mart/index.html",
  "search/index.html",
  "a-z/index.html",
  "whats-new/index.html",
  "standards/index.html",
  "standards/data/index.html",
  "standards/product/not-met/steward/index.html",
  "modularity/index.html",
  "rules/index.html",
  "rules/boundary-leak/index.html",
  "coverage/index.html",
  "last-mile/index.html",
  "systems/index.html",
  "systems/crm/index.html",
  "systems/ad-networks/index.html",
  "evidence/index.html",
  "how-we-work/index.html",
  "no/such/page",
];

/** Runs the program in the folder of the project. Its output is hidden; faults are shown. */
export function glassbox(...arguments_) {
  execFileSync(PROGRAM, [...BEFORE, ...arguments_], { cwd: PROJECT, stdio: ["ignore", "ignore", "inherit"] });
}

/** Starts the program in a process group of its own; its output can be read from its standard error. */
export function started(...arguments_) {
  return spawn(PROGRAM, [...BEFORE, ...arguments_], { cwd: PROJECT, detached: true, stdio: ["ignore", "ignore", "pipe"] });
}

/**
 * The current address of a page. It asks the page itself: `page.url()` learns of navigation within the page only later,
 * so that it may still be the old address right after a click. To wait for a navigation, use `waitForURL`.
 */
export const address = (page) => page.evaluate(() => location.href);

/** The example site in a folder and at its address, and a browser. */
export async function open() {
  const scratch = mkdtempSync(join(tmpdir(), "glassbox-browser-"));
  const folder = join(scratch, "site");
  glassbox("build", "example-catalog", "--now", "2026-11-21T04:00:00Z", "--out", folder);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
  });
  return {
    folder,
    address: ADDRESS,
    /** A page for a reader with these settings. It collects errors and requests to other sites in `problems`. */
    async page(settings = {}) {
      const context = await browser.newContext(settings);
      const page = await context.newPage();
      const problems = [];
      page.on("pageerror", (error) => problems.push(error.message));
      page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
      await context.route(/^https?:/, (route) => {
        const { href, pathname } = new URL(route.request().url());
        if (!href.startsWith(ADDRESS)) problems.push(`requests ${href}`);
        return href.startsWith(ADDRESS) ? route.fulfill(respond(folder, pathname.slice("/data/".length))) : route.abort();
      });
      return Object.assign(page, { problems });
    },
    async close() {
      await browser.close();
      rmSync(scratch, { recursive: true });
    },
  };
}

function respond(folder, path) {
  const file = join(folder, decodeURIComponent(path) + (path === "" || path.endsWith("/") ? "index.html" : ""));
  if (!existsSync(file)) return { status: 404, contentType: TYPES[".html"], body: readFileSync(join(folder, "404.html")) };
  return { status: 200, contentType: TYPES[extname(file)], body: readFileSync(file) };
}
