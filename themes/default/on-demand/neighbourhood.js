// Which products the explorer shows: those that were opened, and their neighbours. What is opened
// stands in the page's address, so that it can be shared: `#revenue,orders*2`.

/** How many neighbours on each side opening a product shows at first, and how many more each time. */
export const STEP = 16;
/** The most boxes that are shown at once. */
export const LIMIT = 300;

/** All products and what flows between them, as `api/explorer.json` says it. */
export class Graph {
  constructor(record) {
    const names = new Map(record.statuses);
    this.products = record.products.map(([id, name, category, domain, status], at) => ({
      at,
      id,
      name,
      category: record.categories[category]?.[1] ?? "",
      kind: record.categories[category]?.[0] ?? "other",
      domain: record.domains[domain] ?? "",
      status: status ?? "",
      stands: names.get(status) ?? "",
      path: record.path.replace("{id}", id),
      sought: folded(`${name} ${id}`),
      up: [],
      down: [],
    }));
    for (const [from, to, pairs] of record.flows) {
      this.products[from].down.push({ at: to, pairs });
      this.products[to].up.push({ at: from, pairs });
    }
    const weight = ({ at }) => this.products[at].up.length + this.products[at].down.length;
    for (const product of this.products) {
      for (const side of [product.up, product.down]) side.sort((one, other) => weight(other) - weight(one) || one.at - other.at);
    }
    this.byId = new Map(this.products.map((product) => [product.id, product]));
  }

  /** The products whose name or id holds every word, those that begin with it first. */
  search(text, limit) {
    const words = folded(text).split(/\s+/).filter(Boolean);
    const found = this.products.filter((product) => words.every((word) => product.sought.includes(word)));
    const late = (product) => (product.sought.startsWith(words[0] ?? "") ? 0 : 1);
    found.sort((one, other) => late(one) - late(other) || joined(other) - joined(one) || one.at - other.at);
    return { found: found.slice(0, limit), total: found.length };
  }

  /** The product that most others are joined to. */
  busiest() {
    return this.products.reduce((best, one) => (best && joined(best) >= joined(one) ? best : one), undefined);
  }
}

/** What is opened, first to last, and how far. */
export class Opened {
  constructor(graph, steps = new Map()) {
    this.graph = graph;
    this.steps = steps;
  }

  /** From the address of the page; what it names and is not there is left out. */
  static parse(graph, hash) {
    const steps = new Map();
    for (const part of hash.replace(/^#/, "").split(",")) {
      const [id, step] = part.split("*");
      const product = graph.byId.get(decoded(id));
      if (product) steps.set(product.at, Math.max(1, Number.parseInt(step, 10) || 1));
    }
    return new Opened(graph, steps);
  }

  toString() {
    const parts = [...this.steps].map(([at, step]) => {
      const id = encodeURIComponent(this.graph.products[at].id);
      return step > 1 ? `${id}*${step}` : id;
    });
    return `#${parts.join(",")}`;
  }

  /** Opens a product, a step further if it is open already; folds it when there is no more. */
  toggle(at) {
    const visible = this.visible();
    const step = this.steps.get(at) ?? 0;
    if (step === 0 || this.hidden(at, visible) > 0) this.steps.set(at, step + 1);
    else if (this.steps.size > 1) this.steps.delete(at);
  }

  /** The products to show, those that were opened first. */
  visible() {
    const visible = new Set(this.steps.keys());
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

  /** How many neighbours of a product are not shown. */
  hidden(at, visible) {
    const { up, down } = this.graph.products[at];
    const hidden = new Set([...up, ...down].map((one) => one.at).filter((one) => !visible.has(one)));
    return hidden.size;
  }
}

const joined = (product) => product.up.length + product.down.length;

/** Without case and accents, as people type when they look for something. */
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
