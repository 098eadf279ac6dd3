// Screenshots with few colours as small files: indexed PNGs.

import { crc32, deflateSync } from "node:zlib";

/** The PNG of pixels (RGBA, opaque): each channel is rounded to sixteen steps, which is invisible in plain text. */
export function indexedPng(width, height, pixels) {
  const places = new Map();
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = 4 * (y * width + x);
      const colour = [0, 1, 2].map((channel) => 17 * Math.round(pixels[at + channel] / 17)).join();
      if (!places.has(colour)) places.set(colour, places.size);
      rows[y * (width + 1) + 1 + x] = places.get(colour);
    }
  }
  if (places.size > 256) throw new Error(`${places.size} colours are too many`);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const palette = Buffer.from([...places.keys()].flatMap((colour) => colour.split(",").map(Number)));
  const chunks = [["IHDR", header], ["PLTE", palette], ["IDAT", deflateSync(rows, { level: 9 })], ["IEND", Buffer.alloc(0)]];
  return Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), ...chunks.map(([name, data]) => chunk(name, data))]);
}

function chunk(name, data) {
  const [length, sum, body] = [Buffer.alloc(4), Buffer.alloc(4), Buffer.concat([Buffer.from(name), data])];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
