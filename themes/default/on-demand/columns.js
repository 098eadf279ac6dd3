// Long columns of the explorer: one of more than twenty boxes shows those with the most lines, and says how many there
// are besides.

const LONG = 20;
const KEPT = 8;

/** Returns items in groups by their key; `Map.groupBy` is too new for some browsers. */
export function grouped(items, key) {
  const groups = new Map();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

/**
 * Returns what to leave out of long columns, each with the whole of it: `columnOf` has the column of each of the `shown`
 * products, `lines` says how many it has, and `isKept` which always stay.
 */
export function longColumns(shown, columnOf, lines, isKept) {
  const columns = grouped(shown.map((at, index) => ({ at, index })), ({ index }) => columnOf[index]);
  const long = [...columns.values()].filter((column) => column.length > LONG);
  return long.flatMap((column) => {
    const kept = column.filter(({ at }) => isKept(at));
    const others = column.filter(({ at }) => !isKept(at)).sort((one, other) => lines(other.at) - lines(one.at) || one.at - other.at);
    const rest = others.slice(Math.max(KEPT - kept.length, 0)).map(({ at }) => at);
    return rest.length ? [{ rest, whole: column.map(({ at }) => at) }] : [];
  });
}
