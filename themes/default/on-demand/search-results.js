// The results for a text and their order, shared by the field on every page and by the search page.

/** The first places of a word are the full name of a product and its full alias. */
const WHOLE_NAMES = 2;
/** The first places of a word are in names: the name of a product, an alias, its id. */
const NAMES = 5;
/** How many pages are above the products. */
const MOST_ABOVE = 3;
/** A name in more products than this is narrowed down rather than read through. */
const MANY = 30;

/** The results for a text: `hits` are products, and whether they have all words (`isExact`) and one has the text as its
    name (`isProductNamed`); `above` are the pages that stand before them, `below` those that stand after them; `facet`
    is the filter that the text names, and `inside` is the name of a table or column that many products have, with how
    many those are. */
export async function results(search, text) {
  const [similar, pages] = await Promise.all([search.find(text), search.pages(text)]);
  // A filter with a part of the text is a better answer than products with a word that is spelled like the other part.
  const exact = pages.some(({ isNarrowing }) => isNarrowing) ? similar.filter(isLiteral(text)) : similar;
  // Products come first, except after a page with the exact name, and after a filter with that name, if no product has
  // it; after pages with all the words in their names, if no product has them in its own; and after pages that have all
  // the words, if no product has them.
  const isProductNamed = exact.some(({ matches }) => matches.some(({ place }) => place < WHOLE_NAMES));
  // A status or another filter whose name is typed is chosen, unless it is the name of a product, too: after what it
  // leaves come the products with that word, but not those with similar ones.
  const facet = isProductNamed ? undefined : pages.find((page) => page.named && page.facet)?.facet;
  const hits = facet ? exact.filter(isLiteral(text)) : exact.length ? exact : (await search.findAny(text)).filter((hit) => !pages.length || hit.instead || isPartlyLiteral(text)(hit));
  const isInProductName = exact.some(({ matches }) => matches.length > 0 && matches.every(({ place }) => place < NAMES));
  const isAbove = ({ named, rank, facet: filter }) => !exact.length || (named && !(filter && isProductNamed)) || (rank === 1 && !isInProductName);
  const above = exact.length ? pages.filter(isAbove).slice(0, MOST_ABOVE) : pages;
  return { hits, isExact: hits.length > 0 && exact.length > 0, isProductNamed, facet, above, below: pages.filter((page) => !above.includes(page)), inside: await everywhere(search, hits) };
}

/** Whether a word begins with a typed one, rather than be spelled like it. */
function isTyped(text) {
  const typed = text.toLowerCase().split(/\s+/);
  return ({ word }) => typed.some((one) => word.startsWith(one));
}

/** Whether each word by which a hit was found was typed. */
const isLiteral = (text) => ({ matches }) => matches.every(isTyped(text));

/** Whether at least one word by which a hit was found was typed. */
const isPartlyLiteral = (text) => ({ matches }) => matches.some(isTyped(text));

/** The name of a table or column, if it is the typed text and many products have it; and their number. */
async function everywhere(search, hits) {
  const having = hits.filter(({ isWhole, isInside }) => isWhole && isInside);
  if (having.length <= MANY) return null;
  const [{ inside: [first] }] = await search.load(having.slice(0, 1));
  return first ? { name: first.name, products: having.length } : null;
}
