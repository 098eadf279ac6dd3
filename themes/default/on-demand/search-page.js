// The page of the search: all that is found, narrowed by what products are. The address says what was
// searched for, so that it can be sent to somebody.

import { Search } from "./search-index.js";

const PAGE = 30;
const field = document.querySelector("#search");
const [results, found, facets, fold, without, nothing, pages] = ["results", "found", "facets", "facets-fold", "without", "nothing", "pages"].map((id) => document.getElementById(id));
const search = new Search(field.dataset.root);
const wanted = new URLSearchParams(location.search);
field.value = wanted.get("q") ?? "";
let count = PAGE;
let turn = 0;

function made(name, text, className) {
  const element = document.createElement(name);
  if (text) element.textContent = text;
  if (className) element.className = className;
  return element;
}

/** A word with its shape and colour. */
const mark = ([id]) => document.getElementById(`mark-${id}`).content.cloneNode(true);

/** The choices of each facet, with how many products of those that were found have each. */
function show(all, products) {
  const held = document.activeElement?.closest?.("#facets select")?.name;
  facets.replaceChildren(...all.facets.map((facet) => {
    const chosen = facet.values.findIndex(([id]) => id === wanted.get(facet.key));
    const counts = new Array(facet.values.length).fill(0);
    for (const product of fitting(all, products, facet.key)) for (const value of facet.of[product]) counts[value] += 1;
    const label = made("label", facet.name);
    const select = made("select");
    select.name = facet.key;
    select.append(new Option("All", ""));
    facet.values.forEach(([id, name], at) => {
      if (counts[at] || at === chosen) select.append(new Option(`${name} (${counts[at]})`, id, false, at === chosen));
    });
    select.addEventListener("change", () => {
      if (select.value) wanted.set(facet.key, select.value);
      else wanted.delete(facet.key);
      count = PAGE;
      update();
    });
    label.append(select);
    return label;
  }));
  fold.removeAttribute("data-waiting");
  if (held) facets.querySelector(`select[name="${held}"]`).focus();
}

/** The products that are as they are wanted, but for one facet. */
function fitting(all, products, but) {
  const asked = all.facets
    .filter(({ key }) => key !== but && wanted.get(key))
    .map(({ key, of, values }) => [of, values.findIndex(([id]) => id === wanted.get(key))]);
  return asked.length ? products.filter((product) => asked.every(([of, at]) => of[product].includes(at))) : products;
}

async function update() {
  const own = (turn += 1);
  const text = field.value.trim();
  if (text) wanted.set("q", text);
  else wanted.delete("q");
  const query = wanted.toString();
  history.replaceState(null, "", query ? `?${query}` : location.pathname);
  const [about, all] = await Promise.all([search.about(), search.facets()]);
  const whole = text ? await search.find(text) : [...Array(about.products).keys()];
  const matching = whole.length ? whole : await search.some(text);
  const products = fitting(all, matching, "");
  const [shown, others] = await Promise.all([search.shown(products.slice(0, count)), search.pages(text)]);
  if (own !== turn) return;
  without.hidden = true;
  show(all, matching);
  const number = products.length === 1 ? "1 product" : `${products.length.toLocaleString("en")} products`;
  found.textContent = whole.length || !products.length ? number : `No product has all these words; ${number} with some of them`;
  nothing.hidden = products.length > 0;
  pages.hidden = !others.length;
  pages.querySelector("ul").replaceChildren(...others.slice(0, 8).map(({ kind, name, path }) => {
    const item = made("li");
    const link = made("a", name);
    link.href = field.dataset.root + path;
    item.append(link, " ", made("small", kind));
    return item;
  }));
  results.replaceChildren(...shown.map((product) => {
    const item = made("li", "", "card");
    const link = made("a", product.name);
    link.href = field.dataset.root + product.path;
    const title = made("h2", "", "card-title");
    title.append(link);
    item.append(title);
    if (product.summary) item.append(made("p", product.summary, "card-text"));
    const meta = made("p", "", "card-meta");
    for (const about of [product.category, product.owner].filter(Boolean)) meta.append(made("span", about), " ");
    item.append(meta);
    const marks = made("p", "", "marks");
    for (const word of [product.status, product.lifecycle].filter(Boolean)) marks.append(mark(word), " ");
    if (marks.hasChildNodes()) item.append(marks);
    return item;
  }));
  if (products.length > count) {
    const more = made("li");
    const button = made("button", `Show more of ${products.length.toLocaleString("en")}`, "button");
    button.type = "button";
    button.addEventListener("click", () => {
      count += PAGE;
      update();
    });
    more.append(button);
    results.append(more);
  }
}

const attempt = () => update().catch(() => {
  without.hidden = false;
});

field.form.addEventListener("submit", (event) => {
  event.preventDefault();
  attempt();
});
field.addEventListener("input", () => {
  count = PAGE;
  attempt();
});
field.focus();
attempt();
