// Finds products in the files of `search/`: a file of words for the first letters of each word that is
// typed, and the products that are shown. Each file is fetched once. What these files were written by (the
// words that are left out, how much a word weighs by where it stands, the paths of pages) says `index.json`.

/** How much less what is retired counts. */
const RETIRED = 1000;
/** The words of a text as they stand in the files: without accents and in lower case, but for those that are
    `left_out`. Glassbox splits in the same way; `tests/browser/tokeniser.test.js` compares the two. */
export function split(text, { left_out }) {
  // Letter by letter, and with one sigma only: it looks different at the end of a word, and what is typed may go on.
  const plain = [...text.normalize("NFD").replace(/\p{M}/gu, "")].map((letter) => letter.toLowerCase()).join("").replaceAll("ς", "σ");
  const words = plain.split(/[^\p{Alphabetic}\p{N}]+/u);
  return words.filter((word) => ([...word].length > 1 || /\p{N}/u.test(word)) && !left_out.includes(word));
}

/** The file that a word is in, which is named after its first letters. */
export function shard(word, { letters }) {
  const name = (letter) => (/[a-z0-9]/.test(letter) ? letter : `_${letter.codePointAt(0).toString(16)}`);
  return [...word].slice(0, letters).map(name).join("");
}

/** Whether two words differ by no more slips of the finger than their length allows. */
export function alike(typed, word) {
  const most = typed.length < 4 ? 0 : typed.length < 8 ? 1 : 2;
  if (!most || Math.abs(typed.length - word.length) > most) return false;
  // Optimal string alignment: a letter too many, too few, wrong, or two in the wrong order.
  let [before, last] = [[], [...Array(word.length + 1).keys()]];
  for (let i = 1; i <= typed.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= word.length; j += 1) {
      const same = typed[i - 1] === word[j - 1] ? 0 : 1;
      next[j] = Math.min(last[j] + 1, next[j - 1] + 1, last[j - 1] + same);
      if (i > 1 && j > 1 && typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1]) {
        next[j] = Math.min(next[j], before[j - 2] + 1);
      }
    }
    if (Math.min(...next) > most) return false;
    [before, last] = [last, next];
  }
  return last[word.length] <= most;
}

/** The search of a site, whose root is at this address. */
export class Search {
  #root;
  #files = new Map();
  #places = new Map();

  constructor(root) {
    this.#root = new URL(`${root}search/`, document.baseURI);
  }

  #fetch(path) {
    if (!this.#files.has(path)) {
      const asked = fetch(new URL(path, this.#root)).then((answer) => {
        if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
        return answer.json();
      });
      // What failed is asked for again.
      asked.catch(() => this.#files.delete(path));
      this.#files.set(path, asked);
    }
    return this.#files.get(path);
  }

  about() {
    return this.#fetch("index.json");
  }

  facets() {
    return this.#fetch("facets.json");
  }

  async #words(word) {
    const about = await this.about();
    const name = shard(word, about);
    return about.words.includes(name) ? this.#file(name) : [];
  }

  /** The words of a file with their places, which are written as steps from one to the next. */
  #file(name) {
    if (!this.#places.has(name)) {
      const places = (steps) => {
        let at = 0;
        return steps.map((step) => (at += step));
      };
      const read = this.#fetch(`words/${name}.json`).then((file) => Object.entries(file).map(([word, steps]) => [word, places(steps)]));
      read.catch(() => this.#places.delete(name));
      this.#places.set(name, read);
    }
    return this.#places.get(name);
  }

  /** All words that begin with the letter that a word begins with: for a slip in its second letter. */
  async #near(word) {
    const about = await this.about();
    const names = about.words.filter((name) => name.startsWith(shard([...word][0], about)));
    return (await Promise.all(names.map((name) => this.#file(name)))).flat();
  }

  /** The products that one word leads to, each with how well it does. */
  async #led(word) {
    const { weights } = await this.about();
    const turned = [...word].length > 3 ? word[1] + word[0] + word.slice(2) : word;
    const known = [...(await this.#words(word)), ...(turned === word ? [] : await this.#words(turned))];
    const gather = (fits, words = known) => {
      const led = new Map();
      for (const [other, places] of words) {
        if (other.includes(" ")) continue;
        const factor = fits(other);
        if (!factor) continue;
        for (const place of places) {
          const score = weights[place % weights.length] * factor;
          const product = Math.floor(place / weights.length);
          if (score > (led.get(product) ?? 0)) led.set(product, score);
        }
      }
      return led;
    };
    const led = gather((other) => (other === word ? 1.5 : other.startsWith(word) ? 1 : 0));
    if (led.size || [...word].length < 4) return led;
    const fits = (other) => (alike(word, other) || alike(word, other.slice(0, word.length)) ? 0.4 : 0);
    const near = gather(fits);
    return near.size ? near : gather(fits, await this.#near(word));
  }

  /** The numbers of the products that have all words, the best first; also where two words are one in the
      name: `head count` is `Headcount`. */
  async find(text) {
    const words = split(text, await this.about());
    const joined = words.slice(1).map((_, at) => [...words.slice(0, at), words[at] + words[at + 1], ...words.slice(at + 2)]);
    const all = new Map();
    for (const scores of await Promise.all([words, ...joined].map((one) => this.#scores(one)))) {
      for (const [product, score] of scores) all.set(product, Math.max(score, all.get(product) ?? 0));
    }
    return [...all].sort(([one, a], [other, b]) => b - a || one - other).map(([product]) => product);
  }

  /** The numbers of the products that have the most telling of the words, for somebody who remembers half of
      it: a word tells the more the fewer products have it. */
  async some(text) {
    const about = await this.about();
    const led = (await Promise.all(split(text, about).map((word) => this.#led(word)))).filter((one) => one.size);
    const all = new Map();
    for (const one of led) {
      for (const [product, score] of one) all.set(product, (all.get(product) ?? 0) + score / one.size);
    }
    const { products, retired } = about;
    for (const [product, score] of all) if (product >= products - retired) all.set(product, score / RETIRED);
    const best = Math.max(...all.values());
    const near = [...all].filter(([, score]) => score >= best / 4);
    return near.sort(([one, a], [other, b]) => b - a || one - other).map(([product]) => product);
  }

  /** The pages about something else than a product that have all words: kind, name and path of each. */
  async pages(text) {
    const about = await this.about();
    const words = split(text, about);
    if (!words.length) return [];
    const pages = await this.#fetch("pages.json");
    const found = pages.flatMap(([kind, name, path, also]) => {
      const own = split(name, about);
      const known = [...own, ...split(also, about)];
      if (!words.every((word) => known.some((one) => one.startsWith(word)))) return [];
      return [{ kind, name, path, named: own.join(" ") === words.join(" ") }];
    });
    return found.sort((one, other) => other.named - one.named);
  }

  /** How well each product does that has all words. */
  async #scores(words) {
    if (!words.length) return [];
    const [about, whole, ...led] = await Promise.all([this.about(), this.#words(words[0]), ...words.map((word) => this.#led(word))]);
    // What is retired stands last, unless its very name is typed.
    const isRetired = (product) => product >= about.products - about.retired;
    const scores = new Map();
    for (const [product, score] of led[0]) {
      const all = led.slice(1).map((one) => one.get(product) ?? 0);
      if (!all.includes(0)) scores.set(product, all.reduce((sum, one) => sum + one, score) / (isRetired(product) ? RETIRED : 1));
    }
    // Whoever types a name, or how it begins, means it.
    const name = words.join(" ");
    for (const [other, places] of whole) {
      const bonus = other === name ? 1000 : other.startsWith(name) ? 300 : 0;
      if (!bonus) continue;
      for (const place of places.filter((place) => place % about.weights.length === 0)) {
        const product = Math.floor(place / about.weights.length);
        scores.set(product, (scores.get(product) ?? 0) + (other !== name && isRetired(product) ? bonus / RETIRED : bonus));
      }
    }
    return scores;
  }

  /** What is shown of products, by their numbers. */
  async shown(products) {
    const { chunk, categories, statuses, lifecycles, owners, path } = await this.about();
    return Promise.all(products.map(async (product) => {
      const file = await this.#fetch(`products/${Math.floor(product / chunk)}.json`);
      const [id, name, summary, category, status, lifecycle, owner] = file[product % chunk];
      const about = { category: categories[category] ?? "", status: statuses[status], lifecycle: lifecycles[lifecycle], owner: owners[owner] ?? "" };
      return { id, name, summary, ...about, path: path.replace("{id}", id) };
    }));
  }
}
