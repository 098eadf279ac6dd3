// The reader's choice of colours overrides the system's. Not deferred, so that no page flashes in the other colours.

"use strict";

try {
  const scheme = localStorage.getItem("glassbox-scheme");
  if (scheme === "light" || scheme === "dark") document.documentElement.dataset.scheme = scheme;
} catch {
  // A browser may refuse to store anything, especially for files. Then the system's colours apply.
}
