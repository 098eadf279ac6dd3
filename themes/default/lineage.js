// Drawings, a little friendlier: a box that is looked at lights up its lines and says
// what they carry. Nothing here is needed to read a drawing.

"use strict";

for (const figure of document.querySelectorAll(".lineage")) {
  const canvas = figure.querySelector(".lineage-canvas");
  const told = figure.querySelector(".lineage-told");
  const boxes = [...figure.querySelectorAll(".node")];
  const lines = [...figure.querySelectorAll("[data-ends]")].map((element) => ({
    element,
    ends: element.dataset.ends.split(" ").map((place) => boxes[place]),
    carried: element.querySelector("title")?.textContent ?? "",
  }));

  // A thin line is hard to point at.
  for (const { element } of lines) {
    const reach = element.cloneNode(true);
    reach.removeAttribute("data-ends");
    reach.setAttribute("class", "reach");
    element.before(reach);
  }

  const look = (box) => {
    const own = lines.filter((line) => line.ends.includes(box));
    for (const line of lines) line.element.classList.toggle("lit", own.includes(line));
    const carried = own.flatMap((line) => line.carried.split("\n")).filter(Boolean);
    const more = carried.length > 4 ? ` and ${carried.length - 4} more` : "";
    told.textContent = carried.slice(0, 4).join(", ") + more;
  };

  figure.addEventListener("focusin", (event) => {
    const box = event.target.closest(".node");
    look(box);
    // Browsers do not bring a half hidden SVG link into view by themselves.
    box?.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  figure.addEventListener("focusout", () => look(null));
  figure.addEventListener("pointerover", (event) => look(event.target.closest(".node")));
  figure.addEventListener("pointerleave", () => look(null));

  // On a narrow screen, begin with what the drawing is about.
  const centre = figure.querySelector(".centre .box") ?? figure.querySelector(".given .box");
  const begin = () => {
    if (!centre || canvas.scrollWidth <= canvas.clientWidth) return;
    const box = centre.getBoundingClientRect();
    const frame = canvas.getBoundingClientRect();
    canvas.scrollLeft += box.left + box.width / 2 - frame.left - frame.width / 2;
  };
  begin();
  figure.closest("details")?.addEventListener("toggle", begin);
}

// A time line that does not fit begins at today.
for (const canvas of document.querySelectorAll(".timeline-canvas")) {
  const today = canvas.querySelector(".today").getBoundingClientRect();
  canvas.scrollLeft += today.left - canvas.getBoundingClientRect().left - canvas.clientWidth / 2;
}
