// What scripts add to every page, which also works without them.

"use strict";

// Buttons that copy: `data-copy` is the text, or empty for that of the element before the button; without one, for the
// address of the page. `data-what` names what an empty button copies. Without scripts, and if the browser does not let
// pages copy, they are not shown. The result is briefly shown in the first `span` of the button, even if
// that holds a name only for screen readers, and is announced once.
if (navigator.clipboard) {
  const spoken = document.createElement("p");
  spoken.className = "hidden";
  spoken.role = "status";
  document.body.append(spoken);
  for (const button of document.querySelectorAll("[data-copy]")) {
    for (let outer = button.closest("[hidden]"); outer; outer = button.closest("[hidden]")) outer.hidden = false;
    if (!button.dataset.what) continue;
    const what = document.createElement("span");
    what.className = "hidden";
    what.textContent = ` ${button.dataset.what}`;
    button.append(Object.assign(document.createElement("span"), { textContent: "Copy" }), what);
  }
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button || button.dataset.copied) return;
    const label = button.querySelector("span") ?? button;
    const [words, look] = [label.textContent, label.className];
    let result = "Copied";
    try {
      await navigator.clipboard.writeText(button.dataset.copy || button.previousElementSibling?.textContent || location.href.split("#")[0]);
    } catch {
      result = "Could not copy";
    }
    button.dataset.copied = result;
    spoken.textContent = label.textContent = result;
    label.className = "";
    setTimeout(() => {
      delete button.dataset.copied;
      spoken.textContent = "";
      [label.textContent, label.className] = [words, look];
    }, 2000);
  });
}

// On the page for addresses that do not exist, the field holds the words of the address that was asked for: the search
// forgives a mistyped letter.
const missing = document.querySelector("#missing-search");
if (missing && !location.pathname.endsWith("/404.html")) {
  const asked = location.pathname.replace(/(\/|\/?(index)?\.html?)$/, "").split("/").at(-1);
  try {
    missing.value = decodeURIComponent(asked).replace(/[-_+.\s]+/g, " ").trim().slice(0, 80);
  } catch {
    // The address is not valid, so it has no words.
  }
}

// In a list of some products, a filter narrows it further. Without scripts it links to the whole list of its value.
for (const filter of document.querySelectorAll("[data-narrow] [data-value]")) {
  const list = filter.closest("[data-narrow]");
  const [own] = list.dataset.narrow.split("=");
  // Another value of the list's own facet is the list of that value.
  if (filter.dataset.value.split("=")[0] !== own) filter.href = `${list.querySelector(".facet-more a").href}&${filter.dataset.value}`;
}
