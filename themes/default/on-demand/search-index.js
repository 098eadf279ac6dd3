// Searches the files in `search/`. For each word that is typed it fetches the word file for its first
// letters, then the products to show; each file is fetched once. `index.json` describes these files: the stop
// words, the weight of each field, the paths of pages.

import { errors, isSimilar } from "./typing-errors.js";

/** The score of a retired product is divided by this. */
const RETIRED = 1000;
/** How many other wordings of a text are searched for. */
const MOST_SYNONYMS = 24;
/** How many tables or columns a result names. */
const MOST_NAMED = 3;
/** The kind of a table that a product offers. */
const OUTPUT = "output table";
/** Letters that have other spellings. */
const SAME_LETTERS = { ς: "σ", ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d" };
const count = (word) => [...word].length;
const hasDigit = (word) => /\p{N}/u.test(word);

/** A text in lower case and without accents, letter by letter and with one form of sigma: the final form would not
    match while a word is being typed. */
export function plain(text) {
  const letters = [...text.normalize("NFD").replace(/\p{M}/gu, "")].map((letter) => letter.toLowerCase());
  return letters.join("").replace(/[ςßæœøłđ]/g, (letter) => SAME_LETTERS[letter]);
}

/** Only the letters and digits of a text, in the same form. */
const bare = (text) => plain(text).replace(/[^\p{Alphabetic}\p{N}]/gu, "");

/** Splits a text into words as in the files: lower case, without accents, without stop words (`left_out`). Signs
    that make a word are part of it (`c++`, `r&d`); `e-mail` is `email`. Glassbox splits in the same way;
    `tests/browser/tokeniser.test.js` compares the two. */
export function split(text, { left_out }) {
  const pieces = [...plain(text).matchAll(/([\p{Alphabetic}\p{N}]+)([^\p{Alphabetic}\p{N}]*)/gu)];
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

/** A text in pieces, each with whether it is a match: adjacent matching words are one piece, together with what is
    between them and is left out of a search. */
export function marked(text, words, { left_out }) {
  // Every second piece is a word.
  const pieces = text.split(/([\p{Alphabetic}\p{N}\p{M}]+)/u);
  const letters = pieces.map((piece, at) => (at % 2 ? bare(piece) : ""));
  const isMarked = pieces.map(() => false);
  for (const word of words.map(bare).filter(Boolean)) {
    for (let at = 1; at < pieces.length; at += 2) {
      // A short word is not part of others; a long one may be spelled in several: `e-mail`, `r&d`.
      if (count(word) > 2 ? letters[at].includes(word) : letters[at] === word) isMarked[at] = true;
      let to = at;
      let joined = letters[at];
      while (joined && joined.length < word.length && word.startsWith(joined) && to + 2 < pieces.length) joined += letters[(to += 2)];
      if (joined === word) isMarked.fill(true, at, to + 1);
    }
  }
  for (let at = 1; at < pieces.length; at += 2) {
    const next = isMarked.indexOf(true, at + 1);
    const between = next > 0 ? letters.slice(at + 1, next).filter(Boolean) : [];
    if (isMarked[at] && next > 0 && between.every((one) => left_out.includes(one))) isMarked.fill(true, at, next);
  }
  const runs = [];
  for (const [at, piece] of pieces.entries()) {
    if (runs.length && runs.at(-1)[1] === isMarked[at]) runs.at(-1)[0] += piece;
    else if (piece) runs.push([piece, isMarked[at]]);
  }
  return runs;
}

/** Whether words occur consecutively in other words: the position, else -1. */
const positionOf = (words, phrase) => words.findIndex((_, at) => phrase.every((word, by) => words[at + by] === word));

/** The anchor of a column in the detail page, given that of its table. Glassbox writes the same. */
const columnAnchor = (table, column) => `${table}~${column.replace(/[^\p{Alphabetic}\p{N}._-]/gu, "-")}`;

/** The words to search for: as they are typed; two of them as one (`head count` finds `Headcount`); and others that
    mean the same in the place of theirs, which count a little less. */
function variants(words, { synonyms }) {
  const typed = { words, factor: 1 };
  const joined = words.slice(1).map((_, at) => ({ words: [...words.slice(0, at), words[at] + words[at + 1], ...words.slice(at + 2)], factor: 1 }));
  const replaced = (one) => synonyms.flatMap((group) => group.flatMap((phrase) => {
    const at = positionOf(one.words, phrase);
    const rest = at < 0 ? [] : group.filter((other) => other !== phrase);
    return rest.map((other) => ({ words: one.words.toSpliced(at, phrase.length, ...other), factor: one.factor * 0.9, instead: one.instead ?? [other, phrase] }));
  }));
  const others = replaced(typed);
  return [typed, ...joined, ...[...others, ...others.flatMap(replaced)].slice(0, MOST_SYNONYMS)];
}

/** Which words stand for which typed ones. */
const inWords = ([other, typed]) => `“${other.join(" ")}” for “${typed.join(" ")}”`;

/** Reasons as one text, in pieces. */
const inOneLine = (reasons) => reasons.flatMap(({ pieces }, at) => [...(at ? [["; ", false]] : []), ...pieces]);

/** Searches the site whose root is at the given address. */
export class Search {
  #root;
  #files = new Map();
  #postings = new Map();
  #pageWords = null;
  #matched = { words: new Map() };

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

  /** The products that match one word, each with its score, the word of the files, and the place of the word. */
  async #matches(word, isTyped = true) {
    const { weights } = await this.about();
    const swapped = [...word].length > 3 ? word[1] + word[0] + word.slice(2) : word;
    const known = [...(await this.#words(word)), ...(swapped === word ? [] : await this.#words(swapped))];
    const score = (weightOf, words = known) => {
      const matches = new Map();
      for (const [other, places] of words) {
        if (other.includes(" ")) continue;
        const factor = weightOf(other);
        if (!factor) continue;
        for (const at of places) {
          const place = at % weights.length;
          const value = weights[place] * factor;
          const product = Math.floor(at / weights.length);
          if (value > (matches.get(product)?.score ?? 0)) matches.set(product, { score: value, word: other, place });
        }
      }
      return matches;
    };
    const matches = score((other) => (other === word ? 1.5 : other.startsWith(word) ? 1 : 0));
    // Only typed text has typing errors.
    if (matches.size || [...word].length < 4 || !isTyped) return matches;
    const similarity = (other) => (isSimilar(word, other) || isSimilar(word, other.slice(0, word.length)) ? 0.4 : 0);
    const near = score(similarity);
    return near.size ? near : score(similarity, await this.#sameInitial(word));
  }

  /** Whether the match is only inside a product: in tables and columns. */
  #isInside({ matches }, { inside_places }) {
    return matches.length > 0 && matches.every(({ place }) => inside_places.includes(place));
  }

  /** Hits in order: matches in a product's own words before those in its tables and columns, and those in nothing but
      the name of its team last of these; best first. If names or output ports have the typed words, hits by words that
      mean the same come after the others. */
  async #sorted(hits, text) {
    const about = await this.about();
    const typed = split(text, about);
    const isTeam = ({ place }) => place === about.owner_place;
    for (const hit of hits) {
      hit.isInside = this.#isInside(hit, about);
      hit.isByTeam = hit.matches.length > 0 && hit.matches.every(isTeam);
      hit.isInName = !hit.instead && hit.matches.every(({ word, place }) => about.name_places.includes(place) && typed.includes(word));
    }
    const hasName = hits.some(({ isInName }) => isInName);
    const isSynonym = ({ instead }) => Number(hasName && Boolean(instead));
    return hits.sort((one, other) => one.isInside - other.isInside || one.isByTeam - other.isByTeam || isSynonym(one) - isSynonym(other) || other.score - one.score || one.product - other.product);
  }

  /** The products that match all words, best first: the number of each, and how it matches. */
  async find(text) {
    const all = await this.#best(text, (words, typed, matches) => this.#scores(words, matches, words === typed));
    return this.#sorted([...all.values()], text);
  }

  /** The products that match some of the words, as typed or in words that mean the same, best first. The fewer
      products a word matches, the more it counts. */
  async findAny(text) {
    const all = await this.#best(text, (words, typed, matches) => this.#anyOf(words, (word) => matches(word, typed.includes(word))));
    const best = Math.max(0, ...[...all.values()].map(({ score }) => score));
    const shown = [...all.values()].filter(({ score }) => score >= best / 4);
    return this.#sorted(shown.map(({ known, ...hit }) => ({ ...hit, matches: known.flatMap((one) => one.get(hit.product) ?? []) })), text);
  }

  /** The best hit of each product in all wordings of a text; `hitsOf` returns those of one, given the typed words and
      the function that matches a word, once for all wordings of a text. */
  async #best(text, hitsOf) {
    const about = await this.about();
    const wordings = variants(split(text, about), about);
    const matches = this.#matchesFor(text);
    const found = await Promise.all(wordings.map(({ words }) => hitsOf(words, wordings[0].words, matches)));
    const all = new Map();
    for (const [at, { factor, instead }] of wordings.entries()) {
      for (const hit of found[at].values()) {
        hit.score *= factor;
        hit.instead = instead;
        if (hit.score > (all.get(hit.product)?.score ?? 0)) all.set(hit.product, hit);
      }
    }
    return all;
  }

  /** Matches words as `#matches` does, each once for a text and for the next one, which often has the same words. */
  #matchesFor(text) {
    if (this.#matched.text !== text) this.#matched = { text, words: new Map(), before: this.#matched.words };
    const { words, before } = this.#matched;
    return (word, isTyped) => {
      const key = `${word} ${isTyped}`;
      if (!words.has(key)) {
        const matches = before.get(key) ?? this.#matches(word, isTyped);
        matches.catch(() => words.delete(key));
        words.set(key, matches);
      }
      return words.get(key);
    };
  }

  /** The products that match at least one of the words, each as a hit with the matches of all words (`known`). Without
      those that so much fewer words match that nobody is shown them. */
  async #anyOf(words, matchesOf) {
    const { products, retired } = await this.about();
    const known = (await Promise.all(words.map(matchesOf))).filter((one) => one.size);
    const scores = new Float64Array(products);
    for (const one of known) for (const [product, { score }] of one) scores[product] += score / one.size;
    for (let product = products - retired; product < products; product += 1) scores[product] /= RETIRED;
    let best = 0;
    for (const score of scores) if (score > best) best = score;
    const hits = [];
    for (let product = 0; product < products; product += 1) if (scores[product] && scores[product] >= best / 4) hits.push({ product, score: scores[product], known });
    return hits;
  }

  /** The values of facets that a text names, such as a status, each as a page of results: with what else is typed. */
  async #filters(words) {
    const { filters, left_out } = await this.about();
    return filters.flatMap(([key, id, name, count]) => {
      const named = split(name, { left_out });
      const from = positionOf(words, named);
      const rest = from < 0 ? [] : words.toSpliced(from, named.length);
      const isBegun = words.join(" ").length > 3 && named.join(" ").startsWith(words.join(" "));
      if (!named.length || (from < 0 && !isBegun)) return [];
      const query = new URLSearchParams(rest.length ? { q: rest.join(" "), [key]: id } : { [key]: id });
      const label = rest.length ? `${name}: “${rest.join(" ")}”` : `${name}: ${count.toLocaleString("en")} ${count === 1 ? "product" : "products"}`;
      return [{ group: "Filters", kind: "Filter", name: label, path: `search/index.html?${query}`, named: from >= 0 && !rest.length, isNarrowing: rest.length > 0, rank: 0, facet: [key, id] }];
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

  /** The pages that are not about a product and match all words: group, kind, name and path of each; the filters
      first. */
  async pages(text) {
    const about = await this.about();
    const typed = split(text, about);
    if (!typed.length) return [];
    const wordings = variants(typed, about);
    const pages = await this.#fetch("pages.json");
    this.#pageWords ??= pages.map(([, name, , also]) => [split(name, about), split(also, about)]);
    const found = pages.flatMap(([kind, name, path, , of], at) => {
      const [nameWords, others] = this.#pageWords[at];
      const known = [...nameWords, ...others];
      const isIn = (words) => wordings.some((one) => one.words.every((word) => words.some((other) => other.startsWith(word))));
      if (!isIn(known)) return [];
      const named = nameWords.join(" ") === typed.join(" ");
      const group = kind === "Person" ? "People" : "Pages";
      // In a short name the typed words are more of what it is about.
      return [{ group, kind: [kind, of].filter(Boolean).join(", "), name, path, named, rank: isIn(nameWords) ? 1 : 2, length: nameWords.length }];
    });
    return [...(await this.#filters(typed)), ...found].sort((one, other) => other.named - one.named || one.rank - other.rank || (one.rank === 1 ? one.length - other.length : 0));
  }

  /** The products that match all words, each as a hit: its number, its score and the match of each word. */
  async #scores(words, matchesOf, isTyped) {
    if (!words.length) return new Map();
    const [about, wholeNames, ...matches] = await Promise.all([this.about(), this.#words(words[0]), ...words.map((word) => matchesOf(word, isTyped))]);
    // Retired products come last, unless their exact name is typed.
    const isRetired = (product) => product >= about.products - about.retired;
    const scores = new Map();
    const fewest = matches.reduce((least, one) => (one.size < least.size ? one : least));
    for (const product of fewest.keys()) {
      const all = matches.map((one) => one.get(product));
      if (all.includes(undefined)) continue;
      scores.set(product, { product, score: all.reduce((sum, one) => sum + one.score, 0) / (isRetired(product) ? RETIRED : 1), matches: all });
    }
    // A name that is typed in full or from its beginning counts most.
    const name = words.join(" ");
    const inside = new Map();
    const named = new Set();
    for (const [other, places] of wholeNames) {
      const bonus = other === name ? 1000 : other.startsWith(name) ? 300 : 0;
      if (!bonus) continue;
      for (const at of places) {
        const [product, place] = [Math.floor(at / about.weights.length), at % about.weights.length];
        // The exact name of a table or a column leads there, unless the product has that name. One word may be a part.
        if (other === name && words.length > 1 && about.inside_places.includes(place)) inside.set(product, place);
        if (place >= about.whole_places) continue;
        const { score, matches } = scores.get(product) ?? { score: 0, matches: [] };
        scores.set(product, { product, score: score + (other !== name && isRetired(product) ? bonus / RETIRED : bonus), matches });
        named.add(product);
      }
    }
    for (const [product, place] of inside) {
      if (!named.has(product)) scores.set(product, { product, score: scores.get(product)?.score ?? about.weights[place], matches: words.map((word) => ({ word, place })), isWhole: true });
    }
    return scores;
  }

  /** Why a product matches, where a result does not show it: each reason in pieces of text, each with whether it is what
      matched (`owned by **Revenue** Data`), and with the place where it stands. `texts` are those of the product by
      their places. */
  #why({ matches, instead }, about, texts) {
    const { places } = about;
    // Even what is also elsewhere: for `growth data`, no word of “Growth Data” is skipped.
    const all = matches.map(({ word }) => word);
    const reasons = new Map();
    for (const { word, place } of matches) {
      if (places[place]) reasons.set(places[place], [...(reasons.get(places[place]) ?? []), word]);
    }
    const why = [...reasons].map(([label, words]) => {
      const place = places.indexOf(label);
      const having = texts.filter(([at, text]) => places[at] === label && words.some((word) => bare(text).includes(bare(word))));
      if (!having.length) return { place, pieces: [[`${label} “${[...new Set(words)].join(" ")}”`, false]] };
      return { place, pieces: [[`${label} `, false], ...having.slice(0, MOST_NAMED).flatMap(([, text], at) => [...(at ? [[", ", false]] : []), ...marked(text, all, about)])] };
    });
    return [...(instead ? [{ place: -1, pieces: [[inWords(instead), false]] }] : []), ...why];
  }

  /** Whether a name is the typed text, whatever is between its letters. */
  isNamed(name, text) {
    return bare(name) === bare(text);
  }

  /** The tables or columns by which a product matches, and how many there are beside the first ones: what each is,
      its name, and its place on the page of details. */
  async #inside({ product, matches, isInside }) {
    const about = await this.about();
    const [tablePlace, columnPlace] = about.inside_places;
    const at = (place) => matches.filter((match) => match.place === place).map(({ word }) => word);
    // Words in a product's own name may be in those of its tables, too.
    const [tableWords, columnWords] = [isInside ? at(tablePlace) : matches.map(({ word }) => word), isInside ? at(columnPlace) : []];
    if (!tableWords.length && !columnWords.length) return { named: [], more: 0 };
    const { columns, products } = await this.#fetch(`inside/${Math.floor(product / about.inside)}.json`);
    const having = (all, words, nameOf) => {
      const whole = all.filter((one) => {
        const known = split(nameOf(one), about);
        return words.every((word) => known.includes(word));
      });
      return whole.length ? whole : all.filter((one) => words.every((word) => bare(nameOf(one)).includes(bare(word))));
    };
    const tables = products[product % about.inside].map(([name, anchor, set, kind]) => ({ name, anchor: anchor.replace("*", () => name), kind: kind || "table", isOutput: kind === OUTPUT, columns: columns[set] }));
    const ofTables = having(tables, tableWords, ({ name }) => name);
    const columnsOf = (from, words) => having(from.flatMap((table) => table.columns.map((name) => ({ name, kind: "column", table: table.name, isOutput: table.isOutput, anchor: table.anchor && columnAnchor(table.anchor, name) }))), words, ({ name }) => name);
    const candidates = columnWords.length
      ? [columnsOf(ofTables, columnWords), columnsOf(tables, columnWords), ...columnWords.map((word) => columnsOf(tables, [word]))]
      : [ofTables, ...(isInside ? tableWords : []).map((word) => having(tables, [word], ({ name }) => name))];
    const found = (candidates.find((one) => one.length) ?? []).toSorted((one, other) => one.name.length - other.name.length || other.isOutput - one.isOutput);
    return { named: found.slice(0, MOST_NAMED), more: Math.max(0, found.length - MOST_NAMED) };
  }

  /** The names of hits. */
  async names(hits) {
    const { chunk } = await this.about();
    return Promise.all(hits.map(async ({ product }) => (await this.#fetch(`products/${Math.floor(product / chunk)}.json`))[product % chunk][1]));
  }

  /** What a reader sees of hits: the product, why it matches, and, if they are shown, the tables or columns by which it
      does. */
  async load(hits, isInsideShown = true) {
    const about = await this.about();
    const { chunk, categories, statuses, lifecycles, owners, path, owner_place } = about;
    return Promise.all(hits.map(async (hit) => {
      const { product, isInside } = hit;
      const [file, { named, more }] = await Promise.all([this.#fetch(`products/${Math.floor(product / chunk)}.json`), isInsideShown ? this.#inside(hit) : { named: [], more: 0 }]);
      const [id, name, summary, category, status, lifecycle, owner, texts, ends] = file[product % chunk];
      const page = path.replace("{id}", id);
      const inside = named.map(({ anchor, ...one }) => ({ ...one, path: page.replace("index.html", "detail/index.html") + (anchor && `#${encodeURIComponent(anchor)}`) }));
      const ownerName = owners[owner] ?? "";
      const why = this.#why(hit, about, [[owner_place, ownerName], ...texts]);
      const ownerWords = hit.matches.some(({ place }) => place === owner_place) ? hit.matches.map(({ word }) => word) : [];
      const facts = { category: categories[category] ?? "", categoryAt: category, status: statuses[status], lifecycle: lifecycles[lifecycle], owner: marked(ownerName, ownerWords, about), ends: ends ? `Ends on ${ends}` : "" };
      // A result that shows the owner says it there.
      return { id, name, summary, summaryPieces: marked(summary, hit.matches.map(({ word }) => word), about), ...facts, path: page, why: inOneLine(why), whyElse: inOneLine(why.filter(({ place }) => place !== owner_place)), synonym: hit.instead ? inWords(hit.instead) : "", isInName: hit.isInName, isInside, inside, insideMore: more };
    }));
  }
}
