// The search page: all results, with filters. The search and the filters are part of the address, so that a
// result can be shared.

import { Search } from "./search-index.js";

const PAGE_SIZE = 30;
const field = document.querySelector("#search");
const [results, inside, heading, facets, fold, unavailable, empty, people, pages] = ["results", "inside", "found", "facets", "facets-fold", "without", "nothing", "people", "pages"].map((id) => document.getElementById(id));
const search = new Search(field.dataset.root);
const params = new URLSearchParams(location.search);
field.value = params.get("q") ?? "";
let limit = PAGE_SIZE;
let latestUpdate = 0;

function create(name, text, className) {
  const element = document.createElement(name);
  if (text) element.textContent = text;
  if (className) element.className = className;
  return element;
}

/** A status or lifecycle label with its icon and colour. */
const mark = ([id]) => document.getElementById(`mark-${id}`).content.cloneNode(true);

/** Shows the filters; each option has the number of matching products. */
function showFacets(all, products) {
  const focused = document.activeElement?.closest?.("#facets select")?.name;
  facets.replaceChildren(...all.facets.map((facet) => {
    const chosen = facet.values.findIndex(([id]) => id === params.get(facet.key));
    const counts = new Array(facet.values.length).fill(0);
    for (const { product } of filtered(all, products, facet.key)) for (const value of facet.of[product]) counts[value] += 1;
    const label = create("label", facet.name);
    const select = create("select");
    select.name = facet.key;
    select.append(new Option("All", ""));
    facet.values.forEach(([id, name], at) => {
      if (counts[at] || at === chosen) select.append(new Option(`${name} (${counts[at]})`, id, false, at === chosen));
    });
    select.addEventListener("change", () => {
      if (select.value) params.set(facet.key, select.value);
      else params.delete(facet.key);
      limit = PAGE_SIZE;
      update();
    });
    label.append(select);
    return label;
  }));
  fold.removeAttribute("data-waiting");
  if (focused) facets.querySelector(`select[name="${focused}"]`).focus();
}

/** The products that match all filters except one. */
function filtered(all, products, except) {
  const active = all.facets
    .filter(({ key }) => key !== except && params.get(key))
    .map(({ key, of, values }) => [of, values.findIndex(([id]) => id === params.get(key))]);
  return active.length ? products.filter(({ product }) => active.every(([of, at]) => of[product].includes(at))) : products;
}

/** Whether a hit has a value of a facet. */
function having(all, [key, id]) {
  const { of, values } = all.facets.find((facet) => facet.key === key);
  const at = values.findIndex(([value]) => value === id);
  return ({ product }) => of[product].includes(at);
}

/** The card of a product, or of the table or column by which it is found. */
function card(product) {
  const [first, ...rest] = product.isInside ? product.inside : [];
  const item = create("li", "", "card");
  const title = create("h3", "", "card-title");
  title.append(linkTo(first ?? product));
  item.append(title);
  if (first) {
    const place = create("p", first.table ? `${first.kind} of ${first.table}, ` : `${first.kind}, `, "card-text");
    place.append(linkTo(product));
    item.append(place);
  } else if (product.summary) item.append(create("p", product.summary, "card-text"));
  const meta = create("p", "", "card-meta");
  for (const detail of [product.category, product.owner, first ? "" : product.why].filter(Boolean)) meta.append(create("span", detail), " ");
  item.append(meta);
  const others = first ? rest : product.inside;
  if (others.length) {
    const links = others.flatMap((one) => [linkTo({ ...one, name: one.table ? `${one.table}: ${one.name}` : one.name }), " "]);
    const line = create("p", "", "card-inside");
    line.append(...links, product.insideMore ? `and ${product.insideMore.toLocaleString("en")} more` : "");
    item.append(line);
  }
  const marks = create("p", "", "marks");
  for (const label of [product.status, product.lifecycle].filter(Boolean)) marks.append(mark(label), " ");
  if (marks.hasChildNodes()) item.append(marks);
  return item;
}

function linkTo({ name, path }) {
  const link = create("a", name);
  link.href = field.dataset.root + path;
  return link;
}

/** Shows pages of a group as a list of links. */
function showPages(section, all) {
  section.hidden = !all.length;
  section.querySelector("ul").replaceChildren(...all.slice(0, 8).map((page) => {
    const item = create("li");
    item.append(linkTo(page), " ", create("small", page.kind));
    return item;
  }));
}

async function update() {
  const thisUpdate = (latestUpdate += 1);
  const text = field.value.trim();
  if (text) params.set("q", text);
  else params.delete("q");
  const query = params.toString();
  history.replaceState(null, "", query ? `?${query}` : location.pathname);
  const [about, all] = await Promise.all([search.about(), search.facets()]);
  const everything = () => [...Array(about.products).keys()].map((product) => ({ product, matches: [], isInside: false }));
  const exact = text ? await search.find(text) : everything();
  const others = await search.pages(text);
  // A status or another filter whose name is typed is chosen, if no product has that word.
  const named = exact.length ? undefined : others.find((page) => page.named && page.facet)?.facet;
  const matching = named ? everything().filter(having(all, named)) : exact.length ? exact : await search.findAny(text);
  const products = filtered(all, matching, "");
  const hits = await search.load(products.slice(0, limit));
  const suggested = text && !matching.length && !others.length ? await search.suggest(text) : "";
  if (thisUpdate !== latestUpdate) return;
  unavailable.hidden = true;
  showFacets(all, matching);
  const total = products.length === 1 ? "1 product" : `${products.length.toLocaleString("en")} products`;
  heading.textContent = exact.length || named || !products.length ? total : `No product has all these words; ${total} with some of them`;
  if (suggested) {
    const link = create("a", suggested);
    link.href = `?${new URLSearchParams({ q: suggested })}`;
    heading.append(". Did you mean “", link, "”?");
  }
  empty.hidden = products.length > 0 || others.length > 0;
  showPages(people, others.filter(({ group }) => group === "People"));
  showPages(pages, others.filter(({ group }) => group !== "People"));
  const [outside, within] = [hits.filter(({ isInside }) => !isInside), hits.filter(({ isInside }) => isInside)];
  results.replaceChildren(...outside.map(card));
  inside.replaceChildren(...within.map(card));
  results.closest("section").hidden = !outside.length;
  inside.closest("section").hidden = !within.length;
  if (products.length > limit) {
    const more = create("li");
    const button = create("button", `Show more (${products.length.toLocaleString("en")} in all)`, "button");
    button.type = "button";
    button.addEventListener("click", () => {
      limit += PAGE_SIZE;
      update();
    });
    more.append(button);
    (within.length ? inside : results).append(more);
  }
}

const attempt = () => update().catch(() => {
  unavailable.hidden = false;
});

field.form.addEventListener("submit", (event) => {
  event.preventDefault();
  attempt();
});
field.addEventListener("input", () => {
  limit = PAGE_SIZE;
  attempt();
});
field.focus();
attempt();
