// What scripts add to every page, which also works without them.

"use strict";

// Buttons that copy: `data-copy` is the text, or empty for that of the element before the button; without one, for the
// address of the page. `data-what` names what an empty button copies. Without scripts, and if the browser does not let
// pages copy, they are not shown. The result is briefly shown in the first `span` of the button, even if
// that holds a name only for screen readers, and is announced once.
if (navigator.clipboard) {
  // In the list of tables, names and addresses have their buttons from here: each page has dozens.
  for (const text of document.querySelectorAll("code.copyable")) {
    const name = text.closest("li[id]").querySelector("code").textContent;
    const button = document.createElement("button");
    Object.assign(button, { className: "copy-icon", type: "button" });
    const isName = text.closest(".asset-name");
    const address = isName && text.closest("[data-address]")?.dataset.address;
    button.dataset.copy = (address ?? "") + text.textContent;
    const [icon, label] = [document.createElement("i"), document.createElement("span")];
    [icon.className, label.className] = ["icon icon-copy", "hidden"];
    label.textContent = isName && !address ? `Copy the name ${name}` : `Copy the address of ${name}`;
    button.append(icon, label);
    text.after(button);
  }
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

// What several tables share is told once on the page: the link of another one becomes a fold with the same.
const fill = (link) => {
  const shared = document.querySelector(link.hash);
  const fold = shared?.closest("details")?.cloneNode(true);
  if (!fold) return undefined;
  const own = fold.querySelector(link.hash);
  own.removeAttribute("id");
  fold.open = true;
  fold.querySelector("summary").textContent = link.textContent;
  link.replaceWith(fold);
  fold.querySelector("summary").focus();
  return own;
};
for (const link of document.querySelectorAll(".same")) {
  link.addEventListener("click", (event) => {
    if (fill(link)) event.preventDefault();
  });
}

// The tables of the product that read a table are named there; here they become links.
const readers = document.querySelectorAll(".reads :is(dd, li)");
if (readers.length) {
  const entries = new Map();
  for (const entry of document.querySelectorAll(".assets > li[id]")) {
    const name = entry.querySelector("code").textContent;
    // Of two with the same name, it is not known which one is meant.
    entries.set(name, entries.has(name) ? null : entry.id);
  }
  for (const reader of readers) {
    const name = reader.textContent.trim();
    const id = !reader.firstElementChild && entries.get(name);
    if (id) reader.replaceChildren(Object.assign(document.createElement("a"), { href: `#${id}`, textContent: name }));
  }
}

// A column of a table has an address, `#asset-…~column`, but no id of its own in the page: this opens it.
const openColumn = () => {
  const [table, column] = decodeURIComponent(location.hash.slice(1)).split("~");
  const owner = column && document.getElementById(table);
  if (!owner || document.getElementById(`${table}~${column}`)) return;
  const link = [...owner.querySelectorAll(".same")].find((one) => document.querySelector(one.hash)?.matches(".columns"));
  const list = link ? fill(link) : owner.querySelector(".columns");
  const anchor = (name) => name.replace(/[^\p{Alphabetic}\p{N}._-]/gu, "-");
  const row = [...(list?.rows ?? [])].find((one) => anchor(one.cells[0].textContent) === column);
  if (!row) return;
  row.id = `${table}~${column}`;
  for (let fold = row.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  location.replace(location.href);
};
addEventListener("hashchange", openColumn);
openColumn();

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
