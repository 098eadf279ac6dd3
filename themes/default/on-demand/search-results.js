// What a text finds and in which order, for the field on every page and for the search page alike.

/** The first places of a word are the whole name of a product and its whole alias. */
const WHOLE_NAMES = 2;
/** How many pages that have the very name stand above the products. */
const MOST_ABOVE = 2;
/** A name that is in more products than this is a matter of narrowing, not of reading on. */
const MANY = 30;

/** The results for a text: `hits` are products, and whether they have all words (`isExact`); `above` are the pages that
    stand before them, `below` those that stand after them; `facet` is the filter that the text names, and `inside` is
    the name of a table or column that many products have, with how many those are. */
export async function results(search, text) {
  const [exact, pages] = await Promise.all([search.find(text), search.pages(text)]);
  // A status or another filter whose name is typed is chosen, if no product has that word.
  const facet = exact.length ? undefined : pages.find((page) => page.named && page.facet)?.facet;
  const hits = exact.length || facet ? exact : await search.findAny(text);
  // Products come first, except after a page that has the very name, if no product has it; and except after pages that
  // have all the words, if no product has them.
  const isProductNamed = exact.some(({ matches }) => matches.some(({ place }) => place < WHOLE_NAMES));
  const isAbove = ({ named }) => !exact.length || (named && !isProductNamed);
  const above = exact.length ? pages.filter(isAbove).slice(0, MOST_ABOVE) : pages;
  return { hits, isExact: exact.length > 0, facet, above, below: pages.filter((page) => !above.includes(page)), inside: await everywhere(search, hits) };
}

/** The name of a table or column, if it is what was typed and many products have it; and how many. */
async function everywhere(search, hits) {
  const having = hits.filter(({ isWhole, isInside }) => isWhole && isInside);
  if (having.length <= MANY) return null;
  const [{ inside: [first] }] = await search.load(having.slice(0, 1));
  return first ? { name: first.name, products: having.length } : null;
}
