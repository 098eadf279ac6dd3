// The list of products on the search page: narrowed by several filters at once, sorted, as cards or as a table. All of
// that is part of the address, so that a list can be shared.

const PAGE_SIZE = 30;
/** Longer lists are not sorted by name: every file of products would be fetched. */
const MOST_SORTED = 2000;
const VIEW = "glassbox-list-view";
/** Keys of the address that are no filters. */
const OTHER_KEYS = ["q", "sort"];

export function create(name, text, className) {
  const element = document.createElement(name);
  if (text) element.textContent = text;
  // What people wrote from right to left keeps its direction.
  if (/[\u0590-\u08FF\uFB1D-\uFEFC]/.test(text ?? "")) element.dir = "auto";
  if (className) element.className = className;
  return element;
}

const counted = (count) => count.toLocaleString("en");

/** A status or lifecycle label with its icon and colour. */
const mark = ([id]) => document.getElementById(`mark-${id}`).content.cloneNode(true);

/** How readers saw the last list: `cards` or `table`. */
const stored = () => {
  try {
    return localStorage.getItem(VIEW);
  } catch {
    return null;
  }
};

export class ProductList {
  #search;
  #root;
  #params;
  #changed;
  #limit = PAGE_SIZE;
  #parts = Object.fromEntries(["results", "inside", "facets", "facets-fold", "chips", "ways", "sort", "view"].map((id) => [id, document.getElementById(id)]));

  /** A list over a search, of the site at this root, with its choices in these parameters; `changed` is called when a
      reader chooses something else. */
  constructor(search, root, params, changed) {
    [this.#search, this.#root, this.#params, this.#changed] = [search, root, params, changed];
    const { sort, view } = this.#parts;
    sort.value = params.get("sort") ?? "";
    if (sort.selectedIndex < 0) sort.value = "";
    sort.addEventListener("change", () => {
      if (sort.value) params.set("sort", sort.value);
      else params.delete("sort");
      changed();
    });
    view.value = stored() === "table" ? "table" : "cards";
    view.addEventListener("change", () => {
      try {
        localStorage.setItem(VIEW, view.value);
      } catch {
        // It is forgotten with the page.
      }
      changed();
    });
  }

  /** Begins with the first results again. */
  reset() {
    this.#limit = PAGE_SIZE;
  }

  /** The hits that have one of the chosen values of each filter, but for the filter `except`. */
  filtered(all, hits, except) {
    const active = all.facets
      .filter(({ key }) => key !== except && this.#params.has(key))
      .map(({ key, of, values }) => [of, new Set(this.#params.getAll(key).map((chosen) => values.findIndex(([id]) => id === chosen)))]);
    const isShown = this.#isShown(all, except);
    return hits.filter((hit) => isShown(hit) && active.every(([of, chosen]) => of[hit.product].some((at) => chosen.has(at))));
  }

  /** What is retired is left out, as in every list, unless somebody types a name or asks for a lifecycle. */
  #isShown(all, except) {
    const lifecycle = all.facets.find(({ key }) => key === "lifecycle");
    const retired = lifecycle?.values.findIndex(([id]) => id === "retired") ?? -1;
    if (retired < 0 || except === "lifecycle" || ["q", "lifecycle"].some((key) => this.#params.has(key))) return () => true;
    return ({ product }) => !lifecycle.of[product].includes(retired);
  }

  /** Narrows hits, and shows them; returns how many there are, or `undefined` if something newer is to be shown. */
  async show(all, hits, isLatest) {
    const found = this.filtered(all, hits, "");
    const sorted = await this.#sorted(all, found);
    const shown = await this.#search.load(sorted.slice(0, this.#limit));
    if (!isLatest()) return undefined;
    this.#parts.ways.hidden = false;
    this.#showFacets(all, hits);
    this.#showChips(all);
    this.#parts.sort.querySelector('[value="name"]').disabled = found.length > MOST_SORTED;
    const [outside, inside] = [shown.filter(({ isInside }) => !isInside), shown.filter(({ isInside }) => isInside)];
    const isTable = this.#parts.view.value === "table";
    const numbers = new Map(sorted.slice(0, this.#limit).map(({ product }, at) => [shown[at], product]));
    this.#parts.results.replaceChildren(...(isTable && outside.length ? [this.#table(all, outside, numbers)] : outside.map((product) => this.#card(product))));
    this.#parts.inside.replaceChildren(...inside.map((product) => this.#card(product)));
    this.#parts.results.closest("section").hidden = !outside.length;
    this.#parts.inside.closest("section").hidden = !inside.length;
    if (found.length > this.#limit) (inside.length ? this.#parts.inside : this.#parts.results).append(this.#more(found.length));
    return found.length;
  }

  async #sorted(all, hits) {
    const how = this.#params.get("sort");
    const sortedBy = (keys) => hits.map((hit, at) => [hit, keys[at]]).sort(([one, a], [other, b]) => one.isInside - other.isInside || (a < b ? -1 : a > b ? 1 : 0)).map(([hit]) => hit);
    if (how === "status") {
      // The worst stand first among the values.
      const { of, values } = all.facets.find(({ key }) => key === "status") ?? { of: [], values: [] };
      return sortedBy(hits.map(({ product }) => of[product]?.[0] ?? values.length));
    }
    if (how !== "name" || hits.length > MOST_SORTED) return hits;
    return sortedBy((await this.#search.names(hits)).map((name) => name.toLocaleLowerCase("en")));
  }

  /** Shows the filters; each value has the number of products that it would leave, with the other filters. */
  #showFacets(all, hits) {
    const { facets, "facets-fold": fold } = this.#parts;
    const focused = facets.contains(document.activeElement) ? document.activeElement.id : "";
    const scrolled = new Map([...facets.querySelectorAll(".facet-options")].map((list) => [list.dataset.key, list.scrollTop]));
    facets.replaceChildren(...all.facets.flatMap((facet) => {
      const chosen = this.#params.getAll(facet.key);
      const counts = new Array(facet.values.length).fill(0);
      for (const { product } of this.filtered(all, hits, facet.key)) for (const value of facet.of[product]) counts[value] += 1;
      const options = facet.values.map(([id, name], at) => ({ id, name, count: counts[at], isChosen: chosen.includes(id) })).filter(({ count, isChosen }) => count || isChosen);
      if (!options.length) return [];
      const set = create("fieldset", "", "facet-set");
      const list = create("div", "", "facet-options");
      list.dataset.key = facet.key;
      list.append(...options.map((option) => this.#option(facet.key, option)));
      set.append(create("legend", facet.name), list);
      return [set];
    }));
    for (const list of facets.querySelectorAll(".facet-options")) list.scrollTop = scrolled.get(list.dataset.key) ?? 0;
    fold.removeAttribute("data-waiting");
    if (focused) document.getElementById(focused)?.focus();
  }

  #option(key, { id, name, count, isChosen }) {
    const label = create("label");
    const box = create("input");
    [box.type, box.name, box.value, box.id, box.checked] = ["checkbox", key, id, `facet-${key}-${id}`, isChosen];
    box.addEventListener("change", () => {
      if (box.checked) this.#params.append(key, id);
      else this.#params.delete(key, id);
      this.reset();
      this.#changed();
    });
    label.append(box, create("span", name), create("span", counted(count), "count"));
    return label;
  }

  /** What is chosen, each with a way to leave it. */
  #showChips(all) {
    const chosen = all.facets.flatMap(({ key, name, values }) => this.#params.getAll(key).map((id) => ({ key, id, name, value: values.find(([value]) => value === id)?.[1] ?? id })));
    const button = (text, label, leave) => {
      const chip = create("button", text, "chip");
      chip.type = "button";
      chip.setAttribute("aria-label", label);
      chip.addEventListener("click", () => {
        leave();
        this.reset();
        this.#changed();
        (this.#parts.chips.querySelector("button") ?? document.querySelector("#search")).focus();
      });
      return chip;
    };
    const chips = chosen.map(({ key, id, name, value }) => button(`${value} ×`, `Remove ${name}: ${value}`, () => this.#params.delete(key, id)));
    const leaveAll = () => {
      for (const key of new Set(this.#params.keys())) if (!OTHER_KEYS.includes(key)) this.#params.delete(key);
    };
    if (chips.length > 1) chips.push(button("Clear all", "Clear all filters", leaveAll));
    this.#parts.chips.replaceChildren(...chips);
    this.#parts.chips.hidden = !chips.length;
  }

  /** A link of the site. */
  link({ name, path }) {
    const link = create("a", name);
    link.href = this.#root + path;
    return link;
  }

  /** The card of a product, or of the table or column by which it is found. */
  #card(product) {
    const [first, ...rest] = product.isInside ? product.inside : [];
    const item = create("li", "", "card");
    const title = create("h3", "", "card-title");
    title.append(this.link(first ?? product));
    item.append(title);
    if (first) {
      const place = create("p", first.table ? `${first.kind} of ${first.table}, ` : `${first.kind}, `, "card-text");
      place.append(this.link(product));
      item.append(place);
    } else if (product.summary) item.append(create("p", product.summary, "card-text"));
    const meta = create("p", "", "card-meta");
    for (const detail of [product.category, product.owner, first ? "" : product.why].filter(Boolean)) meta.append(create("span", detail), " ");
    item.append(meta);
    const others = first ? rest : product.inside;
    if (others.length) {
      const links = others.flatMap((one) => [this.link({ ...one, name: one.table ? `${one.table}: ${one.name}` : one.name }), " "]);
      const line = create("p", "", "card-inside");
      line.append(...links, product.insideMore ? `and ${counted(product.insideMore)} more` : "");
      item.append(line);
    }
    const marks = create("p", "", "marks");
    for (const label of [product.status, product.lifecycle].filter(Boolean)) marks.append(mark(label), " ");
    if (marks.hasChildNodes()) item.append(marks);
    return item;
  }

  /** Products as a table, in an item of the list; `numbers` are theirs in the search. */
  #table(all, products, numbers) {
    const columns = ["Name", "Status", "Category", "Team", "Domain", "Tier"];
    const valueOf = (key, product) => {
      const facet = all.facets.find((one) => one.key === key);
      return facet?.of[numbers.get(product)].map((at) => facet.values[at][1]).join(", ") ?? "";
    };
    const table = create("table", "", "found-table");
    const head = create("tr");
    head.append(...columns.map((name) => Object.assign(create("th", name), { scope: "col" })));
    table.createTHead().append(head);
    table.createTBody().append(...products.map((product) => {
      const row = create("tr");
      const name = Object.assign(create("th"), { scope: "row" });
      name.append(this.link(product));
      const marks = create("td");
      for (const label of [product.status, product.lifecycle].filter(Boolean)) marks.append(mark(label), " ");
      row.append(name, marks, ...["category", "owner", "domain", "tier"].map((key) => create("td", valueOf(key, product))));
      return row;
    }));
    const scroll = create("div", "", "scroll");
    scroll.tabIndex = 0;
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-label", "Products as a table");
    scroll.append(table);
    const item = create("li");
    item.append(scroll);
    return item;
  }

  #more(total) {
    const item = create("li");
    const button = create("button", `Show more (${counted(total)} in all)`, "button");
    button.type = "button";
    button.addEventListener("click", () => {
      const shown = this.#limit;
      this.#limit += PAGE_SIZE;
      Promise.resolve(this.#changed()).then(() => [...document.querySelectorAll("#results h3 a, #results tbody th a, #inside h3 a")][shown]?.focus());
    });
    item.append(button);
    return item;
  }
}
