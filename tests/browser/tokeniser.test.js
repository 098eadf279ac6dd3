// The search has two tokenisers: one in Glassbox for the files, one in the script for what is typed. A thousand
// unusual words go through both, and the words inside names are found.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, before, test } from "node:test";
import { Search, shard, split } from "../../themes/default/on-demand/search-index.js";
import { random } from "./random.js";
import { glassbox } from "./site.js";

/** Words that have caused errors or are likely to. */
const CHOSEN = [
  "CustomerLifetimeValue", "顧客データ基盤", "fct_orders_daily", "R&D spend", "C++ telemetry", "E-mail consents", "Head-count by month", "고객데이터", "HTTPServer2024",
  "Übersicht", "naïve", "Straße", "STRASSE", "ẞ", "İstanbul", "ısı", "ΟΔΟΣ", "οδος", "Σ", "ς", "Ångström", "e\u0301te\u0301", "Z\u0335\u0348\u0353a",
  "日本語", "東", "売上 高", "데이터", "ก็", "नमस्ते", "שלום", "مَرْحَبًا", "Ⓐⓑ", "Ⅷ", "ⅷ", "x²", "½", "٣", "১২", "1", "7 a", "a", "3 musketeers",
  "head-count", "head_count", "head\u2011count", "o'clock", "l’été", "C++", "C#", "c++/rust", "C+++", "a+b", "R&D", "p&l-team", "AT&T&", "sales&marketing", "e-mail", "x_ray", "E-mails-e-mail", "a-b-cd", "Łódź Øresund Đakovo œuvre", ".NET", "a.b.c", "50%", "&", "—", "👩‍💻", "🇩🇪", "❤️ data", "a👍b", "𝒜𝓑", "𐐀𐐁", "ﬁnance", "Ǆ", "ǅ",
  "the", "The Cost", "of it", "who", "THE", "constructor", "__proto__", "toString", "x".repeat(5_000), "日".repeat(2_000), `e${"\u0301".repeat(500)}`, "a\u00adb", "a\u200bb", "a\u00a0b", "\u202eabc\u202c",
];
/** Code points of letters, marks, digits and pictures. */
const RANGES = [
  [0x20, 0x7e], [0x61, 0x7a], [0xa1, 0x17f], [0x180, 0x24f], [0x300, 0x36f], [0x370, 0x3ff], [0x400, 0x52f], [0x531, 0x587], [0x5d0, 0x5ea], [0x610, 0x6ff], [0x900, 0x97f], [0xe01, 0xe5b],
  [0x10a0, 0x10ff], [0x13a0, 0x13f5], [0x1e00, 0x1fff], [0x2010, 0x2027], [0x2070, 0x209c], [0x2150, 0x2188], [0x2460, 0x24ff], [0x3041, 0x30ff], [0x4e00, 0x4fff], [0xac00, 0xacff], [0xfb00, 0xfb06], [0xff10, 0xff5a],
  [0x10400, 0x1044f], [0x1d400, 0x1d4ff], [0x1f130, 0x1f149], [0x1f300, 0x1f5ff], [0x1f600, 0x1f64f],
];

function unusualWords(count) {
  const below = random(20261127);
  const words = [...CHOSEN];
  while (words.length < count) {
    const [from, to] = RANGES[below(RANGES.length)];
    const letter = () => String.fromCodePoint(from + below(to - from + 1));
    const letters = Array.from({ length: 1 + below(12) }, () => (below(6) ? letter() : String.fromCodePoint(...[RANGES[below(RANGES.length)][0]])));
    const word = letters.filter((one) => !/\p{Cn}/u.test(one)).join("");
    if (word.trim()) words.push(word);
  }
  return words;
}

const names = unusualWords(1_000);
const scratch = mkdtempSync(join(tmpdir(), "glassbox-tokeniser-"));
const read = (path) => JSON.parse(readFileSync(join(scratch, "site/search", path), "utf8"));

before(() => {
  mkdirSync(join(scratch, "catalog/products"), { recursive: true });
  writeFileSync(join(scratch, "catalog/glassbox.yml"), "title: Words\n");
  names.forEach((name, at) => writeFileSync(join(scratch, `catalog/products/p${at}.yml`), JSON.stringify({ id: `p${at}`, name })));
  const build = ["build", join(scratch, "catalog"), "--now", "2026-11-21T04:00:00Z", "--out", join(scratch, "site")];
  glassbox(...build);
});
after(() => rmSync(scratch, { recursive: true }));

test("both tokenisers split a thousand unusual words alike", () => {
  const about = read("index.json");
  const ids = Array.from({ length: Math.ceil(about.products / about.chunk) }, (_, at) => read(`products/${at}.json`)).flat().map(([id]) => id);
  assert.equal(ids.length, names.length);
  // The words of each name with their files: place 0 is a full name, the one after all full names is a word of a name.
  const written = new Map(ids.map((id) => [id, { full: [], words: new Map() }]));
  for (const file of readdirSync(join(scratch, "site/search/words"))) {
    for (const [word, steps] of Object.entries(read(`words/${file}`))) {
      let place = 0;
      for (const step of steps) {
        place += step;
        const of = written.get(ids[Math.floor(place / about.weights.length)]);
        if (place % about.weights.length === 0) of.full.push(word);
        if (place % about.weights.length <= about.whole_places) of.words.set(word, basename(file, ".json"));
      }
    }
  }
  let seen = 0;
  names.forEach((name, at) => {
    const words = split(name, about);
    const { full, words: known } = written.get(`p${at}`);
    assert.deepEqual(full, words.length ? [words.join(" ")] : [], JSON.stringify(name));
    // A full name is in the file of its first word. The words inside words are written too.
    const expected = [...words.map((word) => [word, shard(word, about)]), ...full.map((name) => [name, shard(words[0], about)])];
    for (const [word, file] of expected) {
      assert.equal(known.get(word), file, JSON.stringify(name));
      assert.ok(about.words.includes(file), JSON.stringify(name));
    }
    seen += words.length;
  });
  assert.ok(seen > 900, `${seen} words`);
});

test("parts of names are found, with symbols, hyphens and accents", async () => {
  globalThis.document = { baseURI: `file://${scratch}/site/` };
  globalThis.fetch = async (address) => ({ ok: true, json: async () => JSON.parse(readFileSync(address, "utf8")) });
  const search = new Search("");
  const inside = {
    lifetime: "CustomerLifetimeValue", "customer value": "CustomerLifetimeValue", データ: "顧客データ基盤", 基盤: "顧客データ基盤", 데이터: "고객데이터",
    orders: "fct_orders_daily", daily: "fct_orders_daily", "r&d": "R&D spend", "R&D sp": "R&D spend", "c++": "C++ telemetry",
    email: "E-mail consents", "e-mail": "E-mail consents", "e mail": "E-mail consents", mail: "E-mail consents",
    headcount: "Head-count by month", "head count": "Head-count by month", server: "HTTPServer2024", 2024: "HTTPServer2024", angstrom: "Ångström", lodz: "Łódź Øresund Đakovo œuvre",
  };
  for (const [query, name] of Object.entries(inside)) {
    const found = await search.load(await search.find(query));
    assert.ok(found.some((product) => product.name === name), `${query}: ${found.map((product) => product.name)}`);
  }
});
