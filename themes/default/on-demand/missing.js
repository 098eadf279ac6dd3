// The page for missing addresses does not know where its site begins, unless the site's address is set. It asks for this
// script in several folders, and the one where it is found leads home.

const home = new URL("../../", import.meta.url);
const ways = document.getElementById("missing-ways");
for (const link of ways.querySelectorAll("[data-to]")) link.href = new URL(link.dataset.to, home).href;
ways.hidden = false;
