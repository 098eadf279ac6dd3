// The explorer's layout, tested with many random graphs.

import assert from "node:assert/strict";
import { test } from "node:test";
import { HEIGHT, layered } from "../../themes/default/on-demand/layers.js";
import { random } from "./random.js";

const WIDTH = 180;

function graph(seed) {
  const below = random(seed);
  const count = below(60);
  const edges = Array.from({ length: count ? below(count * 2) : 0 }, () => [below(count), below(count)]);
  return { count, edges };
}

test("no boxes overlap, all lines start and end at their boxes, the layout is deterministic", () => {
  let lines = 0;
  for (let seed = 0; seed < 1500; seed += 1) {
    const { count, edges } = graph(seed);
    const drawing = layered(count, edges, WIDTH);
    assert.equal(drawing.boxes.length, count);
    drawing.boxes.forEach((one, at) => {
      assert.ok(Number.isFinite(one.x) && Number.isFinite(one.y) && one.y >= 0 && one.y + HEIGHT <= drawing.height + 0.01);
      for (const other of drawing.boxes.slice(at + 1)) {
        assert.ok(one.x !== other.x || Math.abs(one.y - other.y) > HEIGHT, `boxes overlap with seed ${seed}`);
      }
    });
    edges.forEach(([from, to], at) => {
      if (from === to) return;
      lines += 1;
      const numbers = drawing.lines[at].match(/-?[\d.]+/g).map(Number);
      const [left, right] = drawing.boxes[from].x < drawing.boxes[to].x ? [from, to] : [to, from];
      assert.equal(numbers[0], drawing.boxes[left].x + WIDTH);
      assert.equal(numbers.at(-2), drawing.boxes[right].x, `a line misses its box with seed ${seed}`);
    });
    assert.deepEqual(layered(count, edges, WIDTH), drawing);
  }
  assert.ok(lines > 10000);
});

test("a product is to the right of its upstream products, except in a cycle", () => {
  for (let seed = 0; seed < 500; seed += 1) {
    const { count, edges } = graph(seed);
    const forward = edges.filter(([from, to]) => from < to);
    const { boxes } = layered(count, forward, WIDTH);
    for (const [from, to] of forward) assert.ok(boxes[from].x < boxes[to].x);
  }
});
