// Which products the explorer shows: the expanded ones and their neighbours. The expanded products are part
// of the page's address, so that a view can be shared: `#revenue,orders*2`. So is everything up to some steps
// upstream or downstream of a product: `#revenue*down`, `#revenue*both2`.

import { plain } from "./search-index.js";

/** How many neighbours on each side a product shows per expansion. */
export const STEP = 16;
/** How many boxes of a column are in view on a common screen. */
const IN_VIEW = 10;
/** The largest number of boxes that are shown at once. */
export const LIMIT = 300;

/** All products and the flows between them, from `api/explorer.json`. */
export class Graph {
  constructor(record) {
    const names = new Map(record.statuses);
    const ranks = new Map(record.statuses.map(([status], rank) => [status, rank]));
    this.products = record.products.map(([id, name, category, domain, status], at) => ({
      at,
      id,
      name,
      category: record.categories[category]?.[1] ?? "",
      kind: record.categories[category]?.[0] ?? "other",
      domain: record.domains[domain] ?? "",
      status: status ?? "",
      statusName: names.get(status) ?? "",
      /** The place of the status, worst first; products without one come last. */
      statusRank: ranks.get(status) ?? ranks.size,
      path: record.path.replace("{id}", id),
      searchText: plain(`${name} ${id}`),
      /** `proposed` or `retired`: nobody uses it, and other pages do not count it as affected. */
      apart: "",
      up: [],
      down: [],
    }));
    for (const [from, to, pairs] of record.flows) {
      this.products[from].down.push({ at: to, pairs });
      this.products[to].up.push({ at: from, pairs });
    }
    for (const [word, all] of Object.entries(record.apart ?? {})) for (const at of all) this.products[at].apart = word;
    const weight = ({ at }) => this.products[at].up.length + this.products[at].down.length;
    for (const product of this.products) {
      for (const side of [product.up, product.down]) side.sort((one, other) => weight(other) - weight(one) || one.at - other.at);
    }
    this.byId = new Map(this.products.map((product) => [product.id, product]));
  }

  /** The products whose name or id contains every word; those that start with the first word come first. */
  search(text, limit) {
    const words = plain(text).split(/\s+/).filter(Boolean);
    const found = this.products.filter((product) => words.every((word) => product.searchText.includes(word)));
    const rank = (product) => (product.searchText.startsWith(words[0] ?? "") ? 0 : 1);
    found.sort((one, other) => rank(one) - rank(other) || degree(other) - degree(one) || one.at - other.at);
    return { found: found.slice(0, limit), total: found.length };
  }

  /** The product in use with the most neighbours, of those whose neighbours are all in view at first. */
  busiest() {
    const used = this.products.some(({ apart }) => !apart) ? this.products.filter(({ apart }) => !apart) : this.products;
    const fitting = used.filter(({ up, down }) => Math.max(up.length, down.length) <= IN_VIEW);
    const all = fitting.some((one) => degree(one) > 0) ? fitting : used;
    return all.reduce((best, one) => (best && degree(best) >= degree(one) ? best : one), undefined);
  }
}

/** The sides of a product that are shown step by step. */
const SIDES = { up: ["up"], down: ["down"], both: ["up", "down"] };

/** The expanded products in order, how far each is expanded, and a product shown with everything around it. */
export class Expansion {
  constructor(graph, steps = new Map(), reach = undefined) {
    this.graph = graph;
    this.steps = steps;
    this.reach = reach;
  }

  /** A product with what is up to `depth` steps away on a side: `up`, `down` or `both`. */
  static around(graph, at, side, depth = Infinity) {
    return new Expansion(graph, new Map([[at, 0]]), { at, side, depth });
  }

  /** Reads the page's address; unknown products are ignored. */
  static parse(graph, hash) {
    const steps = new Map();
    let reach;
    for (const part of hash.replace(/^#/, "").split(",")) {
      const [id, step] = part.split("*");
      const product = graph.byId.get(decoded(id));
      const [, side, depth] = /^(up|down|both)(\d*)$/.exec(step) ?? [];
      if (product && side) reach = { at: product.at, side, depth: Number(depth) || Infinity };
      if (product) steps.set(product.at, side ? 0 : Math.max(1, Number.parseInt(step, 10) || 1));
    }
    return new Expansion(graph, steps, reach);
  }

  toString() {
    const parts = [...this.steps].map(([at, step]) => {
      const id = encodeURIComponent(this.graph.products[at].id);
      if (step > 1) return `${id}*${step}`;
      const { side, depth } = this.reach?.at === at && step === 0 ? this.reach : {};
      return side ? `${id}*${side}${depth === Infinity ? "" : depth}` : id;
    });
    return `#${parts.join(",")}`;
  }

  /** Expands a product by one step, or collapses it if all its neighbours are shown. */
  toggle(at) {
    const visible = this.visible();
    const step = this.steps.get(at) ?? 0;
    if (this.reach?.at === at) this.reach = undefined;
    if (step === 0 || this.hiddenCount(at, visible) > 0) this.steps.set(at, step + 1);
    else if (this.steps.size > 1) this.steps.delete(at);
  }

  /** The products to show, expanded ones first. */
  visible() {
    const visible = new Set(this.steps.keys());
    for (const at of this.reached()) if (visible.size < LIMIT) visible.add(at);
    for (const [at, step] of this.steps) {
      const { up, down } = this.graph.products[at];
      for (const side of [up, down]) {
        for (const neighbour of side.slice(0, step * STEP)) {
          if (visible.size < LIMIT) visible.add(neighbour.at);
        }
      }
    }
    return visible;
  }

  /** All products within reach, the nearest first on each side. */
  reached() {
    if (!this.reach) return [];
    const { at, side, depth } = this.reach;
    return [...new Set([at, ...SIDES[side].flatMap((direction) => this.stepsAway(at, direction, depth).flat())])];
  }

  /** The products at each number of steps on a side of one: the first list has its neighbours. */
  stepsAway(at, direction, depth) {
    const seen = new Set([at]);
    const lists = [];
    for (let edge = [at]; lists.length < depth;) {
      edge = edge.flatMap((one) => this.graph.products[one][direction].map((next) => next.at)).filter((one) => !seen.has(one) && seen.add(one));
      if (!edge.length) break;
      lists.push(edge);
    }
    return lists;
  }

  /** What is around a product: all within its reach, or else its neighbours, by side and steps. */
  around(at) {
    const { side, depth } = this.reach?.at === at ? this.reach : { side: "both", depth: 1 };
    return SIDES[side].flatMap((direction) =>
      this.stepsAway(at, direction, depth).map((list, index) => ({ side: direction, step: index + 1, products: list.map((one) => this.graph.products[one]) })),
    );
  }

  /** How many neighbours of a product are not shown. */
  hiddenCount(at, visible) {
    const { up, down } = this.graph.products[at];
    const hidden = new Set([...up, ...down].map((one) => one.at).filter((one) => !visible.has(one)));
    return hidden.size;
  }
}

const degree = (product) => product.up.length + product.down.length;

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
