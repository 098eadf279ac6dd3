// Filters the list of output ports by typed words: over all of its pages, whose file is fetched with the first word.
// Without scripts the list stays as it is, by kind and page by page.

const MOST_SHOWN = 100;
const form = document.querySelector("[data-filter]");
const field = form.querySelector("input");
const whole = document.querySelector("[data-filtered]");
const [found, list, item] = ["filter-found", "filtered", "output-found"].map((id) => document.getElementById(id));
const { root, kind } = form.dataset;
const counted = (count) => `${count.toLocaleString("en")} ${count === 1 ? "output port" : "output ports"}`;
let all;
let latest = 0;

/** All output ports of the list, fetched once. */
async function outputs() {
  all ??= fetch(`${root}api/outputs.json`).then((response) => {
    if (!response.ok) throw new Error(`outputs.json: ${response.status}`);
    return response.json();
  });
  const { items } = await all;
  return kind ? items.filter((one) => one.kind?.id === kind) : items;
}

/** An output port as the list shows it. */
function entry({ name, path, product, repeats, status }) {
  const one = item.content.cloneNode(true);
  const [own, of] = one.querySelectorAll("a");
  [own.textContent, own.href] = [name, root + path];
  [of.textContent, of.href] = [product.name, root + product.path];
  // Where many ports are called alike, their products tell them apart.
  if (repeats) {
    own.textContent = product.name;
    of.parentElement.replaceChildren(name);
  }
  const mark = status && document.getElementById(`mark-${status.id}`);
  if (mark) one.querySelector(".marks").append(mark.content.cloneNode(true));
  return one;
}

async function update() {
  const current = (latest += 1);
  const words = field.value.toLocaleLowerCase("en").split(/\s+/).filter(Boolean);
  if (words.length) {
    found.textContent ||= "Searching…";
    const items = await outputs();
    if (current !== latest) return;
    const matching = items.filter(({ name, product }) => {
      const text = `${name} ${product.name}`.toLocaleLowerCase("en");
      return words.every((word) => text.includes(word));
    });
    list.replaceChildren(...matching.slice(0, MOST_SHOWN).map(entry));
    const rest = matching.length > MOST_SHOWN ? `; the first ${MOST_SHOWN} are shown` : "";
    found.textContent = matching.length ? `${counted(matching.length)}${rest}` : "No output port has all these words.";
  } else found.textContent = "";
  [list.hidden, whole.hidden] = [!words.length, Boolean(words.length)];
}

const attempt = () => update().catch(() => {
  all = undefined;
  [list.hidden, whole.hidden] = [true, false];
  found.textContent = "The list could not be fetched.";
});
form.hidden = false;
field.addEventListener("input", attempt);
form.addEventListener("submit", (event) => event.preventDefault());
// A browser that goes back keeps the typed text.
if (field.value) attempt();
