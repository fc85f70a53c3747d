import type { Differentiated } from './differentiate';
import type { Value } from './graph';
import { isElementwise, isProduct } from './graph';

/** A sum of products, which are added where they are computed. */
export interface Sum {
  /** In which place it is: the last addition, or a product that nothing is added to. */
  readonly root: number;
  readonly products: readonly number[];
  /** What is computed number by number and stands in its place before products are added; null for none. */
  readonly base: number | null;
}

/** All products in sums, and the additions that need no loop. */
export interface Sums {
  /** By each product, and by the base. */
  readonly of: ReadonlyMap<number, Sum>;
  /** Additions that products do. */
  readonly added: ReadonlySet<number>;
}

/**
 * Finds what is added to products and read by its sum alone: other products, or one value that the products
 * are added to.
 *
 * @param needed in the order of their computation
 * @param mayHold whether a value may be computed in the place of a sum with these products
 */
export function sumsOf(
  { values }: Differentiated,
  needed: readonly number[],
  outputs: readonly number[],
  mayHold: (base: number, products: readonly number[]) => boolean
): Sums {
  const uses = new Map<number, number>();
  const use = (id: number) => uses.set(id, (uses.get(id) ?? 0) + 1);
  needed.forEach(id => values[id].inputs.forEach(use));
  outputs.forEach(use);
  const sums = new Map<number, Sum>();
  const added = new Set<number>();
  for (const id of needed) {
    const value = values[id];
    if (isProduct(value)) {
      sums.set(id, { root: id, products: [id], base: null });
    }
    const joined =
      value.op === 'add' && value.inputs[0] !== value.inputs[1]
        ? join(id, value, values, sums, uses, mayHold)
        : null;
    if (joined) {
      value.inputs.forEach(input => sums.delete(input));
      sums.set(id, joined);
      added.add(id);
    }
  }
  const of = new Map<number, Sum>();
  for (const sum of sums.values()) {
    sum.products.forEach(product => of.set(product, sum));
    if (sum.base !== null) {
      of.set(sum.base, sum);
    }
    of.set(sum.root, sum);
  }
  return { of, added };
}

/** The sum that an addition makes of what it adds; null where it takes a loop. */
function join(
  root: number,
  { inputs, width }: Value,
  values: readonly Value[],
  sums: ReadonlyMap<number, Sum>,
  uses: ReadonlyMap<number, number>,
  mayHold: (base: number, products: readonly number[]) => boolean
): Sum | null {
  if (inputs.some(input => values[input].width !== width)) {
    return null;
  }
  const found = inputs.map(input => {
    const sum = uses.get(input) === 1 ? sums.get(input) : undefined;
    return (
      sum ??
      (uses.get(input) === 1 && isElementwise(values[input])
        ? { products: [], base: input }
        : null)
    );
  });
  const [a, b] = found;
  if (!a || !b) {
    return null;
  }
  const products = [...a.products, ...b.products];
  const base = a.base ?? b.base;
  return products.length === 0 ||
    (a.base !== null && b.base !== null) ||
    (base !== null && !mayHold(base, products))
    ? null
    : { root, products, base };
}
