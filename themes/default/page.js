// Buttons that copy: the address of the page, or the text that the button names. Without scripts they are not shown.

"use strict";

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
