// Shows the meaning of a label next to it, and the status of a product next to its link: for pointer, keyboard, touch.
// A hint stays until the reader leaves or presses Escape, and can be hovered. Without scripts, labels have titles.

"use strict";

if ("popover" in HTMLElement.prototype) {
  const LINK = "a[href$='/index.html']";
  const PRODUCT = /(?:^|\/)products\/[a-z0-9-]+\/index\.html$/;
  const main = document.querySelector("main");
  const hint = document.createElement("div");
  Object.assign(hint, { id: "hint", className: "hint-box", popover: "manual", role: "tooltip" });
  main.append(hint);
  let [shownFor, title, timer] = [null, "", 0];
  const records = new Map();

  const isWord = (element) => element.title && !element.closest("a, button, summary, label");
  const isProduct = (element) => element instanceof HTMLAnchorElement && element.matches(LINK) && PRODUCT.test(element.pathname) && !element.closest(".card-title") && element.pathname !== location.pathname;
  /** The subject of an event: a label with a meaning, or a link to a product. */
  const about = (event) => {
    if (shownFor?.contains(event.target)) return shownFor;
    const element = event.target.closest?.(`main [title], main ${LINK}`);
    if (!element) return null;
    // Nothing can be fetched if the site is opened from a folder.
    return element.title || (location.protocol !== "file:" && isProduct(element)) ? element : null;
  };
  const wait = (milliseconds, act) => {
    clearTimeout(timer);
    timer = setTimeout(act, milliseconds);
  };

  const hide = () => {
    clearTimeout(timer);
    timer = 0;
    if (!shownFor) return;
    hint.hidePopover();
    if (title) shownFor.title = title;
    if (shownFor.role === "button") shownFor.ariaExpanded = "false";
    shownFor.removeAttribute("aria-describedby");
    [shownFor, title] = [null, ""];
  };
  /** Below its subject, or above if there is no room. */
  const place = () => {
    const { left, top, bottom } = shownFor.getBoundingClientRect();
    const below = bottom + hint.offsetHeight + 8 < innerHeight;
    hint.style.left = `${Math.max(8, Math.min(left, document.documentElement.clientWidth - hint.offsetWidth - 8))}px`;
    hint.style.top = `${below ? bottom + 4 : top - hint.offsetHeight - 4}px`;
  };
  const put = (element, content) => {
    hide();
    [shownFor, title] = [element, element.title];
    // The browser's own tooltip would cover it.
    if (title) element.removeAttribute("title");
    if (element.role === "button") element.ariaExpanded = "true";
    element.setAttribute("aria-describedby", hint.id);
    hint.replaceChildren(...content);
    hint.showPopover();
    place();
  };

  const line = (name, ...content) => {
    const element = document.createElement(name);
    element.append(...content.filter(Boolean));
    return element;
  };
  /** The status of a product, from its record: fetched on first use. */
  const card = async (link) => {
    const address = link.href.replace(/\/index\.html$/, ".json");
    if (!records.has(address)) records.set(address, fetch(address).then((response) => (response.ok ? response.json() : null)).catch(() => null));
    const record = await records.get(address);
    if (!record) return null;
    const { name, status, verdict, lifecycle, owner, standing } = record;
    const data = standing?.newest_rows ? `Newest rows of its sources: ${standing.newest_rows}` : standing?.seen && `Latest evidence: ${standing.seen}`;
    return [line("p", line("b", name), " ", status?.name ?? lifecycle.name), verdict && line("p", verdict.answer), line("p", owner ? `Owner: ${owner.name}` : "No owner yet"), data && line("p", data)].filter(Boolean);
  };
  const show = async (element) => {
    if (element.title) return put(element, [line("p", element.title)]);
    const asked = timer;
    const content = await card(element);
    if (content && asked === timer && element.isConnected) put(element, content);
  };
  const ask = (event, delay) => {
    if (hint.contains(event.target)) return clearTimeout(timer);
    const element = about(event);
    if (element && element === shownFor) return clearTimeout(timer);
    if (element) wait(delay, () => show(element));
    else wait(200, hide);
  };

  addEventListener("pointerover", (event) => event.pointerType === "mouse" && ask(event, 300));
  addEventListener("focusin", (event) => event.target.matches(":focus-visible") ? ask(event, 300) : hide());
  document.documentElement.addEventListener("pointerleave", () => wait(200, hide));
  addEventListener("click", (event) => {
    const element = about(event);
    if (element && element !== shownFor && isWord(element)) show(element);
    else if (!hint.contains(event.target)) hide();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") return hide();
    const word = event.target;
    if (!["Enter", " "].includes(event.key) || !word.matches?.(".word")) return;
    event.preventDefault();
    if (word === shownFor) hide();
    else show(word);
  });
  addEventListener("scroll", () => shownFor && place(), { passive: true, capture: true });

  // A page says what a label means at its first use only.
  const meanings = new Map();
  for (const mark of main.querySelectorAll(".mark")) {
    const key = `${mark.className} ${mark.textContent}`;
    if (!mark.title && meanings.has(key)) mark.title = meanings.get(key);
    else if (mark.title && !meanings.has(key)) meanings.set(key, mark.title);
  }

  // The keyboard reaches each meaning once: at the first use of its label. The list of all labels needs none.
  const met = new Set();
  for (const word of main.querySelectorAll(".mark[title]")) {
    if (met.has(word.title) || !isWord(word) || word.closest("dt, .card:has(.card-title)")) continue;
    met.add(word.title);
    word.classList.add("word");
    Object.assign(word, { tabIndex: 0, role: "button", ariaExpanded: "false" });
  }
}
