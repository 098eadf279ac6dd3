// Gives pictures the same font on every machine: Inter, which is only used for them and comes from npm.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const FONT = createRequire(import.meta.url).resolve("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2");
const FACE = `@font-face { font-family: Inter; font-weight: 100 900; src: url(data:font/woff2;base64,${readFileSync(FONT, "base64")}) format("woff2"); }
  :root { --gb-font: Inter, sans-serif; --gb-font-display: Inter, sans-serif; }`;

/** Sets a page in Inter. Its context needs `bypassCSP`, because pages forbid external styles. */
export async function withInter(page) {
  await page.addStyleTag({ content: FACE });
  await page.evaluate(async () => {
    await document.fonts.load("400 16px Inter");
    if (!document.fonts.check("400 16px Inter")) throw new Error("Inter is missing");
    await document.fonts.ready;
  });
}
