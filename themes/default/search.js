// The search at the top of every page: results while typing, by mouse or keys. What it reads is fetched
// when somebody goes to it, never before.

"use strict";

(() => {
  const field = document.querySelector(".top-search input");
  const own = document.currentScript.src;
  addEventListener("keydown", (event) => {
    const busy = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || busy || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const target = field ?? document.querySelector("#search");
    target?.focus();
    target?.select();
  });
  if (!field) {
    // The page of the search keeps what was typed also where its own script may not run.
    const asked = new URLSearchParams(location.search).get("q");
    const target = document.querySelector("#search");
    if (asked && target) target.value ||= asked;
    return;
  }

  const list = document.createElement("ul");
  list.id = "search-hits";
  list.className = "search-hits";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Data products");
  list.hidden = true;
  const said = document.createElement("p");
  said.className = "hidden";
  said.setAttribute("role", "status");
  // Until somebody comes, the page is as it is without scripts.
  const begin = () => {
    field.after(list, said);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-controls", list.id);
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-autocomplete", "list");
    open().then((index) => index.about()).catch(() => {});
  };

  let search = null;
  let asked = 0;
  const open = () => {
    search ??= import(new URL("on-demand/search-index.js", own)).then(({ Search }) => new Search(field.dataset.root));
    return search;
  };
  const close = () => {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const active = () => list.querySelector('[aria-selected="true"]');
  const choose = (option) => {
    active()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
  };

  const update = async () => {
    const text = field.value.trim();
    const turn = (asked += 1);
    if (text.length < 2) return close();
    let found, shown;
    try {
      const index = await open();
      const [whole, pages] = await Promise.all([index.find(text), index.pages(text)]);
      const products = whole.length || pages.length ? whole : await index.some(text);
      const others = pages.slice(0, products.length ? 2 : 8);
      found = products.length + pages.length;
      shown = await index.shown(products.slice(0, 8 - others.length));
      // Products come first, but for a page whose whole name was typed where no product has it.
      const isNamed = shown[0]?.name.toLowerCase() === text.toLowerCase();
      const meant = (page) => page.named && !isNamed;
      shown = [...others.filter(meant), ...shown, ...others.filter((page) => !meant(page))];
    } catch {
      // From a folder nothing can be fetched: the form leads to where that is said.
      return close();
    }
    if (turn !== asked || document.activeElement !== field) return;
    list.replaceChildren(...shown.map((product, at) => {
      const option = document.createElement("li");
      option.id = `search-hit-${at}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.href = field.dataset.root + product.path;
      const name = document.createElement("b");
      name.textContent = product.name;
      const about = document.createElement("small");
      about.textContent = product.kind ?? [product.category, product.summary].filter(Boolean).join(": ");
      const stands = document.createElement("i");
      stands.textContent = [product.lifecycle?.[1], product.status?.[1]].filter(Boolean).join(", ");
      option.append(name, " ", stands, " ", about);
      return option;
    }));
    said.textContent = found ? `${found.toLocaleString("en")} found` : "Nothing found";
    if (!shown.length) {
      const none = document.createElement("li");
      none.setAttribute("role", "option");
      none.setAttribute("aria-disabled", "true");
      none.setAttribute("aria-selected", "false");
      none.textContent = "Nothing found. Try fewer or other words.";
      list.replaceChildren(none);
    }
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
  };

  if (document.activeElement === field) begin();
  else field.addEventListener("focus", begin, { once: true });
  field.addEventListener("input", update);
  field.addEventListener("keydown", (event) => {
    const options = [...list.querySelectorAll("[data-href]")];
    const at = options.indexOf(active());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!options.length || list.hidden) return;
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(options[(at + step + options.length + (at < 0 && step < 0 ? 1 : 0)) % options.length]);
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
