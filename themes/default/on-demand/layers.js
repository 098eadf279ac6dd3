// Lays out a few hundred boxes in columns, upstream to the left, fast enough to run at every click. It uses
// the same method as the drawings in the site's pages, with fewer iterations.

/** The height of every box. */
export const HEIGHT = 46;
const GAP = { column: 84, row: 16, bend: 10 };
const SWEEPS = 10;

/**
 * Places `count` boxes of equal width that are connected by `edges`, pairs of numbers below `count`.
 * Returns the top left corner of each box, a path for each edge, and the size of the drawing.
 */
export function layered(count, edges, width) {
  const forward = withoutCycles(count, edges);
  const layers = new Layers(count, forward, ranks(count, forward));
  layers.sort();
  return layers.place(edges, width);
}

/** Returns the column of each box, as `layered` chooses it. */
export function columnsOf(count, edges) {
  return ranks(count, withoutCycles(count, edges));
}

/** The edges without cycles: an edge that would close one is reversed, self-loops are left out. */
function withoutCycles(count, edges) {
  const out = lists(count);
  for (const [from, to] of edges) if (from !== to) out[from].push(to);
  const NEW = 0, OPEN = 1, DONE = 2;
  const state = new Uint8Array(count);
  const forward = [];
  for (let start = 0; start < count; start += 1) {
    if (state[start] !== NEW) continue;
    const path = [[start, 0]];
    state[start] = OPEN;
    while (path.length) {
      const top = path[path.length - 1];
      const [node, next] = top;
      if (next === out[node].length) {
        state[node] = DONE;
        path.pop();
        continue;
      }
      top[1] += 1;
      const to = out[node][next];
      forward.push(state[to] === OPEN ? [to, node] : [node, to]);
      if (state[to] === NEW) {
        state[to] = OPEN;
        path.push([to, 0]);
      }
    }
  }
  return forward;
}

/** The column of each box: as far left as its upstream boxes allow, then as close as possible to what is downstream. */
function ranks(count, edges) {
  const into = lists(count);
  const out = lists(count);
  for (const [from, to] of edges) {
    into[to].push(from);
    out[from].push(to);
  }
  const rank = new Array(count).fill(0);
  const waiting = into.map((list) => list.length);
  const order = [];
  for (let node = 0; node < count; node += 1) if (!waiting[node]) order.push(node);
  for (let at = 0; at < order.length; at += 1) {
    for (const to of out[order[at]]) {
      rank[to] = Math.max(rank[to], rank[order[at]] + 1);
      waiting[to] -= 1;
      if (!waiting[to]) order.push(to);
    }
  }
  for (const node of order.reverse()) {
    if (out[node].length > into[node].length) rank[node] = Math.min(...out[node].map((to) => rank[to])) - 1;
  }
  const least = Math.min(0, ...rank);
  return rank.map((one) => one - least);
}

/** The boxes, and the points at which an edge passes through the columns that it skips. */
class Layers {
  constructor(count, edges, rank) {
    this.count = count;
    this.columns = [];
    this.rank = [...rank];
    this.up = lists(count);
    this.down = lists(count);
    // Edges from the same box share their points for as long as possible.
    const bends = new Map();
    const seen = new Set();
    for (const [from, to] of edges) {
      let last = from;
      for (let column = rank[from] + 1; column < rank[to]; column += 1) {
        const key = `${from} ${column}`;
        if (!bends.has(key)) bends.set(key, this.bend(column));
        this.join(last, bends.get(key), seen);
        last = bends.get(key);
      }
      this.join(last, to, seen);
    }
    this.bends = bends;
    this.rank.forEach((column, node) => (this.columns[column] ??= []).push(node));
    this.columns = Array.from(this.columns, (column) => column ?? []);
  }

  bend(column) {
    this.rank.push(column);
    this.up.push([]);
    this.down.push([]);
    return this.rank.length - 1;
  }

  join(from, to, seen) {
    const key = `${from} ${to}`;
    if (seen.has(key)) return;
    seen.add(key);
    this.down[from].push(to);
    this.up[to].push(from);
  }

  /** Sorts each column by the average place of the connected boxes, in both directions; keeps the order with the fewest crossings. */
  sort() {
    let best = this.columns.map((column) => [...column]);
    let least = this.crossings();
    for (let sweep = 0; sweep < SWEEPS && least > 0; sweep += 1) {
      const rightwards = sweep % 2 === 0;
      const columns = rightwards ? this.columns : [...this.columns].reverse();
      const slots = this.slots();
      for (const column of columns) {
        const middle = new Map(column.map((node) => {
          const joined = (rightwards ? this.up : this.down)[node];
          return [node, joined.length ? sum(joined, (one) => slots[one]) / joined.length : slots[node]];
        }));
        column.sort((one, other) => middle.get(one) - middle.get(other) || slots[one] - slots[other]);
        column.forEach((node, slot) => (slots[node] = slot));
      }
      const now = this.crossings();
      if (now < least) {
        least = now;
        best = this.columns.map((column) => [...column]);
      }
    }
    this.columns = best;
  }

  slots() {
    const slots = new Array(this.rank.length).fill(0);
    for (const column of this.columns) column.forEach((node, slot) => (slots[node] = slot));
    return slots;
  }

  crossings() {
    const slots = this.slots();
    let crossings = 0;
    for (const column of this.columns) {
      const ends = column.flatMap((node) => this.down[node].map((to) => slots[to]).sort((a, b) => a - b));
      // A Fenwick tree counts the crossings.
      const tree = new Array(Math.max(0, ...ends) + 2).fill(0);
      ends.forEach((end, known) => {
        let below = 0;
        for (let at = end + 1; at > 0; at -= at & -at) below += tree[at];
        crossings += known - below;
        for (let at = end + 1; at < tree.length; at += at & -at) tree[at] += 1;
      });
    }
    return crossings;
  }

  place(edges, width) {
    this.width = width;
    const height = (node) => (node < this.count ? HEIGHT : GAP.bend);
    const middle = new Array(this.rank.length).fill(0);
    for (const column of this.columns) {
      let y = 0;
      for (const node of column) {
        middle[node] = y + height(node) / 2;
        y += height(node) + GAP.row;
      }
    }
    for (let round = 0; round < 12; round += 1) {
      const rightwards = round % 2 === 0;
      for (const column of rightwards ? this.columns : [...this.columns].reverse()) {
        const wanted = column.map((node) => {
          const joined = round < 8 ? (rightwards ? this.up : this.down)[node] : [...this.up[node], ...this.down[node]];
          return joined.length ? sum(joined, (one) => middle[one]) / joined.length : middle[node];
        });
        spread(column.map(height), wanted).forEach((y, slot) => (middle[column[slot]] = y));
      }
    }
    const top = Math.min(0, ...middle.map((y, node) => y - height(node) / 2));
    const boxes = [];
    for (let node = 0; node < this.count; node += 1) {
      boxes.push({ x: this.left(node), y: round(middle[node] - top - HEIGHT / 2) });
    }
    return {
      boxes,
      lines: edges.map((edge) => this.line(edge, middle, top)),
      width: this.columns.length * (this.width + GAP.column) - GAP.column,
      height: Math.max(0, ...boxes.map((box) => box.y + HEIGHT)),
    };
  }

  left(node) {
    return this.rank[node] * (this.width + GAP.column);
  }

  /** A path that is straight inside columns and curved between them. */
  line([from, to], middle, top) {
    const isReversed = this.rank[from] > this.rank[to];
    const [start, end] = isReversed ? [to, from] : [from, to];
    const y = (node) => round(middle[node] - top);
    if (start === end) return "";
    let x = this.left(start) + this.width;
    let path = `M${x} ${y(start)}`;
    let last = start;
    const curve = (node) => {
      const half = x + GAP.column / 2;
      path += `C${half} ${y(last)} ${half} ${y(node)} ${x + GAP.column} ${y(node)}`;
      x += GAP.column;
      last = node;
    };
    for (let column = this.rank[start] + 1; column < this.rank[end]; column += 1) {
      const bend = this.bends.get(`${start} ${column}`);
      curve(bend);
      x += this.width;
      path += `H${x}`;
    }
    curve(end);
    return path;
  }
}

/** The places closest to the wanted ones without overlap: least squares, in one pass. */
function spread(heights, wanted) {
  const offsets = [];
  let offset = 0;
  heights.forEach((height, slot) => {
    if (slot > 0) offset += (heights[slot - 1] + height) / 2 + GAP.row;
    offsets.push(offset);
  });
  const blocks = [];
  wanted.forEach((want, slot) => {
    let block = { mean: want - offsets[slot], size: 1 };
    while (blocks.length && blocks[blocks.length - 1].mean > block.mean) {
      const before = blocks.pop();
      const size = before.size + block.size;
      block = { mean: (before.mean * before.size + block.mean * block.size) / size, size };
    }
    blocks.push(block);
  });
  let slot = 0;
  return blocks.flatMap((block) => Array.from({ length: block.size }, () => block.mean + offsets[slot++]));
}

const lists = (count) => Array.from({ length: count }, () => []);
const sum = (items, value) => items.reduce((all, item) => all + value(item), 0);
const round = (value) => Math.round(value * 10) / 10;
