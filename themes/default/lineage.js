// Makes lineage drawings interactive: a box under the pointer or with the focus highlights its lines and dims
// the rest, and the status line lists what flows along them. A drawing that is wider than its place gets buttons to
// fit it in and to fill the screen. Drawings can be read without this script.

"use strict";

/** The smallest scale at which a drawing is initially shown whole: texts of 11.5 px have 9.5 px then. */
const LEAST_SCALE = 9.5 / 11.5;
/** Where drawings are shown when asked for, as the style sheet says. */
const phone = matchMedia("(max-width: 30rem)");

for (const figure of document.querySelectorAll(".lineage")) {
  const framed = figure.querySelector("object");
  if (!framed) {
    enliven(figure);
    continue;
  }
  const adopt = () => {
    // A page that was opened from a folder may not look into it: there it stays as it is.
    const file = framed.isConnected && framed.contentDocument?.querySelector("svg");
    if (!file) return;
    const drawing = document.importNode(file, true);
    for (const own of drawing.querySelectorAll("style, .paper")) own.remove();
    for (const link of drawing.querySelectorAll("a")) {
      link.setAttribute("href", new URL(link.getAttribute("href"), framed.data));
      link.removeAttribute("target");
    }
    drawing.classList.add("gb-lineage");
    framed.replaceWith(drawing);
    enliven(figure);
  };
  framed.addEventListener("load", adopt);
  adopt();
}

/** Gives a drawing in a page its highlights and its buttons. */
function enliven(figure) {
  const canvas = figure.querySelector(".lineage-canvas");
  const status = figure.querySelector(".lineage-told");
  const boxes = [...figure.querySelectorAll(".node")];
  const lines = [...figure.querySelectorAll("[data-ends]")].map((element) => {
    const ends = element.dataset.ends.split(" ").map((place) => boxes[place]);
    // A line without a title is told by its ends.
    return { element, ends, flows: element.querySelector("title")?.textContent ?? ends.map(label).join(" → ") };
  });

  // The lines are drawn, so the name of a box says how many lead to it and from it.
  for (const box of boxes) nameWithSides(box, lines);

  // A thin line is hard to point at, so a wide transparent copy lies under it.
  for (const { element } of lines) {
    const hitArea = element.cloneNode(true);
    hitArea.removeAttribute("data-ends");
    hitArea.setAttribute("class", "reach");
    element.before(hitArea);
  }

  const drawing = canvas.querySelector("svg");

  const highlight = (box) => {
    const connected = lines.filter((line) => line.ends.includes(box));
    const near = new Set([box, ...connected.flatMap((line) => line.ends)]);
    drawing.classList.toggle("focused", connected.length > 0);
    for (const one of boxes) one.classList.toggle("near", near.has(one));
    for (const line of lines) line.element.classList.toggle("lit", connected.includes(line));
    const told = connected.flatMap((line) => line.flows.split("\n")).filter((flow) => flow && flow !== "both ways" && flow !== "closes a cycle");
    // A line of many flows names the first ones, and says how many more there are.
    const isMore = (flow) => /^and [\d,]+ more$/.test(flow);
    const flows = told.filter((flow) => !isMore(flow));
    const unnamed = told.filter(isMore).reduce((sum, flow) => sum + Number(flow.replace(/\D/g, "")), 0);
    const left = Math.max(0, flows.length - 4) + unnamed;
    status.textContent = flows.slice(0, 4).join(", ") + (left ? ` and ${left.toLocaleString("en")} more` : "");
  };

  figure.addEventListener("focusin", (event) => {
    const box = event.target.closest(".node");
    highlight(box);
    // Browsers do not scroll to a partly hidden SVG link by themselves.
    box?.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  figure.addEventListener("focusout", () => highlight(null));
  figure.addEventListener("pointerover", (event) => highlight(event.target.closest(".node")));
  figure.addEventListener("pointerleave", () => highlight(null));

  // On a phone, start at the box that the drawing is about; elsewhere at its beginning.
  const centre = figure.querySelector(".centre > use") ?? figure.querySelector(".given > use");
  const scrollToCentre = () => {
    if (!centre || !phone.matches || canvas.scrollWidth <= canvas.clientWidth) return;
    const box = centre.getBoundingClientRect();
    const frame = canvas.getBoundingClientRect();
    canvas.scrollLeft += box.left + box.width / 2 - frame.left - frame.width / 2;
    canvas.scrollTop += box.top + box.height / 2 - frame.top - frame.height / 2;
  };
  scrollToCentre();
  for (let fold = figure.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.addEventListener("toggle", scrollToCentre);
  // Some browsers cannot show the inside of a closed fold.
  const own = figure.closest(".drawing-fold");
  if (own && !phone.matches) own.open = true;
  addTools(figure, canvas, drawing);
}

/** The texts in a box that match. */
function texts(box, selector) {
  return [...box.querySelectorAll(selector)].map((one) => one.textContent).join(" ");
}

/** The label of a box: one that is broken after a hyphen or the like has no space there. */
function label(box) {
  return texts(box, ":scope > text:not([class])").replace(/([-_/.]) /g, "$1");
}

/** Adds to the name of a box how many others are upstream and downstream of it. */
function nameWithSides(box, lines) {
  if (!box.matches("a, [role]")) return;
  const counts = [0, 0];
  for (const { element, ends } of lines) {
    const isBothWays = element.hasAttribute("marker-start") && !element.matches(".cycle");
    // A line that closes a cycle is drawn from left to right too, against the flow.
    const [from, to] = element.matches(".cycle") ? [...ends].reverse() : ends;
    if (to === box || (isBothWays && from === box)) counts[0] += 1;
    if (from === box || (isBothWays && to === box)) counts[1] += 1;
  }
  const details = [":scope > .detail", ':scope > [class^="tone"]'].map((selector) => texts(box, selector).toLowerCase());
  const name = box.getAttribute("aria-label") ?? [label(box), ...details].filter(Boolean).join(", ");
  box.setAttribute("aria-label", `${name}, ${counts[0]} upstream, ${counts[1]} downstream`);
}

/** Buttons for a drawing, shown while it is wider than its place. */
function addTools(figure, canvas, drawing) {
  const tools = document.createElement("div");
  tools.className = "lineage-tools";
  const button = (text, act) => {
    const element = Object.assign(document.createElement("button"), { type: "button", textContent: text });
    element.addEventListener("click", act);
    tools.append(element);
    return element;
  };
  const width = Number(drawing.getAttribute("width"));
  const isFitted = () => drawing.getBoundingClientRect().width < width - 1;
  const fit = button("Fit", () => {
    canvas.dataset.size = isFitted() ? "actual" : "fit";
    update();
  });
  if (document.fullscreenEnabled) {
    button("Full screen", () => (document.fullscreenElement ? document.exitFullscreen() : figure.requestFullscreen()));
  }
  const place = () => {
    const { paddingLeft, paddingRight } = getComputedStyle(canvas);
    return canvas.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
  };
  const update = () => {
    tools.hidden = width <= place() + 1 && document.fullscreenElement !== figure;
    fit.setAttribute("aria-pressed", String(isFitted()));
  };
  // If the screen has room, a drawing is initially shown whole, as long as its texts are legible.
  if (matchMedia("(min-width: 64rem)").matches && place() >= LEAST_SCALE * width) canvas.dataset.size = "fit";
  figure.prepend(tools);
  new ResizeObserver(update).observe(canvas);
}
