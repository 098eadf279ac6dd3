// Orientation on a page: folds at the top, links to headings, the reader's position, the choice of colours.

"use strict";

// An open fold at the top closes with Escape, or when something else is clicked or focused.
{
  const close = (event) => {
    for (const fold of document.querySelectorAll(".menu-fold[open]")) if (!fold.contains(event.target)) fold.open = false;
  };
  for (const type of ["pointerdown", "focusin"]) addEventListener(type, close);
  addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.querySelector(".menu-fold[open]");
    if (!open) return;
    open.open = false;
    if (open.contains(document.activeElement)) open.querySelector("summary").focus();
  });
}

// A heading has a link to itself next to it, not inside, so that the link is not part of its name.
{
  const elsewhere = ".card, .ask, .contents, .facets, nav, [hidden]";
  for (const heading of document.querySelectorAll("main :is(h2, .prose h3)")) {
    const id = heading.id || (heading.parentElement.matches("section") && heading.parentElement.id);
    if (!id || heading.closest(elsewhere)) continue;
    const link = document.createElement("a");
    link.className = "anchor";
    link.href = `#${id}`;
    link.textContent = "#";
    const count = heading.querySelector(".count");
    link.setAttribute("aria-label", `Link to ${heading.textContent.slice(0, count ? -count.textContent.length : undefined).trim()}`);
    heading.before(link);
  }
}

// In the contents of a page, the current section is marked.
{
  const links = [...document.querySelectorAll('.contents a[href^="#"]')];
  const sections = links.map((link) => {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    return target?.matches("h2, h3") ? target.closest("section") : target;
  });
  const visible = new Set();
  const observer = new IntersectionObserver((changes) => {
    for (const { target, isIntersecting } of changes) if (isIntersecting) visible.add(target); else visible.delete(target);
    const current = sections.findIndex((section) => visible.has(section));
    // Between two sections the last one stays marked. What is above a heading that was just linked to is not read.
    if (current < 0 && scrollY > 0) return;
    links.forEach((link, at) => (at === current ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
  }, { rootMargin: "-40px 0px -65% 0px" });
  for (const section of sections) if (section) observer.observe(section);
}

// The colours: the system's, light or dark. Chosen at the end of a page; `head/scheme.js` applies them on the next one.
{
  const KEY = "glassbox-scheme";
  const root = document.documentElement;
  const end = document.querySelector(".bottom-row");
  const choice = document.createElement("select");
  choice.append(...["System", "Light", "Dark"].map((name) => new Option(name, name.toLowerCase())));
  choice.value = root.dataset.scheme ?? "system";
  choice.addEventListener("change", () => {
    const isOwn = choice.value !== "system";
    if (isOwn) root.dataset.scheme = choice.value;
    else delete root.dataset.scheme;
    try {
      if (isOwn) localStorage.setItem(KEY, choice.value);
      else localStorage.removeItem(KEY);
    } catch {
      // Not remembered: the choice applies only to this page.
    }
  });
  const label = document.createElement("label");
  label.className = "scheme";
  label.append("Colours ", choice);
  end?.append(label);
}
