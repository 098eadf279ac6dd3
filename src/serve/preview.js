// Brings the page that is looked at up to date: reloads it when it has changed, swaps style sheets, and
// lays what is wrong with the catalog over the last good page.

const own = document.currentScript.dataset;
const SCROLL = "glassbox-scroll";
let source = null;
let styles = own.styles;

function listen() {
  if (source || document.hidden) return;
  const query = new URLSearchParams({ path: own.path, print: own.print, styles });
  source = new EventSource(`${own.base}events?${query.toString().replaceAll("+", "%20")}`);
  source.addEventListener("reload", reload);
  source.addEventListener("styles", (event) => swap(JSON.parse(event.data)));
  source.addEventListener("said", (event) => say(JSON.parse(event.data)));
  // A server that has gone closes the line for good; it may come again.
  source.addEventListener("error", () => {
    if (source && source.readyState === EventSource.CLOSED) {
      source = null;
      setTimeout(listen, 500);
    }
  });
}

function rest() {
  source?.close();
  source = null;
}

function reload() {
  rest();
  sessionStorage.setItem(SCROLL, JSON.stringify([location.href, scrollX, scrollY]));
  location.reload();
}

function swap(print) {
  styles = print;
  for (const sheet of document.querySelectorAll('link[rel="stylesheet"]')) {
    const address = new URL(sheet.href);
    if (address.origin !== location.origin || address.pathname.includes("__glassbox")) continue;
    const fresh = sheet.cloneNode();
    address.searchParams.set("print", print);
    fresh.href = address.href;
    // The old one goes when the new one is there, so that the page is never bare.
    fresh.addEventListener("load", () => sheet.remove());
    fresh.addEventListener("error", () => fresh.remove());
    sheet.after(fresh);
  }
}

function say(said) {
  const open = document.getElementById("glassbox-said")?.querySelector("details")?.open;
  document.getElementById("glassbox-said")?.remove();
  if (document.body.classList.contains("glassbox-broken")) {
    if (said.broken) document.querySelector("pre").textContent = said.text;
    return;
  }
  if (!said.errors && !said.warnings && !said.notes) return;
  const box = document.createElement("aside");
  box.id = "glassbox-said";
  box.className = said.broken ? "glassbox-errors" : "glassbox-warnings";
  box.setAttribute("aria-label", "What Glassbox says of the catalog");
  const details = document.createElement("details");
  details.open = said.broken || Boolean(open);
  const summary = document.createElement("summary");
  summary.textContent = counted(said);
  const text = document.createElement("pre");
  text.textContent = said.text;
  text.tabIndex = 0;
  details.append(summary, text);
  box.append(details);
  if (said.broken) box.setAttribute("role", "alert");
  document.body.append(box);
}

function counted({ broken, errors, warnings, notes }) {
  const some = (count, word) => (count ? [`${count} ${word}${count === 1 ? "" : "s"}`] : []);
  const all = [...some(errors, "error"), ...some(warnings, "warning"), ...some(notes, "note")].join(", ");
  return broken ? `${all}: this is the page as it was before` : all;
}

const style = document.createElement("link");
style.rel = "stylesheet";
style.href = `${own.base}preview.css`;
document.head.append(style);

const [address, x, y] = JSON.parse(sessionStorage.getItem(SCROLL) ?? "[]");
if (address === location.href) scrollTo(x, y);
sessionStorage.removeItem(SCROLL);

document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
addEventListener("pagehide", rest);
addEventListener("pageshow", (event) => event.persisted && listen());
listen();
