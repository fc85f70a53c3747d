import type { CellMemory, ViewStore } from '../context';

/**
 * Keeps what the reader chose in each view while the page lives. The oldest bundles are forgotten
 * first, so that a notebook whose cells run all day does not grow.
 */
export function createStore(capacity = 500): ViewStore {
  const bundles = new Map<string, Map<string, unknown>>();
  const chosen = (id: string): Record<string, unknown> =>
    Object.fromEntries(
      [...(bundles.get(id) ?? [])].filter(([, value]) => isPlain(value))
    );
  return {
    get<T>(id: string, name: string) {
      return bundles.get(id)?.get(name) as T | undefined;
    },
    set(id, name, value) {
      const values = bundles.get(id) ?? new Map<string, unknown>();
      values.set(name, value);
      bundles.delete(id);
      bundles.set(id, values);
      for (const oldest of bundles.keys()) {
        if (bundles.size <= capacity) {
          break;
        }
        bundles.delete(oldest);
      }
    },
    chosen,
    hand(from, to) {
      bundles.set(
        to,
        new Map([...Object.entries(chosen(from)), ...(bundles.get(to) ?? [])])
      );
    }
  };
}

/** Whether a value is the same after a way through JSON. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) {
    return (
      (Array.isArray(value) ||
        Object.getPrototypeOf(value) === Object.prototype) &&
      Object.values(value).every(isPlain)
    );
  }
  return (
    value === null ||
    value === undefined ||
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    Number.isFinite(value)
  );
}

/** A memory that lasts as long as the page: for places without a notebook. */
export function createPageMemory(): CellMemory {
  const values = new Map<string, unknown>();
  return {
    get: key => values.get(key),
    set: (key, value) => void values.set(key, value),
    delete: key => void values.delete(key)
  };
}
