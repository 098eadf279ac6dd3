// Typing errors: how far apart two words are.

/** Whether two words are equal but for typing errors; longer words may have more of them. */
export function isSimilar(typed, word) {
  const maxErrors = typed.length < 4 ? 0 : typed.length < 8 ? 1 : 2;
  return maxErrors > 0 && errors(typed, word, maxErrors) <= maxErrors;
}

/** How many typing errors lie between two words; `Infinity` if more than this many. */
export function errors(typed, word, maxErrors) {
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
