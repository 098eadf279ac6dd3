// What is around the selected product of the explorer, as text: on a phone it stands for the drawing, elsewhere it is
// below it.

/** A longer list shows this many products, and the others when asked for. */
const LONG = 20;
const TITLES = { up: "upstream", down: "downstream" };

/** Shows the products around one in `place`; `groups` has a side, the steps to it and its products, nearest first. */
export function showAround(place, groups, iconOf) {
  place.replaceChildren(...groups.map(({ side, step, products }) => {
    const section = create("section");
    const heading = create("h2", `${step === 1 ? "Directly" : `${step} steps`} ${TITLES[side]} `);
    heading.append(create("span", products.length.toLocaleString("en"), "count"));
    section.append(heading, list(products.slice(0, LONG), iconOf));
    if (products.length > LONG) section.append(rest(products.slice(LONG), iconOf));
    return section;
  }));
}

function list(products, iconOf) {
  const all = create("ul", "", "around-list");
  all.append(...products.map((product) => {
    const item = create("li");
    const link = create("a", product.name);
    link.href = `#${encodeURIComponent(product.id)}`;
    item.append(link, " ");
    if (product.status) {
      const mark = create("span", "", `mark mark-${product.status}`);
      mark.append(iconOf(product.status), product.statusName);
      item.append(mark, " ");
    }
    item.append(create("small", [product.category, product.domain].filter(Boolean).join(", ")));
    return item;
  }));
  return all;
}

/** The rest of a long list, made once it is asked for. */
function rest(products, iconOf) {
  const fold = create("details", "", "fold");
  fold.append(create("summary", `Show ${products.length.toLocaleString("en")} more`));
  fold.addEventListener("toggle", () => fold.append(list(products, iconOf)), { once: true });
  return fold;
}

function create(name, text = "", className = "") {
  return Object.assign(document.createElement(name), { textContent: text, className });
}
