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
