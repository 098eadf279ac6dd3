// The quality page remembers the team or domain that a reader chose last, only in this browser, and offers it again.

const bar = document.querySelector(".quality-bar");
// Other catalogs may be on the same host.
const KEY = `glassbox-quality-part ${bar ? new URL(bar.dataset.root, location.href).pathname : ""}`;

/** The last choice: the path of its page, and its name; null if nothing may be stored. */
function chosen() {
  try {
    return JSON.parse(localStorage.getItem(KEY));
  } catch {
    return null;
  }
}

function remember() {
  try {
    localStorage.setItem(KEY, JSON.stringify({ path: bar.dataset.part, name: bar.dataset.name }));
  } catch {
    // The next visit starts with everything, as the first one did.
  }
}

/** Offers the page of the part, unless the catalog no longer has it. */
async function offer({ path, name }) {
  const isPart = typeof path === "string" && path.startsWith(bar.dataset.section) && /^[a-z0-9/-]+\/index\.html$/.test(path);
  if (!isPart || typeof name !== "string") return;
  const isThere = await fetch(bar.dataset.root + path, { method: "HEAD" }).then(({ ok }) => ok, () => false);
  if (!isThere) return;
  const link = document.createElement("a");
  [link.className, link.href, link.textContent] = ["button", bar.dataset.root + path, name];
  link.dir = "auto";
  link.title = "Chosen last time";
  bar.querySelector("a").after(link);
}

if (bar?.dataset.part) remember();
else if (bar && chosen()) offer(chosen());
