/**
 * Methods of the standard library that notebook cells are typed with and that Node 20 does not have
 * yet; a newer Node's own are left alone. What each does is ECMA-262 (2025).
 */
export function addNewMethods(): void {
  add(Object, 'groupBy', function groupBy<
    T
  >(items: Iterable<T>, keyOf: (item: T, index: number) => PropertyKey) {
    const groups = Object.create(null) as Record<PropertyKey, T[]>;
    let index = 0;
    for (const item of items) {
      (groups[keyOf(item, index++)] ??= []).push(item);
    }
    return groups;
  });
  add(Map, 'groupBy', function groupBy<
    T,
    K
  >(items: Iterable<T>, keyOf: (item: T, index: number) => K) {
    const groups = new Map<K, T[]>();
    let index = 0;
    for (const item of items) {
      const key = keyOf(item, index++);
      const group = groups.get(key);
      if (group) {
        group.push(item);
      } else {
        groups.set(key, [item]);
      }
    }
    return groups;
  });
  add(
    Promise,
    'withResolvers',
    function withResolvers(this: PromiseConstructor) {
      let resolve!: (value: unknown) => void;
      let reject!: (reason: unknown) => void;
      const promise = new this((yes, no) => {
        resolve = yes;
        reject = no;
      });
      return { promise, resolve, reject };
    }
  );
  add(Array, 'fromAsync', async function fromAsync<
    T,
    U
  >(items: AsyncIterable<T> | Iterable<T | PromiseLike<T>> | ArrayLike<T>, change?: (item: T, index: number) => U | PromiseLike<U>) {
    const source =
      Symbol.asyncIterator in items || Symbol.iterator in items
        ? items
        : Array.from(items as ArrayLike<T>);
    const result: unknown[] = [];
    for await (const item of source as AsyncIterable<T>) {
      result.push(change ? await change(item, result.length) : item);
    }
    return result;
  });
  for (const [name, method] of Object.entries(setMethods)) {
    add(Set.prototype, name, method);
  }
}

/** What the methods of sets take: a set, a map, or what looks like one. */
interface SetLike {
  readonly size: number;
  has(value: unknown): boolean;
  keys(): Iterator<unknown>;
}

function keysOf(other: SetLike): Iterable<unknown> {
  return { [Symbol.iterator]: () => other.keys() };
}

const setMethods = {
  union(this: Set<unknown>, other: SetLike) {
    return new Set([...this, ...keysOf(other)]);
  },
  intersection(this: Set<unknown>, other: SetLike) {
    // The order is that of the smaller one.
    return this.size <= other.size
      ? new Set([...this].filter(value => other.has(value)))
      : new Set([...keysOf(other)].filter(value => this.has(value)));
  },
  difference(this: Set<unknown>, other: SetLike) {
    return new Set([...this].filter(value => !other.has(value)));
  },
  symmetricDifference(this: Set<unknown>, other: SetLike) {
    const result = new Set(this);
    for (const value of keysOf(other)) {
      if (this.has(value)) {
        result.delete(value);
      } else {
        result.add(value);
      }
    }
    return result;
  },
  isSubsetOf(this: Set<unknown>, other: SetLike) {
    return (
      this.size <= other.size && [...this].every(value => other.has(value))
    );
  },
  isSupersetOf(this: Set<unknown>, other: SetLike) {
    return (
      this.size >= other.size &&
      [...keysOf(other)].every(value => this.has(value))
    );
  },
  isDisjointFrom(this: Set<unknown>, other: SetLike) {
    return ![...this].some(value => other.has(value));
  }
};

function add(target: object, name: string, value: unknown): void {
  if (!(name in target)) {
    Object.defineProperty(target, name, {
      configurable: true,
      writable: true,
      value
    });
  }
}
