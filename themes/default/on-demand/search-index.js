// Searches the files in `search/`. For each word that is typed it fetches the word file for its first
// letters, then the products to show; each file is fetched once. `index.json` describes these files: the stop
// words, the weight of each field, the paths of pages.

/** The score of a retired product is divided by this. */
const RETIRED = 1000;
/** Letters that are written in other ways too. */
const SAME_LETTERS = { ς: "σ", ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d" };
const count = (word) => [...word].length;
const hasDigit = (word) => /\p{N}/u.test(word);

/** Splits a text into words as in the files: lower case, without accents, without stop words (`left_out`). Signs
    that make a word are part of it (`c++`, `r&d`); `e-mail` is `email`. Glassbox splits in the same way;
    `tests/browser/tokeniser.test.js` compares the two. */
export function split(text, { left_out }) {
  // Letter by letter and with one form of sigma: the final form would not match while a word is being typed.
  const plain = [...text.normalize("NFD").replace(/\p{M}/gu, "")].map((letter) => letter.toLowerCase()).join("").replace(/[ςßæœøłđ]/g, (letter) => SAME_LETTERS[letter]);
  const pieces = [...plain.matchAll(/([\p{Alphabetic}\p{N}]+)([^\p{Alphabetic}\p{N}]*)/gu)];
  const words = [];
  for (let at = 0; at < pieces.length; at += 1) {
    let [, word, after] = pieces[at];
    let last = word;
    for (let next = pieces[at + 1]; next; next = pieces[at + 1]) {
      const isShort = after === "&" && count(last) < 3 && count(next[1]) < 3;
      const isInitial = word === last && /^[-_\u2010\u2011]$/.test(after) && count(word) === 1 && !hasDigit(word) && count(next[1]) > 1;
      if (!isShort && !isInitial) break;
      word += (isShort ? "&" : "") + next[1];
      [, last, after] = next;
      at += 1;
    }
    const signs = /^[+#]*/.exec(after)[0];
    const ends = after.length > signs.length || at + 1 === pieces.length;
    if (ends && signs.length < 3 && count(word) < 3 && !hasDigit(word)) word += signs;
    words.push(word);
  }
  return words.filter((word) => (count(word) > 1 || hasDigit(word)) && !left_out.includes(word));
}

/** The name of the file that a word is in, made from its first letters. */
export function shard(word, { letters }) {
  const name = (letter) => (/[a-z0-9]/.test(letter) ? letter : `_${letter.codePointAt(0).toString(16)}`);
  return [...word].slice(0, letters).map(name).join("");
}

/** Whether two words are equal but for typing errors; longer words may have more of them. */
export function isSimilar(typed, word) {
  const maxErrors = typed.length < 4 ? 0 : typed.length < 8 ? 1 : 2;
  return maxErrors > 0 && errors(typed, word, maxErrors) <= maxErrors;
}

/** How many typing errors lie between two words; `Infinity` if more than this many. */
function errors(typed, word, maxErrors) {
  if (Math.abs(typed.length - word.length) > maxErrors) return Infinity;
  // Optimal string alignment distance: insertions, deletions, substitutions and swapped neighbours.
  let [beforePrevious, previous] = [[], [...Array(word.length + 1).keys()]];
  for (let i = 1; i <= typed.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= word.length; j += 1) {
      const cost = typed[i - 1] === word[j - 1] ? 0 : 1;
      next[j] = Math.min(previous[j] + 1, next[j - 1] + 1, previous[j - 1] + cost);
      if (i > 1 && j > 1 && typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1]) {
        next[j] = Math.min(next[j], beforePrevious[j - 2] + 1);
      }
    }
    if (Math.min(...next) > maxErrors) return Infinity;
    [beforePrevious, previous] = [previous, next];
  }
  return previous[word.length];
}

/** Searches the site whose root is at the given address. */
export class Search {
  #root;
  #files = new Map();
  #postings = new Map();

  constructor(root) {
    this.#root = new URL(`${root}search/`, document.baseURI);
  }

  #fetch(path) {
    if (!this.#files.has(path)) {
      const request = fetch(new URL(path, this.#root)).then((response) => {
        if (!response.ok) throw new Error(`${path}: ${response.status}`);
        return response.json();
      });
      // A failed request is repeated the next time.
      request.catch(() => this.#files.delete(path));
      this.#files.set(path, request);
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

  /** The words of a file with their places, which are stored as differences. */
  #file(name) {
    if (!this.#postings.has(name)) {
      const decoded = (steps) => {
        let at = 0;
        return steps.map((step) => (at += step));
      };
      const words = this.#fetch(`words/${name}.json`).then((file) => Object.entries(file).map(([word, steps]) => [word, decoded(steps)]));
      words.catch(() => this.#postings.delete(name));
      this.#postings.set(name, words);
    }
    return this.#postings.get(name);
  }

  /** All words with the same first letter, for a typing error in the second letter. */
  async #sameInitial(word) {
    const about = await this.about();
    const names = about.words.filter((name) => name.startsWith(shard([...word][0], about)));
    return (await Promise.all(names.map((name) => this.#file(name)))).flat();
  }

  /** The products that match one word, each with its score. */
  async #matches(word) {
    const { weights } = await this.about();
    const swapped = [...word].length > 3 ? word[1] + word[0] + word.slice(2) : word;
    const known = [...(await this.#words(word)), ...(swapped === word ? [] : await this.#words(swapped))];
    const score = (weightOf, words = known) => {
      const matches = new Map();
      for (const [other, places] of words) {
        if (other.includes(" ")) continue;
        const factor = weightOf(other);
        if (!factor) continue;
        for (const place of places) {
          const value = weights[place % weights.length] * factor;
          const product = Math.floor(place / weights.length);
          if (value > (matches.get(product) ?? 0)) matches.set(product, value);
        }
      }
      return matches;
    };
    const matches = score((other) => (other === word ? 1.5 : other.startsWith(word) ? 1 : 0));
    if (matches.size || [...word].length < 4) return matches;
    const similarity = (other) => (isSimilar(word, other) || isSimilar(word, other.slice(0, word.length)) ? 0.4 : 0);
    const near = score(similarity);
    return near.size ? near : score(similarity, await this.#sameInitial(word));
  }

  /** The numbers of the products that match all words, best first. Two words may be one in the name:
      `head count` finds `Headcount`. */
  async find(text) {
    const words = split(text, await this.about());
    const joined = words.slice(1).map((_, at) => [...words.slice(0, at), words[at] + words[at + 1], ...words.slice(at + 2)]);
    const all = new Map();
    for (const scores of await Promise.all([words, ...joined].map((one) => this.#scores(one)))) {
      for (const [product, score] of scores) all.set(product, Math.max(score, all.get(product) ?? 0));
    }
    return [...all].sort(([one, a], [other, b]) => b - a || one - other).map(([product]) => product);
  }

  /** The numbers of the products that match some of the words, best first. The fewer products a word matches,
      the more it counts. */
  async findAny(text) {
    const about = await this.about();
    const matches = (await Promise.all(split(text, about).map((word) => this.#matches(word)))).filter((one) => one.size);
    const all = new Map();
    for (const one of matches) {
      for (const [product, score] of one) all.set(product, (all.get(product) ?? 0) + score / one.size);
    }
    const { products, retired } = about;
    for (const [product, score] of all) if (product >= products - retired) all.set(product, score / RETIRED);
    const best = Math.max(...all.values());
    const good = [...all].filter(([, score]) => score >= best / 4);
    return good.sort(([one, a], [other, b]) => b - a || one - other).map(([product]) => product);
  }

  /** The values of facets that a text names, such as a status, each as a page of results: with what else is typed. */
  async #filters(words) {
    const { filters, left_out } = await this.about();
    return filters.flatMap(([key, id, name, count]) => {
      const named = split(name, { left_out });
      const from = words.findIndex((_, at) => named.every((word, by) => words[at + by] === word));
      const rest = from < 0 ? [] : words.toSpliced(from, named.length);
      const isBegun = words.join(" ").length > 3 && named.join(" ").startsWith(words.join(" "));
      if (!named.length || (from < 0 && !isBegun)) return [];
      const query = new URLSearchParams(rest.length ? { q: rest.join(" "), [key]: id } : { [key]: id });
      const label = rest.length ? `${name}: “${rest.join(" ")}”` : `${name}: ${count.toLocaleString("en")} ${count === 1 ? "product" : "products"}`;
      return [{ kind: "Filter", name: label, path: `search/index.html?${query}`, named: from >= 0 && !rest.length, rank: 0, facet: [key, id] }];
    });
  }

  /** The nearest text that finds something, if this one finds nothing: its unknown words are replaced. */
  async suggest(text) {
    const about = await this.about();
    const names = [...(await this.#fetch("pages.json")).map(([, name]) => name), ...about.filters.map(([, , name]) => name)];
    const pageWords = names.flatMap((name) => split(name, about));
    const words = split(text, about);
    const nearest = await Promise.all(words.map(async (word) => {
      const near = (await this.#matches(word)).size || pageWords.some((one) => one.startsWith(word)) ? [[word, 0]] : [];
      const maxErrors = word.length < 5 ? 1 : word.length < 8 ? 2 : 3;
      const known = near.length ? [] : [...(await this.#sameInitial(word)).map(([one]) => one), ...pageWords];
      for (const one of known.filter((one) => one[0] === word[0] && !one.includes(" "))) near.push([one, errors(word, one, maxErrors)]);
      const [best] = near.filter(([, count]) => count <= maxErrors).sort(([, a], [, b]) => a - b);
      return best?.[0];
    }));
    const suggested = nearest.join(" ");
    return nearest.includes(undefined) || suggested === words.join(" ") ? "" : suggested;
  }

  /** The pages that are not about a product and match all words: kind, name and path of each; the filters first. */
  async pages(text) {
    const about = await this.about();
    const words = split(text, about);
    if (!words.length) return [];
    const pages = await this.#fetch("pages.json");
    const found = pages.flatMap(([kind, name, path, also, of]) => {
      const nameWords = split(name, about);
      const known = [...nameWords, ...split(also, about)];
      if (!words.every((word) => known.some((one) => one.startsWith(word)))) return [];
      const named = nameWords.join(" ") === words.join(" ");
      const isInName = words.every((word) => nameWords.some((one) => one.startsWith(word)));
      return [{ kind: [kind, of].filter(Boolean).join(", "), name, path, named, rank: isInName ? 1 : 2 }];
    });
    return [...(await this.#filters(words)), ...found].sort((one, other) => other.named - one.named || one.rank - other.rank);
  }

  /** The score of each product that matches all words. */
  async #scores(words) {
    if (!words.length) return [];
    const [about, wholeNames, ...matches] = await Promise.all([this.about(), this.#words(words[0]), ...words.map((word) => this.#matches(word))]);
    // Retired products come last, unless their exact name is typed.
    const isRetired = (product) => product >= about.products - about.retired;
    const scores = new Map();
    for (const [product, score] of matches[0]) {
      const all = matches.slice(1).map((one) => one.get(product) ?? 0);
      if (!all.includes(0)) scores.set(product, all.reduce((sum, one) => sum + one, score) / (isRetired(product) ? RETIRED : 1));
    }
    // A name that is typed in full or from its beginning counts most.
    const name = words.join(" ");
    for (const [other, places] of wholeNames) {
      const bonus = other === name ? 1000 : other.startsWith(name) ? 300 : 0;
      if (!bonus) continue;
      for (const place of places.filter((place) => place % about.weights.length === 0)) {
        const product = Math.floor(place / about.weights.length);
        scores.set(product, (scores.get(product) ?? 0) + (other !== name && isRetired(product) ? bonus / RETIRED : bonus));
      }
    }
    return scores;
  }

  /** Why a product matches, where a result does not show it: `column “email”`. */
  async #why(product, words) {
    const { places, weights } = await this.about();
    const size = weights.length;
    const reasons = new Map();
    for (const word of words) {
      // The best place of the word in the product, an exact word before one that begins with it.
      let best = [];
      for (const [other, postings] of await this.#words(word)) {
        if (!other.startsWith(word)) continue;
        const at = postings.findIndex((place) => place >= product * size);
        if (at < 0 || postings[at] >= (product + 1) * size) continue;
        const value = weights[postings[at] % size] * (other === word ? 1.5 : 1);
        if (value > (best[0] ?? 0)) best = [value, other, places[postings[at] % size]];
      }
      if (best[2]) reasons.set(best[2], [...(reasons.get(best[2]) ?? []), `“${best[1]}”`]);
    }
    return [...reasons].map(([place, found]) => `${place} ${[...new Set(found)].join(", ")}`).join("; ");
  }

  /** Loads what is shown of products, by their numbers, and why they match a text. */
  async load(products, text = "") {
    const words = split(text, await this.about());
    const { chunk, categories, statuses, lifecycles, owners, path } = await this.about();
    return Promise.all(products.map(async (product) => {
      const file = await this.#fetch(`products/${Math.floor(product / chunk)}.json`);
      const [id, name, summary, category, status, lifecycle, owner] = file[product % chunk];
      const about = { category: categories[category] ?? "", status: statuses[status], lifecycle: lifecycles[lifecycle], owner: owners[owner] ?? "" };
      return { id, name, summary, ...about, why: await this.#why(product, words), path: path.replace("{id}", id) };
    }));
  }
}
