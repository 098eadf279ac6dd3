// What is around the selected product of the explorer, as text: on a phone it stands for the drawing, elsewhere it is
// below it.

/** A longer list shows this many products, and the others when asked for. */
const LONG = 20;
const TITLES = { up: "upstream", down: "downstream" };

/** Shows the products around one in `place`; `groups` has a side, the steps to it and its products, nearest first. */
export function showAround(place, groups) {
  const order = create("p", "The worst status first, then by name.", "hint around-order");
  const sections = groups.map(({ side, step, products: unsorted }) => {
    const products = unsorted.toSorted(byStatusAndName);
    const section = create("section");
    const heading = create("h2", `${step === 1 ? "Directly" : `${step} steps`} ${TITLES[side]} `);
    heading.append(create("span", products.length.toLocaleString("en"), "count"));
    section.append(heading);
    // What is said of a whole side is below its first heading.
    const isFirst = groups.find((group) => group.side === side).step === step;
    const all = isFirst && sum(side, groups.filter((group) => group.side === side));
    if (all) section.append(all);
    section.append(list(products.slice(0, LONG)));
    if (products.length > LONG) section.append(rest(products.slice(LONG)));
    return section;
  });
  place.replaceChildren(...(groups.some(({ products }) => products.length > 1) ? [order] : []), ...sections);
}

function byStatusAndName(one, other) {
  return one.statusRank - other.statusRank || one.name.localeCompare(other.name, "en");
}

/** Everything on a side in a sentence or two, which say what other pages do not count; null if the heading says it all. */
function sum(side, groups) {
  const products = groups.flatMap((group) => group.products);
  const apart = products.filter((product) => product.apart);
  const words = [...new Set(apart.map((product) => product.apart))].sort();
  const counts = words.map((word) => [apart.filter((product) => product.apart === word).length, word]);
  const parts = counts.map(([count, word]) => `${count.toLocaleString("en")} ${count === 1 ? "is" : "are"} ${word}`).join(" and ");
  const total = groups.length > 1 ? `${products.length.toLocaleString("en")} ${TITLES[side]} in all.` : "";
  const uncounted = side === "down" ? `; other pages do not count ${apart.length === 1 ? "it" : "them"} as affected` : "";
  const sentences = [total, parts && `Of these, ${parts}${uncounted}.`].filter(Boolean);
  return sentences.length ? create("p", sentences.join(" "), "hint around-sum") : null;
}

function list(products) {
  const all = create("ul", "", "around-list");
  all.append(...products.map((product) => {
    const item = create("li");
    const link = create("a", product.name);
    link.href = `#${encodeURIComponent(product.id)}`;
    item.append(link, " ");
    if (product.status) {
      item.append(create("span", product.statusName, `mark mark-${product.status}`), " ");
    }
    const apart = product.apart && product.apart[0].toUpperCase() + product.apart.slice(1);
    item.append(create("small", [apart, product.category, product.domain].filter(Boolean).join(", ")));
    return item;
  }));
  return all;
}

/** The rest of a long list, made once it is asked for. */
function rest(products) {
  const fold = create("details", "", "fold");
  fold.append(create("summary", `Show ${products.length.toLocaleString("en")} more`));
  fold.addEventListener("toggle", () => fold.append(list(products)), { once: true });
  return fold;
}

function create(name, text = "", className = "") {
  return Object.assign(document.createElement(name), { textContent: text, className });
}
