// Draws the pictures that chats show next to a link, one for each status and one for all other pages: `npm run social`.
// The words and colours are those of the site.

import { mkdirSync, writeFileSync } from "node:fs";
import { withInter } from "./inter.js";
import { indexedPng } from "./png.js";
import { open } from "./site.js";

const FOLDER = new URL("../../themes/default/social/", import.meta.url).pathname;
const STYLE = `
  body { display: block; }
  .social { position: fixed; inset: 0; z-index: 99; display: flex; flex-direction: column; justify-content: center; gap: 28px; padding: 96px; border-inline-start: 28px solid var(--mark, var(--gb-accent)); background: var(--gb-surface-raised); }
  .social .logo { position: absolute; inset: 72px 72px auto auto; width: 96px; height: 96px; }
  .social h1 { display: flex; align-items: center; gap: 32px; color: var(--mark, var(--gb-ink)); font-size: 120px; line-height: 1.1; background: none; border: 0; padding: 0; }
  .social h1 .icon { width: 112px; height: 112px; }
  .social p { max-width: 940px; color: var(--gb-ink-soft); font-size: 44px; line-height: 1.4; }`;

mkdirSync(FOLDER, { recursive: true });
const site = await open();
const page = await site.page({ viewport: { width: 1200, height: 630 }, colorScheme: "light", bypassCSP: true });
await page.goto(`${site.address}quality/index.html`);
await withInter(page);
await page.addStyleTag({ content: STYLE });
const words = await page.locator(".words > div").evaluateAll((all) => all.map((word) => ({ id: word.querySelector(".mark").className.match(/mark-(\S+)/)[1], name: word.querySelector(".mark").textContent, meaning: word.querySelector("dd").textContent })));
const all = [...words, { id: "site", name: "Data products", meaning: "What there is, whether it can be used today, and who to ask." }];
for (const { id, name, meaning } of all) {
  await page.evaluate(({ id, name, meaning }) => {
    document.querySelector(".social")?.remove();
    const [card, heading, icon, text] = ["div", "h1", "i", "p"].map((element) => document.createElement(element));
    card.className = id === "site" ? "social" : `social mark-${id}`;
    icon.className = `icon icon-${id}`;
    text.textContent = meaning;
    heading.append(...(id === "site" ? [] : [icon]), name);
    card.append(document.querySelector(".logo").cloneNode(true), heading, text);
    document.body.append(card);
  }, { id, name, meaning });
  const shot = (await page.screenshot()).toString("base64");
  const { width, height, pixels } = await page.evaluate(async (shot) => {
    const image = new Image();
    image.src = `data:image/png;base64,${shot}`;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const bytes = context.getImageData(0, 0, image.width, image.height).data;
    return { width: image.width, height: image.height, pixels: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")) };
  }, shot);
  writeFileSync(`${FOLDER}${id}.png`, indexedPng(width, height, Buffer.from(pixels, "base64")));
}
await site.close();
