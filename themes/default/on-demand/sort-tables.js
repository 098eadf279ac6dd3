// Sorts tables marked with `data-sortable` by the heading that is pressed. Without scripts they stay as they are built.
// What the words of a column are worth is in `data-order` of its heading; a list of several pages is told to be one.

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** What a row is sorted by: a number, the place of its first mark in the order of the column, or a text; empty comes last. */
function keyOf(cell, heading) {
  const { order } = heading.dataset;
  if (order) {
    const words = order.split(" ");
    const places = [...cell.querySelectorAll(".mark")].flatMap((mark) => words.flatMap((word, at) => (mark.classList.contains(`mark-${word}`) ? [at] : [])));
    return places.length ? Math.min(...places) : undefined;
  }
  const text = cell.textContent.trim();
  if (!heading.classList.contains("number")) return text || undefined;
  const number = Number.parseFloat(text.replaceAll(",", ""));
  return Number.isNaN(number) ? undefined : number;
}

const compared = (one, other) => (typeof one === "number" ? one - other : collator.compare(one, other));

/** Sorts the rows by a column; rows that are alike keep their order, and rows without a value stay last. */
function sort(table, at, direction) {
  const heading = table.tHead.rows[0].cells[at];
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => ({ row, key: keyOf(row.cells[at], heading) }));
  const known = rows.filter(({ key }) => key !== undefined).sort((one, other) => direction * compared(one.key, other.key));
  body.append(...known.map(({ row }) => row), ...rows.filter(({ key }) => key === undefined).map(({ row }) => row));
}

function prepare(table) {
  const headings = [...table.tHead.rows[0].cells];
  // Headings must not move the columns when they are pressed, so all of them are buttons from the start.
  for (const [at, heading] of headings.entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const isFirst = !heading.ariaSort;
      // Most and worst are looked for more often than least and best.
      const first = heading.classList.contains("number") ? "descending" : "ascending";
      const next = isFirst ? first : heading.ariaSort === "ascending" ? "descending" : "ascending";
      for (const other of headings) other.removeAttribute("aria-sort");
      heading.setAttribute("aria-sort", next);
      sort(table, at, next === "ascending" ? 1 : -1);
      const note = table.parentElement.previousElementSibling;
      if (table.dataset.sortable === "page" && !note?.matches(".sort-note")) {
        const told = document.createElement("p");
        told.className = "hint sort-note";
        told.setAttribute("role", "status");
        table.parentElement.before(told);
        told.textContent = "Sorted: the lines of this page only.";
      }
    });
  }
}

for (const table of document.querySelectorAll("table[data-sortable]")) prepare(table);
