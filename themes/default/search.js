// The search at the top of every page: shows results while the reader types, for mouse and keyboard. Its
// files are fetched when the field first gets the focus, not before.

"use strict";

(() => {
  const field = document.querySelector(".top-search input");
  const scriptUrl = document.currentScript.src;
  addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const target = field ?? document.querySelector("#search");
    target?.focus();
    target?.select();
  });
  if (!field) {
    // The search page keeps the text from the address even if its own script cannot run.
    const query = new URLSearchParams(location.search).get("q");
    const target = document.querySelector("#search");
    if (query && target) target.value ||= query;
    return;
  }

  const list = document.createElement("ul");
  list.id = "search-hits";
  list.className = "search-hits";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Data products");
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
    open().then((index) => index.about()).catch(() => {});
  };

  let search = null;
  let latestUpdate = 0;
  const open = () => {
    search ??= import(new URL("on-demand/search-index.js", scriptUrl)).then(({ Search }) => new Search(field.dataset.root));
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

  const update = async () => {
    const text = field.value.trim();
    const thisUpdate = (latestUpdate += 1);
    if (text.length < 2) return close();
    let count, hits, suggested;
    try {
      const index = await open();
      const [exact, pages] = await Promise.all([index.find(text), index.pages(text)]);
      const products = exact.length || pages.length ? exact : await index.findAny(text);
      const others = pages.slice(0, products.length ? 2 : 8);
      count = products.length + pages.length;
      hits = await index.load(products.slice(0, 8 - others.length), text);
      // Products come first, except after a page whose full name was typed if no product has that name.
      const isNamed = hits[0]?.name.toLowerCase() === text.toLowerCase();
      const isExactMatch = (page) => page.named && !isNamed;
      suggested = count ? "" : await index.suggest(text);
      hits = [...others.filter(isExactMatch), ...hits, ...others.filter((page) => !isExactMatch(page))];
    } catch {
      // Nothing can be fetched if the site is opened from a folder. The form leads to a page that says so.
      return close();
    }
    if (thisUpdate !== latestUpdate || document.activeElement !== field) return;
    list.replaceChildren(...hits.map((product, at) => {
      const option = document.createElement("li");
      option.id = `search-hit-${at}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.href = field.dataset.root + product.path;
      const name = document.createElement("b");
      name.textContent = product.name;
      const about = document.createElement("small");
      about.textContent = product.kind ?? [product.why, [product.category, product.summary].filter(Boolean).join(": ")].filter(Boolean).join(" · ");
      const state = document.createElement("i");
      state.textContent = [product.lifecycle?.[1], product.status?.[1]].filter(Boolean).join(", ");
      option.append(name, " ", state, " ", about);
      return option;
    }));
    status.textContent = count ? `${count.toLocaleString("en")} ${count === 1 ? "result" : "results"}` : "No results";
    if (!hits.length) {
      const none = document.createElement("li");
      none.setAttribute("role", "option");
      none.setAttribute("aria-disabled", "true");
      none.setAttribute("aria-selected", "false");
      none.textContent = suggested ? `No results. Did you mean “${suggested}”?` : "No results. Try fewer or different words.";
      if (suggested) {
        none.id = "search-hit-0";
        none.removeAttribute("aria-disabled");
        none.dataset.href = `${field.dataset.root}search/index.html?${new URLSearchParams({ q: suggested })}`;
      }
      list.replaceChildren(none);
    }
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
