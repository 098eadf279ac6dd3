// What every page does with scripts, and can do without.

"use strict";

// Buttons that copy: the address of the page, or the text that the button names. Without scripts they are not shown.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  for (let outer = button.closest("[hidden]"); outer; outer = button.closest("[hidden]")) outer.hidden = false;
  const label = button.querySelector("span") ?? button;
  label.setAttribute("aria-live", "polite");
  const words = label.textContent;
  button.addEventListener("click", async () => {
    const text = button.dataset.copy || location.href.split("#")[0];
    try {
      await navigator.clipboard.writeText(text);
      label.textContent = "Copied";
    } catch {
      label.textContent = "Could not copy";
    }
    setTimeout(() => (label.textContent = words), 2000);
  });
}

// In a list of some products, a filter narrows it further. Without scripts it leads to the whole list of its value.
for (const filter of document.querySelectorAll("[data-narrow] [data-value]")) {
  const list = filter.closest("[data-narrow]");
  const [own] = list.dataset.narrow.split("=");
  // Another value of what the list narrows by is the list of that value.
  if (filter.dataset.value.split("=")[0] !== own) filter.href = `${list.querySelector(".facet-more a").href}&${filter.dataset.value}`;
}

// What unfolds at the top folds again with Escape, or when something else is clicked or gets the focus.
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
