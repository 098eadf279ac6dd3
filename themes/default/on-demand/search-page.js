// The search page: all results, with filters. The search and the filters are part of the address, so that a
// result can be shared.

import { ProductList, create } from "./product-list.js";
import { Search } from "./search-index.js";
import { results } from "./search-results.js";

const field = document.querySelector("#search");
const [heading, unavailable, empty, why, nearest, above, inAll] = ["found", "without", "nothing", "nothing-why", "nearest", "above", "everywhere"].map((id) => document.getElementById(id));
const search = new Search(field.dataset.root);
const params = new URLSearchParams(location.search);
field.value = params.get("q") ?? "";
let latestUpdate = 0;
// The data is fetched first: until it has loaded, the page says so.
heading.textContent = "Searching…";

const attempt = () => update().catch(() => {
  heading.textContent = "";
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
  const found = text ? await results(search, text) : { hits: everything(), isExact: true, above: [], below: [] };
  const named = found.facet;
  const others = [...found.above, ...found.below];
  const isChosen = named && having(all, named);
  const matching = named ? [...everything().filter(isChosen), ...found.hits.filter((hit) => !isChosen(hit))] : found.hits;
  const suggested = text && !matching.length && !others.length ? await search.suggest(text) : "";
  const count = await list.show(all, matching, isLatest);
  if (!isLatest()) return;
  unavailable.hidden = true;
  inAll.hidden = !found.inside;
  if (found.inside) inAll.replaceChildren(create("code", found.inside.name), ` is in ${found.inside.products.toLocaleString("en")} products; narrow by domain or team`);
  const total = !count && others.length ? `${others.length.toLocaleString("en")} ${others.length === 1 ? "page" : "pages"}` : count === 1 ? "1 product" : `${count.toLocaleString("en")} products`;
  // A filter with a part of the text stands above them.
  const isAnswered = found.above.some(({ isNarrowing }) => isNarrowing);
  const some = isAnswered ? `${total} with some of these words` : `No product has all these words; ${total} with some of them`;
  heading.textContent = found.isExact || named || !count ? total : some;
  empty.hidden = count > 0 || others.length > 0;
  // The box below says the same at more length; screen readers are still told here.
  heading.classList.toggle("hidden", !empty.hidden);
  const isNarrowed = matching.length > 0;
  why.textContent = isNarrowed ? "No product passes all these filters. Remove one." : "No product, table, column, person or page has these words. Try others, or fewer.";
  nearest.hidden = !suggested;
  if (suggested) {
    const link = create("a", suggested);
    link.href = `?${new URLSearchParams({ q: suggested })}`;
    nearest.replaceChildren("Did you mean “", link, "”?");
  }
  showPages(above, found.above);
  for (const group of ["People", "Filters", "Pages"]) showPages(document.getElementById(group.toLowerCase()), found.below.filter((page) => page.group === group));
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
