// Keeps the open page up to date: reloads it when it has changed, replaces style sheets, and shows the
// catalog's errors and warnings over the last good page.

const settings = document.currentScript.dataset;
const SCROLL = "glassbox-scroll";
let source = null;
let styles = settings.styles;

function listen() {
  if (source || document.hidden) return;
  const query = new URLSearchParams({ path: settings.path, fingerprint: settings.fingerprint, styles });
  source = new EventSource(`${settings.base}events?${query.toString().replaceAll("+", "%20")}`);
  source.addEventListener("reload", reload);
  source.addEventListener("styles", (event) => replaceStyles(JSON.parse(event.data)));
  source.addEventListener("diagnostics", (event) => showDiagnostics(JSON.parse(event.data)));
  // The connection is closed if the server stops; it may be started again.
  source.addEventListener("error", () => {
    if (source && source.readyState === EventSource.CLOSED) {
      source = null;
      setTimeout(listen, 500);
    }
  });
}

function disconnect() {
  source?.close();
  source = null;
}

function reload() {
  disconnect();
  sessionStorage.setItem(SCROLL, JSON.stringify([location.href, scrollX, scrollY]));
  location.reload();
}

function replaceStyles(fingerprint) {
  styles = fingerprint;
  // A copy that has not loaded yet is already old.
  document.querySelectorAll("link[data-loading]").forEach((unloaded) => unloaded.remove());
  for (const sheet of document.querySelectorAll('link[rel="stylesheet"]')) {
    const address = new URL(sheet.href);
    if (address.origin !== location.origin || address.pathname.includes("__glassbox")) continue;
    const fresh = sheet.cloneNode();
    address.searchParams.set("fingerprint", fingerprint);
    fresh.href = address.href;
    // The old sheet is removed when the new one has loaded, so that the page is never without styles.
    fresh.dataset.loading = "";
    fresh.addEventListener("load", () => {
      // What was removed meanwhile may still load.
      if (!fresh.isConnected) return;
      sheet.remove();
      delete fresh.dataset.loading;
    });
    fresh.addEventListener("error", () => fresh.remove());
    sheet.after(fresh);
  }
}

function showDiagnostics(diagnostics) {
  const open = document.getElementById("glassbox-diagnostics")?.querySelector("details")?.open;
  document.getElementById("glassbox-diagnostics")?.remove();
  if (document.body.classList.contains("glassbox-broken")) {
    if (diagnostics.broken) document.querySelector("pre").textContent = diagnostics.text;
    return;
  }
  if (!diagnostics.errors && !diagnostics.warnings && !diagnostics.notes) return;
  const box = document.createElement("aside");
  box.id = "glassbox-diagnostics";
  box.className = diagnostics.broken ? "glassbox-errors" : "glassbox-warnings";
  box.setAttribute("aria-label", "Errors and warnings in the catalog");
  const details = document.createElement("details");
  details.open = diagnostics.broken || Boolean(open);
  const summary = document.createElement("summary");
  summary.textContent = countsText(diagnostics);
  const text = document.createElement("pre");
  text.textContent = diagnostics.text;
  text.tabIndex = 0;
  details.append(summary, text);
  box.append(details);
  if (diagnostics.broken) box.setAttribute("role", "alert");
  document.body.append(box);
}

function countsText({ broken, errors, warnings, notes }) {
  const counted = (count, word) => (count ? [`${count} ${word}${count === 1 ? "" : "s"}`] : []);
  const all = [...counted(errors, "error"), ...counted(warnings, "warning"), ...counted(notes, "note")].join(", ");
  return broken ? `${all}: this is the last good version of the page` : all;
}

const style = document.createElement("link");
style.rel = "stylesheet";
style.href = `${settings.base}preview.css`;
document.head.append(style);

const [address, x, y] = JSON.parse(sessionStorage.getItem(SCROLL) ?? "[]");
if (address === location.href) scrollTo(x, y);
sessionStorage.removeItem(SCROLL);

document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : listen()));
addEventListener("pagehide", disconnect);
addEventListener("pageshow", (event) => event.persisted && listen());
listen();
