// A field that finds a product by part of its name, as the ARIA Authoring Practices describe a
// combobox with a list.

const SHOWN = 12;

export class Finder {
  constructor(field, graph, choose) {
    this.graph = graph;
    this.choose = choose;
    this.input = field.querySelector("input");
    this.list = field.querySelector("[role=listbox]");
    this.active = -1;
    this.input.addEventListener("input", () => this.offer());
    this.input.addEventListener("focus", () => this.input.value && this.offer());
    this.input.addEventListener("blur", () => this.close());
    this.input.addEventListener("keydown", (event) => this.key(event));
    // The field keeps the focus, or the list would be gone before the click arrives.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.take(event.target.closest("[role=option]")));
  }

  offer() {
    const { found, total } = this.graph.search(this.input.value, SHOWN);
    this.list.replaceChildren(...found.map((product, at) => this.option(product, at)));
    if (!total || total > found.length) {
      const rest = document.createElement("li");
      rest.setAttribute("role", "presentation");
      rest.textContent = total ? `and ${total - found.length} more: type more of the name` : "No product is called so.";
      this.list.append(rest);
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
    const where = document.createElement("small");
    where.textContent = [product.category, product.domain].filter(Boolean).join(" · ");
    option.append(product.name, where);
    return option;
  }

  activate(at) {
    this.active = at;
    this.options().forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    const option = this.options()[at];
    if (option) {
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  key(event) {
    const options = this.options();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.list.hidden) this.offer();
    else if (step && options.length) this.activate((this.active + step + options.length) % options.length);
    else if (event.key === "Enter") this.take(options[this.active]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  take(option) {
    if (!option) return;
    const product = this.graph.products[Number(option.dataset.at)];
    this.input.value = product.name;
    this.close();
    this.choose(product);
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
