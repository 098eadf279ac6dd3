// Makes lineage drawings interactive: a box under the pointer or with the focus highlights its lines, and
// the status line lists what flows along them. Drawings can be read without this script.

"use strict";

for (const figure of document.querySelectorAll(".lineage")) {
  const canvas = figure.querySelector(".lineage-canvas");
  const status = figure.querySelector(".lineage-told");
  const boxes = [...figure.querySelectorAll(".node")];
  const lines = [...figure.querySelectorAll("[data-ends]")].map((element) => ({
    element,
    ends: element.dataset.ends.split(" ").map((place) => boxes[place]),
    flows: element.querySelector("title")?.textContent ?? "",
  }));

  // A thin line is hard to point at, so a wide transparent copy lies under it.
  for (const { element } of lines) {
    const hitArea = element.cloneNode(true);
    hitArea.removeAttribute("data-ends");
    hitArea.setAttribute("class", "reach");
    element.before(hitArea);
  }

  const highlight = (box) => {
    const connected = lines.filter((line) => line.ends.includes(box));
    for (const line of lines) line.element.classList.toggle("lit", connected.includes(line));
    const flows = connected.flatMap((line) => line.flows.split("\n")).filter(Boolean);
    const more = flows.length > 4 ? ` and ${flows.length - 4} more` : "";
    status.textContent = flows.slice(0, 4).join(", ") + more;
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

  // On a narrow screen, start at the box that the drawing is about.
  const centre = figure.querySelector(".centre .box") ?? figure.querySelector(".given .box");
  const scrollToCentre = () => {
    if (!centre || canvas.scrollWidth <= canvas.clientWidth) return;
    const box = centre.getBoundingClientRect();
    const frame = canvas.getBoundingClientRect();
    canvas.scrollLeft += box.left + box.width / 2 - frame.left - frame.width / 2;
  };
  scrollToCentre();
  figure.closest("details")?.addEventListener("toggle", scrollToCentre);
}

// A timeline that is wider than the screen starts at today.
for (const canvas of document.querySelectorAll(".timeline-canvas")) {
  const today = canvas.querySelector(".today").getBoundingClientRect();
  canvas.scrollLeft += today.left - canvas.getBoundingClientRect().left - canvas.clientWidth / 2;
}
