// How fast the explorer is in catalogs of 1,000 and 10,000 products. Limits: half a second for any response,
// 60 frames per second while it moves. `npm run bench`

import { open } from "./site.js";

const LIMIT = { answer: 500, frame: 1000 / 60 };

/** A catalog in which very many products build on a few. */
function record(products) {
  const flows = [];
  for (let to = 1; to < products; to += 1) {
    const near = Math.floor(to * ((to * 7919) % 97) / 97);
    flows.push([near, to, 1], [Math.floor(near / 9), to, 2]);
    if (to % 2) flows.push([to % 40 < to ? to % 40 : 0, to, 1]);
  }
  return {
    path: "products/{id}/index.html",
    statuses: [],
    categories: [["mart", "Mart"], ["dashboard", "Dashboard"]],
    domains: Array.from({ length: 30 }, (_, at) => `Domain ${at}`),
    products: Array.from({ length: products }, (_, at) => [`product-${at}`, `Product number ${at}`, at % 2, at % 30]),
    flows,
  };
}

const site = await open();
let withinLimits = true;
for (const products of [1000, 10000]) {
  const page = await site.page({ viewport: { width: 1280, height: 900 } });
  const body = JSON.stringify(record(products));
  await page.route("**/explorer.json", (route) => route.fulfill({ contentType: "application/json", body }));
  const began = performance.now();
  await page.goto(`${site.address}lineage/explore/index.html`);
  await page.locator(".explorer-canvas .node").first().waitFor();
  const first = performance.now() - began;
  // Until the browser has painted the result.
  const answered = (act) => page.evaluate(async (act) => {
    const began = performance.now();
    if (act.text) {
      const input = document.getElementById("explorer-name");
      input.value = act.text;
      input.dispatchEvent(new Event("input"));
    } else document.querySelector(act.box).dispatchEvent(new MouseEvent("click", { bubbles: true }));
    await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
    return performance.now() - began;
  }, act);
  const search = await answered({ text: "number 99" });
  let grown = 0;
  for (let click = 0; click < 40; click += 1) {
    grown = Math.max(grown, await answered({ box: `.node:nth-of-type(${click * 5 + 1})` }).catch(() => 0));
  }
  const boxes = await page.locator(".explorer-canvas .node").count();
  const frames = await page.evaluate(async () => {
    const canvas = document.querySelector(".explorer-canvas");
    const drag = (type, at) => canvas.dispatchEvent(new PointerEvent(type, { pointerId: 1, clientX: 400 + at, clientY: 400 + at / 2, bubbles: true, pointerType: "touch" }));
    canvas.setPointerCapture = () => {};
    drag("pointerdown", 0);
    const began = performance.now();
    const FRAMES = 120;
    for (let frame = 0; frame < FRAMES; frame += 1) {
      drag("pointermove", frame * 3);
      await new Promise(requestAnimationFrame);
    }
    drag("pointerup", 0);
    return (performance.now() - began) / FRAMES;
  });
  console.log(`${products} products: page ${first.toFixed(0)} ms, search ${search.toFixed(0)} ms, slowest click ${grown.toFixed(0)} ms with up to ${boxes} boxes, a frame each ${frames.toFixed(1)} ms while it moves`);
  withinLimits &&= Math.max(search, grown) < LIMIT.answer && (products > 1000 || frames < LIMIT.frame * 1.1);
  await page.context().close();
}
await site.close();
console.log(withinLimits ? "within the limits" : "OVER the limits");
process.exitCode = withinLimits ? 0 : 1;
