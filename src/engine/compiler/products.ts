import type { FloatType } from '../tensor/operation';
import type { Differentiated } from './differentiate';
import { isProduct } from './graph';
import type { Homes, RegionPlace, Region, Time } from './layout';
import { bytesFor, fours, bytesPer, times } from './layout';
import type { Sums } from './sums';

/** A part of a packed matrix: a matrix, or one turned, from a row and a column on. */
export interface MatrixPart {
  readonly matrix: number;
  readonly row: number;
  readonly column: number;
}

/** What is multiplied: a place, or a state before the step, by its number. */
export type Left = RegionPlace | { readonly before: number };

/**
 * One product for several of the step: what reads the same left side is one wider matrix, what is added
 * into the same sum one longer one. `target = left × matrix` or, where it does not start, `+=`.
 */
export interface ProductRun {
  readonly left: Left;
  readonly target: RegionPlace;
  /** A multiple of 4. */
  readonly k: number;
  /** Whole rows of panels. */
  readonly n: number;
  /** Whether it is the first that comes to its place; else it is added to what is there. */
  readonly starts: boolean;
  readonly transposed: boolean;
  readonly parts: readonly MatrixPart[];
}

/** Derivatives by matrices that lie side by side: Σ leftᵀ adjoint over all rows. */
export interface MatrixSum {
  readonly left: Left;
  readonly adjoint: RegionPlace;
  readonly k: number;
  readonly n: number;
  readonly parts: readonly MatrixPart[];
}

/** What the runs of a plan are found by. */
export interface ProductSources {
  readonly of: Differentiated;
  readonly dtype: FloatType;
  leftOf(id: number): Left;
  placeOf(id: number): RegionPlace;
}

interface SingleProduct {
  readonly id: number;
  readonly matrix: number;
  readonly transposed: boolean;
  readonly left: number;
  readonly root: number;
  readonly starts: boolean;
}

/** The products of a step and of its way back, in which order their sums lie, and how they are run. */
export function productsOf(
  { values, graph, matrixGradients }: Differentiated,
  needed: readonly number[],
  homes: Homes,
  sums: Sums
) {
  const turn = (id: number) => {
    const { time, level } = homes.get(id)!;
    return times.indexOf(time) * 1000 + level;
  };
  const begun = new Set<number>();
  const pieces = needed
    .filter(id => isProduct(values[id]))
    .sort((a, b) => turn(a) - turn(b) || a - b)
    .map((id): SingleProduct => {
      const { op, weight, inputs } = values[id];
      const { root, base } = sums.of.get(id)!;
      const starts = base === null && !begun.has(root);
      begun.add(root);
      return {
        id,
        matrix: weight!,
        transposed: op === 'productT',
        left: inputs[0],
        root,
        starts
      };
    });
  // Sums of the same left sides lie side by side.
  const signature = (root: number) =>
    pieces
      .filter(piece => piece.root === root)
      .map(({ left }) => left)
      .join();
  const forwardRoots = [
    ...new Set(
      pieces.filter(({ transposed }) => !transposed).map(({ root }) => root)
    )
  ];
  const order = forwardRoots
    .map(root => ({ root, key: signature(root) }))
    .sort((a, b) =>
      a.key === b.key ? a.root - b.root : a.key < b.key ? -1 : 1
    )
    .map(({ root }) => root);
  const placeOf = (product: number) =>
    order.indexOf(sums.of.get(product)!.root);
  return {
    order,
    adjointOrder: [...matrixGradients]
      .sort((a, b) => placeOf(a.product) - placeOf(b.product))
      .map(({ adjoint }) => adjoint),
    runs(time: Time, level: number, where: ProductSources): ProductRun[] {
      const own = pieces.filter(({ id }) => {
        const home = homes.get(id)!;
        return home.time === time && home.level === level;
      });
      const runs = [
        ...wide(
          own.filter(({ transposed }) => !transposed),
          where
        ),
        ...long(
          own.filter(({ transposed }) => transposed),
          where
        )
      ];
      return runs.sort((a, b) => Number(b.starts) - Number(a.starts));
    },
    sums(where: ProductSources): MatrixSum[] {
      const placed = matrixGradients
        .map(({ matrix, left, adjoint }) => ({
          matrix,
          left: where.leftOf(left),
          target: where.placeOf(adjoint)
        }))
        .sort(
          (a, b) =>
            compared(a.left, b.left) ||
            compared(a.target, b.target) ||
            a.matrix - b.matrix
        );
      const rows = (matrix: number) => graph.matrices[matrix][0];
      return joined(
        placed,
        (before, next) =>
          compared(before.left, next.left) === 0 &&
          rows(before.matrix) === rows(next.matrix) &&
          follows(before, next, where)
      ).map(group => ({
        left: group[0].left,
        adjoint: group[0].target,
        k: fours(rows(group[0].matrix)),
        ...besideEachOther(group, where)
      }));
    }
  };
}

/** An order of places, in which neighbors follow each other. */
function compared(a: Left, b: Left): number {
  const key = (left: Left): readonly [Region | '', number] =>
    'before' in left ? ['', left.before] : [left.region, left.at];
  const [ofA, ofB] = [key(a), key(b)];
  return ofA[0] === ofB[0] ? ofA[1] - ofB[1] : ofA[0] < ofB[0] ? -1 : 1;
}

interface Placed {
  readonly matrix: number;
  readonly target: RegionPlace;
}

const columnsOf = (matrix: number, { of, dtype }: ProductSources): number =>
  bytesFor(of.graph.matrices[matrix][1], dtype);

/** Whether one product's sum lies right behind another's. */
const follows = (
  before: Placed,
  next: Placed,
  where: ProductSources
): boolean =>
  next.target.region === before.target.region &&
  next.target.at === before.target.at + columnsOf(before.matrix, where);

function besideEachOther(group: readonly Placed[], where: ProductSources) {
  const size = bytesPer(where.dtype);
  const [first] = group;
  const parts = group.map(({ matrix, target }) => ({
    matrix,
    row: 0,
    column: (target.at - first.target.at) / size
  }));
  const n =
    parts.at(-1)!.column + columnsOf(group.at(-1)!.matrix, where) / size;
  return { parts, n };
}

/** Products of the same left side into sums that lie side by side. */
function wide(
  own: readonly SingleProduct[],
  where: ProductSources
): ProductRun[] {
  const placed = own
    .map(piece => ({
      ...piece,
      from: where.leftOf(piece.left),
      target: where.placeOf(piece.root)
    }))
    .sort(
      (a, b) =>
        compared(a.from, b.from) ||
        Number(b.starts) - Number(a.starts) ||
        compared(a.target, b.target)
    );
  return joined(
    placed,
    (before, next) =>
      before.left === next.left &&
      before.starts === next.starts &&
      follows(before, next, where)
  ).map(group => ({
    left: group[0].from,
    target: group[0].target,
    k: fours(where.of.graph.matrices[group[0].matrix][0]),
    starts: group[0].starts,
    transposed: false,
    ...besideEachOther(group, where)
  }));
}

/** Products of left sides that lie side by side into the same sum. */
function long(
  own: readonly SingleProduct[],
  where: ProductSources
): ProductRun[] {
  const { of, dtype } = where;
  const { matrices } = of.graph;
  const placed = own
    .map(piece => ({
      ...piece,
      from: where.leftOf(piece.left) as RegionPlace,
      target: where.placeOf(piece.root),
      k: matrices[piece.matrix][1]
    }))
    .sort((a, b) => compared(a.target, b.target) || compared(a.from, b.from));
  return joined(
    placed,
    (before, next) =>
      compared(before.target, next.target) === 0 &&
      next.from.region === before.from.region &&
      next.from.at === before.from.at + bytesFor(before.k, dtype)
  ).map(group => {
    const [first] = group;
    const parts = group.map(({ matrix, from }) => ({
      matrix,
      row: (from.at - first.from.at) / bytesPer(dtype),
      column: 0
    }));
    return {
      left: first.from,
      target: first.target,
      k: fours(parts.at(-1)!.row + group.at(-1)!.k),
      n: bytesFor(matrices[first.matrix][0], dtype) / bytesPer(dtype),
      starts: group.some(({ starts }) => starts),
      transposed: true,
      parts
    };
  });
}

/** Neighbors that belong together, in groups. */
function joined<T>(
  all: readonly T[],
  together: (before: T, next: T) => boolean
): readonly (readonly T[])[] {
  const groups: T[][] = [];
  for (const each of all) {
    const last = groups.at(-1);
    if (last && together(last.at(-1)!, each)) {
      last.push(each);
    } else {
      groups.push([each]);
    }
  }
  return groups;
}
