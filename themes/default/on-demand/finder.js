// A field that finds a product by part of its name: a combobox with a list, as described in the ARIA
// Authoring Practices.

const MAX_OPTIONS = 12;

export class Finder {
  constructor(field, graph, onSelect) {
    this.graph = graph;
    this.onSelect = onSelect;
    this.input = field.querySelector("input");
    this.list = field.querySelector("[role=listbox]");
    this.active = -1;
    this.input.addEventListener("input", () => this.showOptions());
    this.input.addEventListener("focus", () => this.input.value && this.showOptions());
    this.input.addEventListener("blur", () => this.close());
    this.input.addEventListener("keydown", (event) => this.handleKey(event));
    // Keeps the focus in the field. Otherwise the list would close before the click arrives.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.select(event.target.closest("[role=option]")));
  }

  showOptions() {
    const { found, total } = this.graph.search(this.input.value, MAX_OPTIONS);
    this.list.replaceChildren(...found.map((product, at) => this.option(product, at)));
    if (!total || total > found.length) {
      const note = document.createElement("li");
      note.setAttribute("role", "presentation");
      note.textContent = total ? `${total - found.length} more. Keep typing to narrow the list.` : "No product has this name.";
      this.list.append(note);
    }
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.activate(found.length ? 0 : -1);
  }

  option(product, at) {
    const option = document.createElement("li");
    option.id = `explorer-option-${at}`;
    option.setAttribute("role", "option");
    option.dataset.at = product.at;
    const details = document.createElement("small");
    details.textContent = [product.category, product.domain].filter(Boolean).join(" · ");
    option.append(product.name, details);
    return option;
  }

  activate(at) {
    this.active = at;
    this.options().forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    const option = this.options()[at];
    if (option) {
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  handleKey(event) {
    const options = this.options();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.list.hidden) this.showOptions();
    else if (step && options.length) this.activate((this.active + step + options.length) % options.length);
    else if (event.key === "Enter" && !this.list.hidden) this.select(options[this.active]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  select(option) {
    if (!option) return;
    const product = this.graph.products[Number(option.dataset.at)];
    this.input.value = product.name;
    this.close();
    this.onSelect(product);
  }

  close() {
    this.active = -1;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
