// The search at the top of every page: shows results while the reader types, for mouse and keyboard. Its
// files are fetched when the field first gets the focus, not before.

"use strict";

(() => {
  const field = document.querySelector(".top-search input");
  const scriptUrl = document.currentScript.src;
  addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
    const isSlash = event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey;
    const isK = event.key?.toLowerCase() === "k" && !event.shiftKey && event.ctrlKey !== event.metaKey;
    if (event.altKey || !(isSlash || isK)) return;
    event.preventDefault();
    const target = field ?? document.querySelector("#search");
    target?.focus();
    target?.select();
  });
  document.querySelector("#search")?.setAttribute("aria-keyshortcuts", "/ Control+K Meta+K");
  if (!field) {
    // The search page keeps the text from the address even if its own script cannot run.
    const query = new URLSearchParams(location.search).get("q");
    const target = document.querySelector("#search");
    if (query && target) target.value ||= query;
    return;
  }

  const root = field.form.getAttribute("action").replace("search/index.html", "");
  const list = document.createElement("ul");
  list.id = "search-hits";
  list.className = "search-hits";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Results");
  list.hidden = true;
  const status = document.createElement("p");
  status.className = "hidden";
  status.setAttribute("role", "status");
  // Until the field gets the focus, the page stays as it is without scripts.
  const setUp = () => {
    field.after(list, status);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-controls", list.id);
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-autocomplete", "list");
    open().then(({ index }) => index.about()).catch(() => {});
  };

  let search = null;
  let latestUpdate = 0;
  const open = () => {
    const load = (name) => import(new URL(`on-demand/${name}.js`, scriptUrl));
    search ??= Promise.all([load("search-index"), load("search-results")]).then(([{ Search }, { results }]) => ({ index: new Search(root), results }));
    return search;
  };
  const close = () => {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const active = () => list.querySelector('[aria-selected="true"]');
  const select = (option) => {
    active()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
  };

  /** The results for a text, in groups of a few lines each; the group with the exact name first. */
  const results = async (text) => {
    const { index, results: find } = await open();
    const found = await find(index, text);
    const { hits } = found;
    const pages = [...found.above, ...found.below];
    const isNamed = (name) => index.isNamed(name, text);
    const outside = hits.filter(({ isInside }) => !isInside);
    const inside = hits.filter(({ isInside }) => isInside);
    // Pages with the exact name are above products, unless a product has it: here the first line is what the Enter key opens.
    const above = found.isExact && !found.isProductNamed ? found.above : [];
    const others = ["Filters", "People", "Pages"].map((group) => ({ group: above.some((page) => page.group === group) ? `More ${group.toLowerCase()}` : group, lines: pages.filter((page) => page.group === group && !above.includes(page)).slice(0, 2) }));
    const room = 8 - others.reduce((sum, { lines }) => sum + lines.length, above.length);
    const ofInside = Math.max(Math.min(3, inside.length), Math.min(room - outside.length, inside.length));
    const [products, tables] = await Promise.all([index.load(outside.slice(0, Math.max(3, room - ofInside)), false), index.load(inside.slice(0, ofInside))]);
    const asLines = (pages) => pages.map((page) => ({ ...page, about: [page.kind] }));
    const ofProducts = { group: "Products", lines: products.map((product) => ({ ...product, about: [product.why, [product.category, product.summary].filter(Boolean).join(": ")] })) };
    const ofTables = { group: found.inside ? `Tables and columns: ${found.inside.name} is in ${found.inside.products.toLocaleString("en")} products` : "Tables and columns", lines: tables.map((product) => insideLine(product)) };
    // A table or column with the exact name is before products, if none of them has the typed words in a name.
    const isInsideFirst = !products.some(({ name, isInName }) => isInName || isNamed(name)) && ofTables.lines.some(({ found, isInside }) => isInside && isNamed(found));
    const own = isInsideFirst ? [ofTables, ofProducts] : [ofProducts, ofTables];
    const ofPages = others.map(({ group, lines }) => ({ group, lines: asLines(lines) }));
    const groupsAbove = [...new Set(above.map(({ group }) => group))].map((group) => ({ group, lines: asLines(above.filter((page) => page.group === group)) }));
    const groups = (found.isExact ? [...groupsAbove, ...own, ...ofPages] : [...ofPages, ...own]).filter(({ lines }) => lines.length);
    const count = hits.length + pages.length;
    return { groups, count, suggested: count ? "" : await index.suggest(text) };
  };

  /** The line of a product that is found by a table or column, linked to that. */
  const insideLine = (product) => {
    const [first] = product.inside;
    if (!first) return { ...product, about: [product.why] };
    const what = first.table ? `${first.kind} ${first.name}` : first.kind;
    const more = product.inside.length - 1 + product.insideMore;
    // The status is that of the product, and does not describe the table.
    const state = product.status ? ` (${product.status[1]})` : "";
    // Many tables have a column of one name: what tells them apart comes first.
    return { ...product, name: first.table || first.name, found: first.name, path: first.path, status: undefined, ends: "", about: [product.synonym, `${what}, ${product.name}${state}`, more ? `${more.toLocaleString("en")} more there` : ""] };
  };

  /** A piece of why a product is found, marked if it is what matched. */
  const matched = ([text, isMatched]) => {
    if (!isMatched) return text;
    const mark = document.createElement("mark");
    mark.textContent = text;
    return mark;
  };

  /** Shows the results as options, with the names of groups if there are several. */
  const show = (groups, text, count, suggested) => {
    let number = 0;
    const option = (name, href, about, state = "") => {
      const line = document.createElement("li");
      line.id = `search-hit-${number}`;
      number += 1;
      line.setAttribute("role", "option");
      line.setAttribute("aria-selected", "false");
      line.dataset.href = root + href;
      const [title, mark, small] = ["b", "i", "small"].map((element) => document.createElement(element));
      [title.textContent, mark.textContent] = [name, state];
      small.append(...about.filter((one) => one.length).flatMap((one, at) => [at ? " · " : "", ...(typeof one === "string" ? [one] : one.map(matched))]));
      title.dir = small.dir = "auto";
      line.append(title, " ", mark, " ", small);
      return line;
    };
    const lines = groups.map(({ group, lines }) => {
      const part = document.createElement("li");
      part.setAttribute("role", "group");
      part.setAttribute("aria-label", group);
      const heading = document.createElement("p");
      heading.setAttribute("aria-hidden", "true");
      heading.textContent = group;
      const options = document.createElement("ul");
      options.setAttribute("role", "none");
      options.append(...lines.map(({ name, path, about, lifecycle, ends, status: mark }) => option(name, path, about, [lifecycle?.[1], mark?.[1], ends].filter(Boolean).join(", "))));
      part.append(...(groups.length > 1 ? [heading] : []), options);
      return part;
    });
    const page = (q) => `search/index.html?${new URLSearchParams({ q })}`;
    if (count > number) {
      const all = option(`All ${count.toLocaleString("en")} results`, page(text), []);
      all.className = "search-all";
      lines.push(all);
    } else if (!count) {
      const none = suggested ? option(`No results. Did you mean “${suggested}”?`, page(suggested), []) : document.createElement("li");
      if (!suggested) {
        none.textContent = "No results. Try fewer or different words.";
        none.setAttribute("role", "option");
        none.setAttribute("aria-disabled", "true");
        none.setAttribute("aria-selected", "false");
      }
      lines.push(none);
    }
    select(null);
    list.replaceChildren(...lines);
  };

  const update = async () => {
    const text = field.value.trim();
    const thisUpdate = (latestUpdate += 1);
    if (text.length < 2) return close();
    let groups, count, suggested;
    try {
      ({ groups, count, suggested } = await results(text));
    } catch {
      // Nothing can be fetched if the site is opened from a folder. The form leads to a page that explains it.
      return close();
    }
    if (thisUpdate !== latestUpdate || document.activeElement !== field) return;
    status.textContent = count ? `${count.toLocaleString("en")} ${count === 1 ? "result" : "results"}` : "No results";
    show(groups, text, count, suggested);
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
  };

  if (document.activeElement === field) setUp();
  else field.addEventListener("focus", setUp, { once: true });
  field.addEventListener("input", update);
  field.addEventListener("keydown", (event) => {
    const options = [...list.querySelectorAll("[data-href]")];
    const at = options.indexOf(active());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!options.length || list.hidden) return;
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      select(options[(at + step + options.length + (at < 0 && step < 0 ? 1 : 0)) % options.length]);
    } else if (event.key === "Enter" && at >= 0 && !list.hidden) {
      event.preventDefault();
      location.href = options[at].dataset.href;
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[data-href]");
    if (option) location.href = option.dataset.href;
  });
  field.addEventListener("blur", close);
})();
