// How much a first search fetches (compressed), and how long a search takes once the index is loaded, in catalogs
// of 1,000 and 10,000 products. Limits: 100 kB at 1,000 products, 50 ms at 10,000. `npm run bench`

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { glassbox, open } from "./site.js";

const LIMIT = { bytes: 100_000, answer: 50 };
const FIRST = "account booking campaign claim contract customer delivery device employee event invoice lead machine member order partner patient payment plan product refund route session shipment store supplier ticket trip vendor visit".split(" ");
const SECOND = "forecast history mart overview quality ranking report scores segments summary totals trends".split(" ");
const QUERIES = ["customer forecast", "cust", "custmer forecst", "team 7", "stg_order_77", "amount", "order ranking 12", "xylophone", "refund"];

/** A catalog of this many products with realistic names and three tables each. */
function catalog(products) {
  const folder = mkdtempSync(join(tmpdir(), "glassbox-search-"));
  const write = (path, value) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), JSON.stringify(value));
  };
  write("glassbox.yml", { title: "Search", dbt: ["target"] });
  const teams = Math.ceil(products / 40);
  write("teams.yml", { teams: Array.from({ length: teams }, (_, at) => ({ id: `team-${at}`, name: `Team ${at}` })) });
  const nodes = {};
  for (let at = 0; at < products; at += 1) {
    const [first, second] = [FIRST[at % FIRST.length], SECOND[Math.floor(at / FIRST.length) % SECOND.length]];
    const number = Math.floor(at / (FIRST.length * SECOND.length));
    const name = `${first[0].toUpperCase()}${first.slice(1)} ${second}${number ? ` ${number}` : ""}`;
    for (const model of [`stg_${first}_${at}`, `int_${first}_${at}`, `${first}_${second}_${at}`]) {
      const columns = Object.fromEntries(["id", "amount", `${first}_key`].map((column) => [column, { name: column }]));
      nodes[`model.shop.${model}`] = { name: model, resource_type: "model", package_name: "shop", fqn: ["shop", `p${at}`, model], columns };
    }
    write(`products/${at % 100}/p${at}.yml`, { id: `p${at}`, name, summary: `What the ${second} of every ${first} comes to.`, owner: `team-${at % teams}`, category: "mart", tags: [second], assets: [{ dbt: `fqn:shop.p${at}` }] });
  }
  write("target/manifest.json", { metadata: { project_name: "shop" }, nodes });
  return folder;
}

const site = await open();
let withinLimits = true;
for (const products of [1_000, 10_000]) {
  const folder = catalog(products);
  glassbox("build", folder, "--now", "2026-11-21", "--out", site.folder);
  rmSync(folder, { recursive: true });
  let most = 0;
  for (const query of QUERIES) {
    const page = await site.page();
    let bytes = 0;
    page.on("response", (response) => /\/search\/|search-index/.test(response.url()) && response.body().then((body) => (bytes += gzipSync(body).length), () => {}));
    await page.goto(site.address);
    await page.locator("#search").pressSequentially(query, { delay: 20 });
    await page.waitForTimeout(400);
    most = Math.max(most, bytes);
    await page.context().close();
  }
  const page = await site.page();
  await page.goto(`${site.address}search/index.html`);
  await page.locator("#results .card").first().waitFor();
  // From the last letter until its results are on the page; every file has been fetched before.
  const took = await page.evaluate(async (queries) => {
    const field = document.querySelector("#search");
    // Written last, for every search, also for one that leaves the results as they are.
    const heading = document.querySelector("#found");
    const answered = async (text) => {
      field.value = text;
      const begun = performance.now();
      const changed = new Promise((changed) => new MutationObserver((_, own) => (own.disconnect(), changed())).observe(heading, { childList: true }));
      field.dispatchEvent(new Event("input"));
      await Promise.race([changed, new Promise((late) => setTimeout(late, 3_000))]);
      return performance.now() - begun;
    };
    const times = [];
    for (const query of queries) {
      await answered(query);
      const again = [];
      for (let time = 0; time < 5; time += 1) {
        await answered(query.slice(0, -1));
        again.push(await answered(query));
      }
      times.push(again.sort((one, other) => one - other)[2]);
    }
    return times;
  }, QUERIES.filter((query) => query !== "xylophone"));
  await page.context().close();
  const slowest = Math.max(...took);
  console.log(`${products} products: a first search fetches at most ${(most / 1000).toFixed(1)} kB compressed; the search page answers in ${took.sort((one, other) => one - other)[Math.floor(took.length / 2)].toFixed(0)} ms, the slowest of ${took.length} queries in ${slowest.toFixed(0)} ms at the median`);
  withinLimits &&= slowest < LIMIT.answer && (products > 1_000 || most < LIMIT.bytes);
}
await site.close();
console.log(withinLimits ? "within the limits" : "OVER the limits");
process.exitCode = withinLimits ? 0 : 1;
