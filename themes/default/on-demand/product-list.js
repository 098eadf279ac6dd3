// The list of products on the search page: narrowed by several filters at once, sorted, as cards or as a table. All of
// this is part of the address, so that a list can be shared.

const PAGE_SIZE = 20;
/** Longer lists are not sorted by name: every file of products would be fetched. */
const MOST_SORTED = 2000;
/** Of a filter with more values, the largest are shown, as on lists. */
const MOST_OPTIONS = 12;
const VIEW = "glassbox-list-view";
/** Keys of the address that are not filters. */
const OTHER_KEYS = ["q", "sort"];

export function create(name, text, className) {
  const element = document.createElement(name);
  if (text) element.textContent = text;
  // Right-to-left text keeps its direction.
  if (/[\u0590-\u08FF\uFB1D-\uFEFC]/.test(text ?? "")) element.dir = "auto";
  if (className) element.className = className;
  return element;
}

const numbers = new Intl.NumberFormat("en");
const counted = (count) => numbers.format(count);

/** A status or lifecycle label with its icon and colour. */
const mark = ([id]) => document.getElementById(`mark-${id}`).content.cloneNode(true);

/** The tile of a category, by its position, as lists show it; and the look that it gives to a card. */
function tile(at) {
  const { content, dataset } = document.getElementById(`tile-${at ?? "other"}`) ?? document.getElementById("tile-other");
  return [content.cloneNode(true), dataset.look ? ` cat-${dataset.look}` : ""];
}

/** A fact of a card, with its icon; screen readers hear what it is. */
function fact(icon, label, value) {
  const line = create("span");
  line.append(create("i", "", `icon icon-${icon}`), create("span", `${label}: `, "hidden"), value);
  return line;
}

/** The marks of a product. */
function marksOf({ status, lifecycle, ends }) {
  const all = [...[status, lifecycle].filter(Boolean).map(mark), ...(ends ? [create("span", ends, "mark mark-plain")] : [])];
  return all.flatMap((one) => [one, " "]);
}

/** The names of the values that a product has in a facet, by the number of the product in the search. */
function valueOf(all, key, product) {
  const facet = all.facets.find((one) => one.key === key);
  return facet?.of[product].map((at) => facet.values[at][1]).join(", ") ?? "";
}

/** How readers viewed the last list: `cards` or `table`. */
const stored = () => {
  try {
    return localStorage.getItem(VIEW);
  } catch {
    return null;
  }
};

/** A text in pieces, with the matching ones marked. */
function matched(pieces) {
  const line = create("span");
  line.append(...pieces.map(([text, isMatched]) => (isMatched ? create("mark", text) : text)));
  return line;
}

/** Makes an element hold exactly these nodes; existing ones are left alone, and keep their scroll position. */
function holdOnly(element, children) {
  const isHeld = element.children.length === children.length && children.every((child, at) => element.children[at] === child);
  if (!isHeld) element.replaceChildren(...children);
}

export class ProductList {
  #search;
  #root;
  #params;
  #changed;
  #limit = PAGE_SIZE;
  /** The filter elements, by key: created once, because creating them again takes longer than a search. */
  #sets = new Map();
  /** The keys of the filters whose values are all shown. */
  #whole = new Set();
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
        // It is forgotten when the page is closed.
      }
      changed();
    });
  }

  /** Starts with the first results again. */
  reset() {
    this.#limit = PAGE_SIZE;
  }

  /** The conditions for a product, each with the key of its filter: the chosen values of each. */
  #filters(all) {
    const chosen = all.facets.filter(({ key }) => this.#params.has(key)).map(({ key, of, values }) => {
      const ids = new Set(this.#params.getAll(key).map((one) => values.findIndex(([id]) => id === one)));
      return { key, isPassed: (product) => of[product].some((at) => ids.has(at)) };
    });
    // Some products are left out, as in every list, unless a name is typed or a value of that facet is chosen.
    const narrowing = all.facets.find(({ left_out: at }) => at !== undefined);
    if (!narrowing || ["q", narrowing.key].some((key) => this.#params.has(key))) return chosen;
    return [...chosen, { key: narrowing.key, isPassed: (product) => !narrowing.of[product].includes(narrowing.left_out) }];
  }

  /** The hits that pass all filters; and for each facet the number that each value would leave with the others. */
  #narrowed(all, hits) {
    const filters = this.#filters(all);
    const counts = all.facets.map(({ values }) => new Array(values.length).fill(0));
    const found = [];
    for (const hit of hits) {
      const [failed, more] = filters.filter(({ isPassed }) => !isPassed(hit.product));
      if (!failed) found.push(hit);
      if (more) continue;
      for (let at = 0; at < counts.length; at += 1) {
        if (failed && failed.key !== all.facets[at].key) continue;
        const values = all.facets[at].of[hit.product];
        for (let nth = 0; nth < values.length; nth += 1) counts[at][values[nth]] += 1;
      }
    }
    return { found, counts };
  }

  /** Narrows hits, and shows them; returns how many there are, or `undefined` if something newer is to be shown. */
  async show(all, hits, isLatest) {
    const { found, counts } = this.#narrowed(all, hits);
    const sorted = await this.#sorted(all, found);
    const shown = await this.#search.load(sorted.slice(0, this.#limit));
    if (!isLatest()) return undefined;
    // Nothing can be sorted, and no filter would leave anything.
    this.#parts.ways.hidden = !found.length;
    this.#showFacets(all, counts);
    this.#showChips(all);
    // Without a search nothing matches better: the products are numbered by importance.
    this.#parts.sort.querySelector('[value=""]').textContent = this.#params.has("q") ? "Best match" : "Most important";
    this.#parts.sort.querySelector('[value="name"]').disabled = found.length > MOST_SORTED;
    const [outside, inside] = [shown.filter(({ isInside }) => !isInside), shown.filter(({ isInside }) => isInside)];
    const isTable = this.#parts.view.value === "table";
    const numbers = new Map(sorted.slice(0, this.#limit).map(({ product }, at) => [shown[at], product]));
    const domain = (product) => valueOf(all, "domain", numbers.get(product));
    this.#parts.results.replaceChildren(...(isTable && outside.length ? [this.#table(all, outside, numbers)] : outside.map((product) => this.#card(product, domain(product)))));
    this.#parts.inside.replaceChildren(...(isTable && inside.length ? [this.#insideTable(inside)] : inside.map((product) => this.#card(product, domain(product)))));
    const [products, tables] = [this.#parts.results, this.#parts.inside].map((list) => list.closest("section"));
    // The exact name of a table or column is before products, if none of them has it in a name.
    const isNamed = ({ name }) => this.#search.isNamed(name, this.#params.get("q") ?? "");
    const isInsideFirst = !outside.some((one) => one.isInName || isNamed(one)) && inside.some(({ inside: [first] }) => first && isNamed(first));
    (isInsideFirst ? products : tables).before(isInsideFirst ? tables : products);
    products.hidden = !outside.length;
    tables.hidden = !inside.length;
    if (found.length > this.#limit) (inside.length ? this.#parts.inside : this.#parts.results).append(this.#more(found.length));
    return found.length;
  }

  async #sorted(all, hits) {
    const how = this.#params.get("sort");
    const sortedBy = (keys) => hits.map((hit, at) => [hit, keys[at]]).sort(([one, a], [other, b]) => one.isInside - other.isInside || (a < b ? -1 : a > b ? 1 : 0)).map(([hit]) => hit);
    // By a facet, its first values come first: for statuses the worst.
    const facet = all.facets.find(({ key }) => key === how);
    if (facet) {
      const { of, values } = facet;
      return sortedBy(hits.map(({ product }) => of[product]?.[0] ?? values.length));
    }
    if (how !== "name" || hits.length > MOST_SORTED) return hits;
    return sortedBy((await this.#search.names(hits)).map((name) => name.toLocaleLowerCase("en")));
  }

  /** Shows the filters; each value has the number of products it would leave. */
  #showFacets(all, counts) {
    const { facets, "facets-fold": fold } = this.#parts;
    const focused = facets.contains(document.activeElement) ? document.activeElement : null;
    const sets = all.facets.flatMap((facet, at) => {
      const chosen = this.#params.getAll(facet.key);
      const values = facet.values.map(([id, name], nth) => ({ id, name, count: counts[at][nth], isChosen: chosen.includes(id) }));
      const offered = values.filter(({ count, isChosen }) => count || isChosen);
      if (!offered.length) return [];
      const { set, list, all: button } = this.#set(facet);
      const shown = this.#largest(facet, offered);
      holdOnly(list, shown.map((value) => this.#option(facet, value)));
      button.hidden = shown.length === offered.length;
      button.textContent = `Show all ${counted(offered.length)}`;
      return [set];
    });
    holdOnly(facets, sets);
    fold.removeAttribute("data-waiting");
    fold.hidden = !sets.length;
    focused?.focus();
  }

  /** The values of a filter that are shown: of many, those that leave the most products, and the chosen ones. */
  #largest({ key, values }, offered) {
    if (values.length <= MOST_OPTIONS) return offered;
    const byCount = offered.toSorted((one, other) => other.count - one.count || (one.name < other.name ? -1 : 1));
    if (this.#whole.has(key)) return byCount;
    const first = new Set(byCount.toSorted((one, other) => other.isChosen - one.isChosen).slice(0, MOST_OPTIONS));
    return byCount.filter((value) => first.has(value));
  }

  /** The element of a filter. */
  #set({ key, name }) {
    if (!this.#sets.has(key)) {
      const [set, list, all] = [create("fieldset", "", "facet-set"), create("div"), create("button", "", "facet-all")];
      list.dataset.key = key;
      all.type = "button";
      all.addEventListener("click", () => {
        this.#whole.add(key);
        Promise.resolve(this.#changed()).then(() => list.querySelectorAll("input")[MOST_OPTIONS]?.focus());
      });
      set.append(create("legend", name), list, all);
      this.#sets.set(key, { set, list, all, options: new Map() });
    }
    return this.#sets.get(key);
  }

  /** A value of a filter, in its current state. */
  #option(facet, { id, name, count, isChosen }) {
    const { options } = this.#set(facet);
    if (!options.has(id)) options.set(id, this.#newOption(facet.key, id, name));
    const option = options.get(id);
    const [box, , number] = option.children;
    box.checked = isChosen;
    if (number.textContent !== counted(count)) number.textContent = counted(count);
    return option;
  }

  #newOption(key, id, name) {
    const label = create("label");
    const box = create("input");
    [box.type, box.name, box.value, box.id] = ["checkbox", key, id, `facet-${key}-${id}`];
    box.addEventListener("change", () => {
      if (box.checked) this.#params.append(key, id);
      else this.#params.delete(key, id);
      this.reset();
      this.#changed();
    });
    label.append(box, create("span", name), create("span", "", "count"));
    return label;
  }

  /** The chosen values, each with a way to remove it. */
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

  /** The card of a product, or of the table or column that it is found by; `domain` is the name of the product's. */
  #card(product, domain) {
    const [first, ...rest] = product.isInside ? product.inside : [];
    const [icon, look] = tile(product.categoryAt);
    const [card, item] = [create("li", "", `card product-card cat${look}`), create("div", "", "card-body")];
    card.append(icon, item);
    const title = create("h3", "", "card-title");
    // Many tables have a column of one name: what tells them apart comes first.
    title.append(this.link(first ? { ...first, name: first.table || first.name } : product));
    item.append(title);
    if (first) {
      const place = create("p", first.table ? `${first.kind} ` : `${first.kind} of `, "card-text");
      if (first.table) place.append(create("code", first.name), " in ");
      place.append(this.link(product));
      item.append(place);
    } else if (product.summary) {
      const summary = create("p", product.summary, "card-text");
      summary.replaceChildren(matched(product.summaryPieces));
      item.append(summary);
    }
    const meta = create("p", "", "card-meta");
    if (product.category) meta.append(create("span", product.category), " ");
    if (product.owner.length) meta.append(fact("team", "Owner", matched(product.owner)), " ");
    if (domain) meta.append(fact("domain", "Domain", domain), " ");
    if (!first && product.whyElse.length) meta.append(matched(product.whyElse));
    if (first && product.synonym) meta.append(create("span", product.synonym));
    item.append(meta);
    const others = first ? rest : product.inside;
    if (others.length) {
      const links = others.flatMap((one) => [this.link({ ...one, name: one.table ? `${one.table}: ${one.name}` : one.name }), " "]);
      const line = create("p", "", "card-inside");
      if (!first) line.append(create("span", "Inside:", "hint"), " ");
      line.append(...links, product.insideMore ? `and ${counted(product.insideMore)} more` : "");
      item.append(line);
    }
    const marks = create("p", "", "marks");
    // A table or a column has a status of its own, on the page of details.
    if (first && product.status) marks.append(create("span", "Product:", "hint"), " ");
    marks.append(...marksOf(product));
    if (marks.hasChildNodes()) item.append(marks);
    return card;
  }

  /** Products as a table, in an item of the list; `numbers` are theirs in the search. */
  #table(all, products, numbers) {
    const rows = products.map((product) => [this.link(product), marksOf(product), product.category, ...["owner", "domain", "tier"].map((key) => valueOf(all, key, numbers.get(product)))]);
    return this.#tableOf("Products as a table", ["Name", "Status", "Category", "Team", "Domain", "Tier"], rows);
  }

  /** The tables and columns by which products are found, as a table: a line for each. */
  #insideTable(products) {
    const rows = products.flatMap((product) => product.inside.map((one) => [this.link({ ...one, name: one.table || one.name }), one.table ? one.name : "", one.table ? "" : one.kind, [this.link(product)], marksOf(product), product.category]));
    return this.#tableOf("Tables and columns as a table", ["Table", "Column", "Kind", "Product", "Status", "Category"], rows);
  }

  /** A table in an item of the list: the first cell of each row is its heading. */
  #tableOf(label, columns, rows) {
    const table = create("table", "", "found-table");
    const head = create("tr");
    head.append(...columns.map((name) => Object.assign(create("th", name), { scope: "col" })));
    table.createTHead().append(head);
    table.createTBody().append(...rows.map(([name, ...cells]) => {
      const row = create("tr");
      const heading = Object.assign(create("th"), { scope: "row" });
      heading.append(name);
      const others = cells.map((cell) => {
        const element = create("td");
        element.append(...(typeof cell === "string" ? [cell] : cell));
        return element;
      });
      row.append(heading, ...others);
      return row;
    }));
    const scroll = create("div", "", "scroll");
    scroll.tabIndex = 0;
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-label", label);
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
      Promise.resolve(this.#changed()).then(() => [...document.querySelectorAll("#results h3 a, #results tbody th a, #inside h3 a, #inside tbody th a")][shown]?.focus());
    });
    item.append(button);
    return item;
  }
}
