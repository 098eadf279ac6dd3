// The colours that the reader chose go before those of the system. Not deferred, so that no page flashes in the others.

"use strict";

try {
  const scheme = localStorage.getItem("glassbox-scheme");
  if (scheme === "light" || scheme === "dark") document.documentElement.dataset.scheme = scheme;
} catch {
  // A browser may refuse to remember anything, above all for files. The system's colours will do.
}
