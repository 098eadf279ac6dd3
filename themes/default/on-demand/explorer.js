// The explorer of lineage: find a product, see its neighbourhood grow. Reads one JSON file of the
// site and nothing else. What it shows, the pages of the products show too.

import { Finder } from "./finder.js";
import { HEIGHT, layered } from "./layers.js";
import { Graph, LIMIT, Opened } from "./neighbourhood.js";
import { View } from "./view.js";

const page = document.getElementById("explorer");
const waiting = document.getElementById("explorer-wait");
const told = document.getElementById("explorer-told");
/** What a box may be wide, and what of it is not for words. */
const WIDTH = { least: 176, most: 320 };
const PADDING = 30;
const LABEL = "600 13.5px";
const DETAIL = "11.5px";
const NAMESPACE = "http://www.w3.org/2000/svg";

class Explorer {
  constructor(graph) {
    this.graph = graph;
    this.view = new View(page.querySelector(".explorer-canvas"));
    this.boxes = new Map();
    this.opened = Opened.parse(graph, location.hash);
    new Finder(page.querySelector(".explorer-find"), graph, (product) => this.start(product));
    const acts = {
      in: () => this.view.scaleBy(1.25),
      out: () => this.view.scaleBy(0.8),
      fit: () => this.view.fit(),
      reset: () => this.start(this.graph.products[[...this.opened.steps.keys()][0]]),
    };
    page.querySelector(".explorer-tools").addEventListener("click", (event) => acts[event.target.dataset.act]?.());
    const pictured = this.view.pictured;
    pictured.addEventListener("click", (event) => this.choose(event.target.closest("[data-at]")));
    pictured.addEventListener("keydown", (event) => this.key(event));
    pictured.addEventListener("focusin", (event) => this.look(event.target.closest("[data-at]")));
    pictured.addEventListener("pointerover", (event) => this.light(event.target.closest("[data-at]")));
    pictured.addEventListener("pointerleave", () => this.light(null));
    addEventListener("hashchange", () => {
      if (location.hash === String(this.opened)) return;
      this.opened = Opened.parse(this.graph, location.hash);
      this.begin();
    });
    this.begin();
  }

  /** Shows what the address says, or the product that most others are joined to. */
  begin() {
    const first = this.graph.busiest();
    if (!this.opened.steps.size && first) this.opened.steps.set(first.at, 1);
    this.show([...this.opened.steps.keys()][0]);
  }

  start(product) {
    this.opened = new Opened(this.graph, new Map([[product.at, 1]]));
    history.pushState(null, "", String(this.opened));
    this.show(product.at);
  }

  show(at) {
    this.draw();
    if (this.boxes.has(at)) this.view.centre(this.boxes.get(at), this.size());
    this.tell(at);
  }

  choose(element) {
    if (!element || this.view.dragged) return;
    const at = Number(element.dataset.at);
    const before = this.boxes.get(at);
    this.opened.toggle(at);
    history.replaceState(null, "", String(this.opened));
    this.draw();
    // What was chosen stays under the hand.
    const after = this.boxes.get(at);
    if (after) {
      this.view.moveBy(before.x - after.x, before.y - after.y);
      after.element.focus({ preventScroll: true });
    }
    this.tell(at);
  }

  draw() {
    const visible = this.opened.visible();
    const shown = [...visible].sort((one, other) => one - other);
    const number = new Map(shown.map((at, place) => [at, place]));
    const flows = shown.flatMap((at) =>
      this.graph.products[at].down.filter((flow) => number.has(flow.at)).map((flow) => ({ from: at, to: flow.at, pairs: flow.pairs })),
    );
    // As wide as the longest name, so that hardly any has to be cut.
    const widths = shown.map((at) => measured(this.graph.products[at].name, LABEL) + PADDING);
    this.width = Math.round(Math.min(Math.max(...widths, WIDTH.least), WIDTH.most));
    const ends = flows.map(({ from, to }) => [number.get(from), number.get(to)]);
    const drawing = layered(shown.length, ends, this.width);
    const lines = create("g", { class: "edges", "aria-hidden": "true", "marker-end": "url(#explorer-head)" });
    this.lines = flows.map((flow, at) => {
      const line = create("path", { class: flow.pairs ? "" : "declared-only", d: drawing.lines[at] });
      lines.append(line);
      return { ...flow, element: line };
    });
    const list = create("g", { class: "nodes" });
    this.boxes = new Map();
    shown.forEach((at, place) => this.boxes.set(at, { ...drawing.boxes[place], element: this.box(at, drawing.boxes[place], visible) }));
    const reading = [...this.boxes.values()].sort((one, other) => one.x - other.x || one.y - other.y);
    list.append(...reading.map((box) => box.element));
    this.view.show([head(), lines, list], drawing);
    this.full = visible.size >= LIMIT;
  }

  box(at, { x, y }, visible) {
    const product = this.graph.products[at];
    const hidden = this.opened.hidden(at, visible);
    const isOpen = this.opened.steps.has(at);
    const status = product.stands;
    const more = hidden ? `, +${hidden} more` : "";
    const box = create("g", {
      class: `node kind-${product.kind}${isOpen ? " centre" : ""}`,
      transform: `translate(${x} ${y})`,
      role: "button",
      tabindex: "0",
      "aria-expanded": String(isOpen),
      "aria-label": `${[product.name, product.category || "product", status.toLowerCase()].filter(Boolean).join(", ")}${more}, ${product.up.length} upstream, ${product.down.length} downstream`,
      "data-at": at,
      "data-name": product.name,
    });
    const room = this.width - PADDING + 2;
    const words = [
      create("text", { x: 16, y: 20 }, shortened(product.name, room, LABEL)),
      create("text", { class: "detail", x: 16, y: 36 }, shortened(product.category, room - (hidden ? 40 : 0) - (status ? 8 + measured(status, DETAIL) : 0), DETAIL)),
    ];
    if (status) {
      // After the category, as far as that reaches.
      const x = 22 + measured(words[1].textContent, DETAIL);
      words.push(create("text", { class: `detail tone tone-${product.status}`, x, y: 36 }, status));
    }
    if (hidden) words.push(create("text", { class: "more", x: this.width - 10, y: 36, "text-anchor": "end" }, `+${hidden}`));
    box.append(
      create("rect", { class: "box", width: this.width, height: HEIGHT }),
      create("path", { class: "stripe", d: `M7 11v${HEIGHT - 22}` }),
      // Spaces, or the words run together where they are read aloud.
      ...words.flatMap((word) => [word, " "]),
    );
    return box;
  }

  size() {
    return { width: this.width, height: HEIGHT };
  }

  look(element) {
    if (!element) return;
    this.light(element);
    this.view.bringIn(this.boxes.get(Number(element.dataset.at)), this.size());
    this.tell(Number(element.dataset.at));
  }

  light(element) {
    const at = element ? Number(element.dataset.at) : -1;
    for (const line of this.lines) line.element.classList.toggle("lit", line.from === at || line.to === at);
  }

  /** Says of a product what it is, with the way to its page. */
  tell(at) {
    const product = this.graph.products[at];
    if (!product) return;
    const link = document.createElement("a");
    link.href = `${page.dataset.root}${product.path}`;
    link.textContent = product.name;
    const facts = [product.stands, product.category, product.domain, `${product.up.length} upstream`, `${product.down.length} downstream`];
    const full = this.full ? ` The drawing is full with ${LIMIT} products: fold some.` : "";
    told.replaceChildren(link, ` · ${facts.filter(Boolean).join(" · ")}.${full}`);
  }

  /** Arrows go to the next box that way; Enter and the space bar choose. */
  key(event) {
    const element = event.target.closest("[data-at]");
    if (!element || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.choose(element);
      return;
    }
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    const here = this.boxes.get(Number(element.dataset.at));
    let best;
    for (const box of this.boxes.values()) {
      const [across, down] = [box.x - here.x, box.y - here.y];
      const ahead = across * way[0] + down * way[1];
      const aside = Math.abs(across * way[1]) + Math.abs(down * way[0]);
      if (ahead <= 0) continue;
      const distance = ahead + 2 * aside;
      if (!best || distance < best.distance) best = { box, distance };
    }
    best?.box.element.focus({ preventScroll: true });
  }
}

/** Where a line ends. */
function head() {
  const marker = create("marker", {
    id: "explorer-head",
    viewBox: "-7 -4 7 8",
    markerWidth: 7,
    markerHeight: 8,
    markerUnits: "userSpaceOnUse",
    orient: "auto",
  });
  marker.append(create("path", { class: "head", d: "M0 0l-7-4v8z" }));
  return marker;
}

function create(name, attributes, text) {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

const FAMILY = getComputedStyle(document.body).fontFamily;
const ruler = document.createElement("canvas").getContext("2d");

function measured(text, font) {
  ruler.font = `${font} ${FAMILY}`;
  return ruler.measureText(text).width;
}

/** A text that is cut where there is no more room. */
function shortened(text, room, font) {
  if (measured(text, font) <= room) return text;
  const letters = [...text];
  let [least, most] = [0, letters.length];
  while (least < most) {
    const half = Math.ceil((least + most) / 2);
    if (measured(`${letters.slice(0, half).join("")}…`, font) <= room) least = half;
    else most = half - 1;
  }
  return `${letters.slice(0, least).join("").trimEnd()}…`;
}

try {
  const answer = await fetch(page.dataset.source);
  if (!answer.ok) throw new Error(answer.statusText);
  const graph = new Graph(await answer.json());
  waiting.remove();
  page.hidden = false;
  new Explorer(graph);
} catch (error) {
  waiting.classList.add("now");
  console.error(error);
}
