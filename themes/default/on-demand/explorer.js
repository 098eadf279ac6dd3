// The lineage explorer: find a product and expand its neighbours step by step. It reads one JSON file of the
// site. Product pages show the same lineage without it.

import { showAround } from "./around.js";
import { grouped, longColumns } from "./columns.js";
import { Finder } from "./finder.js";
import { HEIGHT, columnsOf, layered } from "./layers.js";
import { Expansion, Graph, LIMIT } from "./neighbourhood.js";
import { View } from "./view.js";

const page = document.getElementById("explorer");
const waiting = document.getElementById("explorer-wait");
const status = document.getElementById("explorer-told");
const around = document.getElementById("explorer-around");
/** The width of a box, and the part of it that is not for text. */
const WIDTH = { min: 176, max: 320 };
const PADDING = 30;
const LABEL = "600 13.5px";
const DETAIL = "11.5px";
/** The space for the shape of a status, before its word. */
const SHAPE = 12;
const NAMESPACE = "http://www.w3.org/2000/svg";

class Explorer {
  constructor(graph) {
    this.graph = graph;
    this.view = new View(page.querySelector(".explorer-canvas"));
    this.boxes = new Map();
    /** Products of long columns that were asked for. */
    this.opened = new Set();
    this.expansion = Expansion.parse(graph, location.hash);
    new Finder(page.querySelector(".explorer-find"), graph, (product) => this.start(product));
    const actions = {
      in: () => this.view.scaleBy(1.25),
      out: () => this.view.scaleBy(0.8),
      fit: () => this.view.fit(),
      reset: () => this.start(this.graph.products[[...this.expansion.steps.keys()][0]]),
      up: () => this.showAround("up"),
      down: () => this.showAround("down"),
      draw: () => this.showDrawing(),
      full: () => (document.fullscreenElement ? document.exitFullscreen() : page.requestFullscreen()),
    };
    page.querySelector("[data-act=full]").hidden = !document.fullscreenEnabled;
    this.depth = page.querySelector("#explorer-depth");
    this.depth.addEventListener("change", () => this.depth.value && this.showAround("both", Number(this.depth.value)));
    document.addEventListener("fullscreenchange", () => this.settle(this.selected));
    // The drawing is not shown at first on a phone, as the style sheet says.
    matchMedia("(max-width: 30rem)").addEventListener("change", () => this.settle(this.selected));
    for (const tools of page.querySelectorAll(".explorer-tools, .explorer-draw")) tools.addEventListener("click", (event) => actions[event.target.dataset.act]?.());
    const svg = this.view.svg;
    svg.addEventListener("click", (event) => {
      // The name of a box opens the product; a drag that started on it does not.
      const name = event.target.closest(".box-name");
      const rest = event.target.closest(".column-rest");
      if (rest) this.open(rest);
      else if (!name) this.toggle(event.target.closest("[data-at]"));
      else if (this.view.dragged) event.preventDefault();
    });
    svg.addEventListener("dragstart", (event) => event.preventDefault());
    svg.addEventListener("keydown", (event) => this.handleKey(event));
    svg.addEventListener("focusin", (event) => this.focus(event.target.closest("[data-at]")));
    svg.addEventListener("pointerover", (event) => this.highlight(event.target.closest("[data-at]")));
    for (const end of ["pointerleave", "focusout"]) svg.addEventListener(end, () => this.highlight(null));
    addEventListener("hashchange", () => {
      if (location.hash === String(this.expansion)) return;
      const isFollowed = around.contains(document.activeElement);
      this.expansion = Expansion.parse(this.graph, location.hash);
      this.restore();
      // The link that was followed is gone.
      if (isFollowed) status.querySelector("a").focus();
    });
    this.restore();
  }

  /** Shows the products in the address, or the product to begin with. */
  restore() {
    const first = this.graph.busiest();
    if (!this.expansion.steps.size && first) this.expansion.steps.set(first.at, 1);
    this.show([...this.expansion.steps.keys()][0]);
  }

  start(product) {
    this.opened.clear();
    this.expansion = new Expansion(this.graph, new Map([[product.at, 1]]));
    history.pushState(null, "", String(this.expansion));
    this.show(product.at);
  }

  /** Shows what is around the product that was selected last, on one side or both. */
  showAround(side, depth = Infinity) {
    this.opened.clear();
    this.expansion = Expansion.around(this.graph, this.selected, side, depth);
    history.pushState(null, "", String(this.expansion));
    this.show(this.selected);
  }

  show(at) {
    this.draw();
    this.settle(at);
    this.describe(at);
  }

  /** Shows all, or the surroundings of a box, which stays where it was if that is given. */
  settle(at, place = undefined) {
    if (this.boxes.has(at)) this.view.settle(this.boxes.get(at), this.size(), place);
  }

  /** On a phone, shows or hides the drawing. */
  showDrawing() {
    const isShown = page.classList.toggle("drawn");
    page.querySelector("[data-act=draw]").setAttribute("aria-pressed", String(isShown));
    this.settle(this.selected);
  }

  toggle(element) {
    if (!element || this.view.dragged) return;
    const at = Number(element.dataset.at);
    const before = this.view.place(this.boxes.get(at));
    this.expansion.toggle(at);
    history.replaceState(null, "", String(this.expansion));
    this.draw();
    this.settle(at, before);
    this.boxes.get(at)?.element.focus({ preventScroll: true });
    this.describe(at);
  }

  /** Shows the rest of a long column. */
  open(element) {
    if (this.view.dragged) return;
    const { rest, whole } = this.columns[Number(element.dataset.column)];
    for (const at of whole) this.opened.add(at);
    this.draw();
    this.settle(rest[0]);
    this.boxes.get(rest[0])?.element.focus({ preventScroll: true });
  }

  /** Finds what to leave out of long columns; not what was asked for product by product. */
  fold(visible) {
    this.columns = [];
    if (!this.expansion.reach) return;
    const asked = new Expansion(this.graph, this.expansion.steps).visible();
    const all = [...visible].sort((one, other) => one - other);
    const indices = new Map(all.map((at, index) => [at, index]));
    const flows = all.flatMap((at) => flowsOut(this.graph.products, at, visible));
    const lines = new Map(all.map((at) => [at, 0]));
    for (const flow of flows) for (const at of [flow.from, flow.to]) lines.set(at, lines.get(at) + 1);
    const columns = columnsOf(all.length, flows.map(({ from, to }) => [indices.get(from), indices.get(to)]));
    this.columns = longColumns(all, columns, (at) => lines.get(at), (at) => asked.has(at) || this.opened.has(at));
  }

  draw() {
    const found = this.expansion.visible();
    this.fold(found);
    const all = [...found].sort((one, other) => one - other);
    const left = new Set(this.columns.flatMap(({ rest }) => rest));
    const shown = all.filter((at) => !left.has(at));
    // What a long column leaves out has one box, with the lines of all of them.
    const indices = new Map(shown.map((at, index) => [at, index]));
    this.columns.forEach(({ rest }, number) => rest.forEach((at) => indices.set(at, shown.length + number)));
    const flows = joined(all.flatMap((at) => flowsOut(this.graph.products, at, found)), indices);
    // As wide as the longest name, so that few names are shortened.
    const widths = shown.map((at) => measured(this.graph.products[at].name, LABEL) + PADDING);
    this.width = Math.round(Math.min(Math.max(...widths, WIDTH.min), WIDTH.max));
    const ends = flows.map(({ from, to }) => [indices.get(from), indices.get(to)]);
    const drawing = layered(shown.length + this.columns.length, ends, this.width);
    const lines = create("g", { class: "edges", "aria-hidden": "true", "marker-end": "url(#explorer-head)" });
    this.lines = flows.map((flow, at) => {
      const line = create("path", { class: flow.pairs ? "" : "declared-only", d: drawing.lines[at] });
      // Lines are drawn from left to right, whichever way the data flows.
      const isBackward = drawing.boxes[ends[at][0]].x > drawing.boxes[ends[at][1]].x;
      if (isBackward || flow.isTwoWay) line.setAttribute("marker-start", "url(#explorer-head)");
      if (isBackward && !flow.isTwoWay) {
        line.setAttribute("marker-end", "none");
        line.classList.add("cycle");
      }
      lines.append(line);
      const [from, to] = ends[at];
      return { from, to, isTwoWay: flow.isTwoWay, element: line };
    });
    this.linesAt = drawing.boxes.map(() => []);
    for (const line of this.lines) for (const index of [line.from, line.to]) this.linesAt[index].push(line);
    const list = create("g", { class: "nodes" });
    this.boxes = new Map();
    shown.forEach((at, index) => this.boxes.set(at, { ...drawing.boxes[index], index, element: this.box(at, drawing.boxes[index], found), name: this.name(at, drawing.boxes[index]) }));
    const inReadingOrder = [...this.boxes.values()].sort((one, other) => one.x - other.x || one.y - other.y);
    list.append(...inReadingOrder.flatMap((box) => [box.element, box.name]));
    this.restBoxes = this.columns.map((column, number) => {
      const index = shown.length + number;
      return { ...drawing.boxes[index], index, element: this.rest(column, number, drawing.boxes[index]) };
    });
    list.append(...this.restBoxes.map(({ element }) => element));
    this.view.show([arrowhead(), lines, list], drawing);
    this.view.svg.classList.remove("focused");
    this.drawn = found.size;
    this.isFull = found.size >= LIMIT;
    const { side, depth } = this.expansion.reach ?? {};
    this.depth.value = side === "both" && depth <= 3 ? depth : "";
    this.left = this.expansion.reached().filter((at) => !found.has(at)).length;
  }

  /** The box that stands for the rest of a long column, and shows it. */
  rest({ rest }, number, { x, y }) {
    const count = rest.length.toLocaleString("en");
    const box = create("g", { class: "column-rest", transform: `translate(${x} ${y})`, role: "button", tabindex: "0", "aria-label": `Show ${count} more of this column`, "data-column": number });
    box.append(create("rect", { class: "box", width: this.width, height: HEIGHT }), create("text", { x: 16, y: 28 }, `+${count} more`));
    return box;
  }

  box(at, { x, y }, visible) {
    const product = this.graph.products[at];
    const hidden = this.expansion.hiddenCount(at, visible);
    const isOpen = this.expansion.steps.has(at);
    const statusName = product.statusName;
    const more = hidden ? `, +${hidden} more` : "";
    const box = create("g", {
      class: `node kind-${product.kind}${isOpen ? " centre" : ""}${product.apart ? " outside" : ""}`,
      transform: `translate(${x} ${y})`,
      role: "button",
      tabindex: "0",
      "aria-expanded": String(isOpen),
      // In the order in which the box shows them.
      "aria-label": `${[product.name, product.apart, product.category || "product", statusName.toLowerCase()].filter(Boolean).join(", ")}${more}, ${product.up.length} upstream, ${product.down.length} downstream`,
      "data-at": at,
      "data-name": product.name,
    });
    const room = this.width - PADDING + 2;
    // What nobody uses says so before its kind.
    const kind = product.apart ? [capitalised(product.apart), product.category].filter(Boolean).join(", ") : product.category;
    const category = shortened(kind, room - (hidden ? 40 : 0) - (statusName ? 8 + SHAPE + measured(statusName, DETAIL) : 0), DETAIL);
    const texts = [create("text", { class: "detail", x: 16, y: 36 }, category)];
    if (statusName) {
      // Directly after the category.
      const x = 22 + measured(category, DETAIL);
      const marked = create("g", { class: `tone tone-${product.status}` });
      const shape = statusShape(product.status);
      shape.setAttribute("transform", `translate(${x + 4} 32)`);
      marked.append(shape, create("text", { class: "detail", x: x + SHAPE, y: 36 }, statusName));
      texts.push(marked);
    }
    if (hidden) texts.push(create("text", { class: "more", x: this.width - 10, y: 36, "text-anchor": "end" }, `+${hidden}`));
    box.append(
      create("rect", { class: "box", width: this.width, height: HEIGHT }),
      create("path", { class: "stripe", d: `M7 11v${HEIGHT - 22}` }),
      // Spaces, so that a screen reader does not run the texts together.
      ...texts.flatMap((text) => [text, " "]),
    );
    return box;
  }

  /** The name of a box, linked to the product. It lies over the box: a button may not contain a link. */
  name(at, { x, y }) {
    const { name, path } = this.graph.products[at];
    const text = shortened(name, this.width - PADDING + 2, LABEL);
    const link = create("a", { class: "box-name", href: `${page.dataset.root}${path}`, transform: `translate(${x} ${y})`, "aria-label": `Open ${name}`, "data-at": at });
    link.append(
      create("rect", { class: "name-target", x: 12, y: 1, width: Math.round(measured(text, LABEL)) + 8, height: 24 }),
      create("text", { x: 16, y: 20 }, text),
    );
    return link;
  }

  size() {
    return { width: this.width, height: HEIGHT };
  }

  focus(element) {
    if (!element) return;
    this.highlight(element);
    this.view.bringIn(this.boxes.get(Number(element.dataset.at)), this.size());
    this.describe(Number(element.dataset.at));
  }

  /** Lights the whole path through a box, upstream and downstream, and dims the rest. */
  highlight(element) {
    const at = element ? this.boxes.get(Number(element.dataset.at)).index : -1;
    const path = new Set([at]);
    const lit = new Set();
    for (const [start, end] of element ? [["from", "to"], ["to", "from"]] : []) {
      const found = new Set([at]);
      for (const one of found) {
        for (const line of this.linesAt[one]) {
          if (line[start] !== one && !line.isTwoWay) continue;
          lit.add(line);
          found.add(line[start] === one ? line[end] : line[start]);
        }
      }
      for (const one of found) path.add(one);
    }
    this.view.svg.classList.toggle("focused", Boolean(element));
    for (const line of this.lines) line.element.classList.toggle("lit", lit.has(line));
    for (const box of this.boxes.values()) for (const part of [box.element, box.name]) part.classList.toggle("near", path.has(box.index));
    for (const box of this.restBoxes) box.element.classList.toggle("near", path.has(box.index));
  }

  /** Describes a product in the status line, with a link to its page. */
  describe(at) {
    const product = this.graph.products[at];
    if (!product) return;
    this.selected = at;
    const link = document.createElement("a");
    link.href = `${page.dataset.root}${product.path}`;
    link.textContent = product.name;
    const facts = [product.apart && capitalised(product.apart), product.statusName, product.category, product.domain, `${product.up.length} directly upstream`, `${product.down.length} directly downstream`];
    const [drawn, reached] = [this.drawn, this.drawn + this.left].map((count) => count.toLocaleString("en"));
    const left = this.left ? ` ${drawn} of ${reached} products drawn.` : "";
    const limit = this.isFull ? ` ${this.left ? "" : `The drawing holds ${LIMIT} products. `}Collapse some to see others.` : "";
    // A lone box would not say that all is shown.
    const side = this.expansion.reach?.at === at ? this.expansion.reach.side : "";
    const none = side && side !== "both" && !product[side].length;
    const alone = !none ? "" : side === "down" ? ` Nothing builds on ${product.name}.` : ` ${product.name} builds on nothing.`;
    showAround(around, this.expansion.around(at));
    status.replaceChildren(link, ` · ${facts.filter(Boolean).join(" · ")}.${alone}${left}${limit}`);
  }

  /** Arrow keys move to the next box in that direction; Enter and space expand or collapse. */
  handleKey(event) {
    const rest = event.target.closest(".column-rest");
    const element = rest ?? event.target.closest("[data-at]");
    if (!element || event.ctrlKey || event.metaKey || event.altKey) return;
    if (element.matches(".box-name") && event.key === "Enter") return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (rest) this.open(rest);
      else this.toggle(element);
      return;
    }
    const direction = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!direction) return;
    event.preventDefault();
    event.stopPropagation();
    const here = rest ? this.restBoxes[Number(rest.dataset.column)] : this.boxes.get(Number(element.dataset.at));
    let best;
    for (const box of [...this.boxes.values(), ...this.restBoxes]) {
      const [across, down] = [box.x - here.x, box.y - here.y];
      const ahead = across * direction[0] + down * direction[1];
      const aside = Math.abs(across * direction[1]) + Math.abs(down * direction[0]);
      if (ahead <= 0) continue;
      const distance = ahead + 2 * aside;
      if (!best || distance < best.distance) best = { box, distance };
    }
    best?.box.element.focus({ preventScroll: true });
  }
}

/** The flows to readers that are shown; one that also flows back is only in the list of the heavier end. */
function flowsOut(products, from, shown) {
  return products[from].down.filter(({ at }) => shown.has(at)).flatMap(({ at: to, pairs }) => {
    const back = products[to].down.find((flow) => flow.at === from)?.pairs;
    if (back > pairs || (back === pairs && to < from)) return [];
    return [{ from, to, pairs, isTwoWay: back !== undefined }];
  });
}

/** Returns one flow for all between the same two boxes; `indices` has the box of each product. */
function joined(flows, indices) {
  const byEnds = grouped(flows, ({ from, to }) => `${indices.get(from)} ${indices.get(to)}`);
  return [...byEnds.values()].map((group) => ({
    ...group[0],
    pairs: Math.max(...group.map(({ pairs }) => pairs)),
    isTwoWay: group.some(({ isTwoWay }) => isTwoWay),
  }));
}

/** The arrowhead of a line. */
function arrowhead() {
  const marker = create("marker", {
    id: "explorer-head",
    viewBox: "-7 -4 7 8",
    markerWidth: 7,
    markerHeight: 8,
    markerUnits: "userSpaceOnUse",
    orient: "auto-start-reverse",
  });
  marker.append(create("path", { class: "head", d: "M0 0l-7-4v8z" }));
  return marker;
}

/** The shape of a status. It is copied: styles of what it is inside would not reach a `use`. */
function statusShape(word) {
  const shape = document.getElementById(`shape-${word}`).cloneNode(true);
  shape.removeAttribute("id");
  return shape;
}

/** A word that begins a text. */
function capitalised(word) {
  return word && word[0].toUpperCase() + word.slice(1);
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

/** Shortens a text that is wider than the room for it. */
function shortened(text, room, font) {
  if (measured(text, font) <= room) return text;
  const letters = [...text];
  let [low, high] = [0, letters.length];
  while (low < high) {
    const half = Math.ceil((low + high) / 2);
    if (measured(`${letters.slice(0, half).join("")}…`, font) <= room) low = half;
    else high = half - 1;
  }
  return `${letters.slice(0, low).join("").trimEnd()}…`;
}

try {
  const response = await fetch(page.dataset.source);
  if (!response.ok) throw new Error(response.statusText);
  const graph = new Graph(await response.json());
  page.hidden = false;
  new Explorer(graph);
  waiting.remove();
} catch (error) {
  page.hidden = true;
  waiting.classList.add("now");
  console.error(error);
}
