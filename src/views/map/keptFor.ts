/** As many are kept for one list: a run stands at most twice beside itself. */
const MOST = 3;

/**
 * What is made of a list of numbers, kept until something else that it depends on, its key, is another:
 * a picture that is drawn again works out what is new in it alone.
 */
export function keptFor<V>(): (
  list: ArrayLike<number>,
  key: readonly unknown[],
  make: () => V
) => V {
  const known = new WeakMap<ArrayLike<number>, Map<string, V>>();
  return (list, key, make) => {
    const name = JSON.stringify(key);
    const own = known.get(list) ?? new Map<string, V>();
    known.set(list, own);
    const value = own.get(name) ?? make();
    if (own.size >= MOST && !own.has(name)) {
      own.clear();
    }
    own.set(name, value);
    return value;
  };
}
