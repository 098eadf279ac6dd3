// The search page: all results, with filters. The search and the filters are part of the address, so that a
// result can be shared.

import { ProductList, create } from "./product-list.js";
import { Search } from "./search-index.js";

/** The first places of a word are the whole name of a product and its whole alias. */
const WHOLE_NAMES = 2;

const field = document.querySelector("#search");
const [heading, unavailable, empty, people, pages] = ["found", "without", "nothing", "people", "pages"].map((id) => document.getElementById(id));
const search = new Search(field.dataset.root);
const params = new URLSearchParams(location.search);
field.value = params.get("q") ?? "";
let latestUpdate = 0;

const attempt = () => update().catch(() => {
  unavailable.hidden = false;
});
const list = new ProductList(search, field.dataset.root, params, attempt);

/** Whether a hit has a value of a facet. */
function having(all, [key, id]) {
  const { of, values } = all.facets.find((facet) => facet.key === key);
  const at = values.findIndex(([value]) => value === id);
  return ({ product }) => of[product].includes(at);
}

/** Shows pages of a group as a list of links. */
function showPages(section, all) {
  section.hidden = !all.length;
  section.querySelector("ul").replaceChildren(...all.slice(0, 8).map((page) => {
    const item = create("li");
    item.append(list.link(page), " ", create("small", page.kind));
    return item;
  }));
}

async function update() {
  const thisUpdate = (latestUpdate += 1);
  const isLatest = () => thisUpdate === latestUpdate;
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
  const suggested = text && !matching.length && !others.length ? await search.suggest(text) : "";
  const count = await list.show(all, matching, isLatest);
  if (!isLatest()) return;
  unavailable.hidden = true;
  // Products come first, except after a name that was typed in full if it is that of another page.
  const products = document.getElementById("results").closest("section");
  const isWholeName = ({ matches }) => matches.some(({ place }) => place < WHOLE_NAMES);
  const isPageNamed = others.some((page) => page.named) && !exact.some(isWholeName);
  (isPageNamed ? products : empty).before(people, pages);
  const total = !count && others.length ? `${others.length.toLocaleString("en")} ${others.length === 1 ? "page" : "pages"}` : count === 1 ? "1 product" : `${count.toLocaleString("en")} products`;
  heading.textContent = exact.length || named || !count ? total : `No product has all these words; ${total} with some of them`;
  if (suggested) {
    const link = create("a", suggested);
    link.href = `?${new URLSearchParams({ q: suggested })}`;
    heading.append(". Did you mean “", link, "”?");
  }
  empty.hidden = count > 0 || others.length > 0;
  showPages(people, others.filter(({ group }) => group === "People"));
  showPages(pages, others.filter(({ group }) => group !== "People"));
}

field.form.addEventListener("submit", (event) => {
  event.preventDefault();
  attempt();
});
field.addEventListener("input", () => {
  list.reset();
  attempt();
});
// The focus stays with readers who came with filters only.
if (!params.size || field.value) field.focus();
attempt();
