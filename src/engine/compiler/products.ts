import type { FloatType } from '../tensor/operation';
import type { Differentiated } from './differentiate';
import { isProduct } from './graph';
import type { Homes, Time } from './layout';
import { bytesFor, lanesOf, times } from './layout';

/** A part of a packed matrix: a matrix, or one turned, from a row and a column on. */
export interface Part {
  readonly matrix: number;
  readonly row: number;
  readonly column: number;
}

/**
 * One product for several of the step: what reads the same left side is one wider matrix, what is added
 * into the same sum one longer one. `target = left × matrix` or, where it does not start, `+=`.
 */
export interface Run {
  /** Offsets in a row of the record. */
  readonly left: number;
  readonly target: number;
  readonly k: number;
  /** Whole vectors. */
  readonly n: number;
  readonly starts: boolean;
  readonly transposed: boolean;
  readonly parts: readonly Part[];
}

/** Derivatives by matrices that lie side by side: Σ leftᵀ adjoint over all rows. */
export interface MatrixSum {
  readonly left: number;
  readonly adjoint: number;
  readonly k: number;
  readonly n: number;
  readonly parts: readonly Part[];
}

interface Piece {
  readonly id: number;
  readonly matrix: number;
  readonly transposed: boolean;
  readonly left: number;
  readonly root: number;
  readonly starts: boolean;
}

type Slots = ReadonlyMap<number, number>;

/** Sums of products, each of which is read by its sum alone: they are added where they are computed. */
function sumsOf(
  { values }: Differentiated,
  needed: readonly number[],
  outputs: readonly number[]
) {
  const uses = new Map<number, number>();
  const use = (id: number) => uses.set(id, (uses.get(id) ?? 0) + 1);
  needed.forEach(id => values[id].inputs.forEach(use));
  outputs.forEach(use);
  const members = new Set<number>();
  const summed = new Set<number>();
  const roots = new Map<number, number>();
  for (const id of needed) {
    const { op, inputs, width } = values[id];
    const adds =
      op === 'add' &&
      inputs[0] !== inputs[1] &&
      inputs.every(
        input =>
          members.has(input) &&
          uses.get(input) === 1 &&
          values[input].width === width
      );
    if (adds) {
      summed.add(id);
      inputs.forEach(input => roots.set(input, id));
    }
    if (adds || isProduct(values[id])) {
      members.add(id);
    }
  }
  const rootOf = (id: number): number =>
    roots.has(id) ? rootOf(roots.get(id)!) : id;
  return { members, summed, rootOf };
}

/** The products of a step and of its way back, which of them are added up, and how they are run. */
export function productsOf(
  of: Differentiated,
  needed: ReadonlySet<number>,
  homes: Homes,
  outputs: readonly number[]
) {
  const { values, graph, matrixGradients } = of;
  const sorted = [...needed].sort((a, b) => a - b);
  const { members, summed, rootOf } = sumsOf(of, sorted, outputs);
  const turn = (id: number) => {
    const { time, level } = homes.get(id)!;
    return times.indexOf(time) * 1000 + level;
  };
  const pieces = sorted
    .filter(id => isProduct(values[id]))
    .sort((a, b) => turn(a) - turn(b) || a - b)
    .map((id, at, all): Piece => {
      const { op, weight, inputs } = values[id];
      const root = rootOf(id);
      return {
        id,
        matrix: weight!,
        transposed: op === 'productT',
        left: inputs[0],
        root,
        starts: all.findIndex(other => rootOf(other) === root) === at
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
  const placeOf = (product: number) => order.indexOf(rootOf(product));
  const adjointOrder = [...matrixGradients]
    .sort((a, b) => placeOf(a.product) - placeOf(b.product))
    .map(({ adjoint }) => adjoint);

  return {
    rootOf,
    summed,
    order,
    adjointOrder,
    /** Sums, and what they are of, have a place in the record. */
    stored: [...members],
    runs(time: Time, level: number, slots: Slots, dtype: FloatType): Run[] {
      const where = { matrices: graph.matrices, slots, dtype };
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
    sums(slots: Slots, dtype: FloatType): MatrixSum[] {
      const where = { matrices: graph.matrices, slots, dtype };
      const groups = joined(
        matrixGradients
          .map(({ matrix, left, adjoint }) => ({
            matrix,
            left: slots.get(left)!,
            target: slots.get(adjoint)!
          }))
          .sort((a, b) => a.left - b.left || a.target - b.target),
        (before, next) =>
          before.left === next.left &&
          next.target === before.target + columnsOf(before.matrix, where) &&
          graph.matrices[before.matrix][0] === graph.matrices[next.matrix][0]
      );
      return groups.map(group => ({
        left: group[0].left,
        adjoint: group[0].target,
        k: graph.matrices[group[0].matrix][0],
        ...besideEachOther(group, where)
      }));
    }
  };
}

/** What the runs of a plan are found by. */
interface Where {
  readonly matrices: readonly (readonly [number, number])[];
  readonly slots: Slots;
  readonly dtype: FloatType;
}

function columnsOf(matrix: number, { matrices, dtype }: Where): number {
  return bytesFor(matrices[matrix][1], dtype);
}

function besideEachOther(
  group: readonly { readonly matrix: number }[],
  where: Where
) {
  const number = 16 / lanesOf(where.dtype);
  let column = 0;
  const parts = group.map(({ matrix }) => {
    const part = { matrix, row: 0, column };
    column += columnsOf(matrix, where) / number;
    return part;
  });
  return { parts, n: column };
}

/** Products of the same left side into sums that lie side by side. */
function wide(own: readonly Piece[], where: Where): Run[] {
  const placed = own
    .map(piece => ({
      ...piece,
      from: where.slots.get(piece.left)!,
      target: where.slots.get(piece.root)!
    }))
    .sort(
      (a, b) =>
        a.from - b.from ||
        Number(b.starts) - Number(a.starts) ||
        a.target - b.target
    );
  return joined(
    placed,
    (before, next) =>
      before.left === next.left &&
      before.starts === next.starts &&
      next.target === before.target + columnsOf(before.matrix, where)
  ).map(group => ({
    left: group[0].from,
    target: group[0].target,
    k: where.matrices[group[0].matrix][0],
    starts: group[0].starts,
    transposed: false,
    ...besideEachOther(group, where)
  }));
}

/** Products of left sides that lie side by side into the same sum. */
function long(own: readonly Piece[], where: Where): Run[] {
  const lanes = lanesOf(where.dtype);
  const number = 16 / lanes;
  const placed = own
    .map(piece => ({
      ...piece,
      from: where.slots.get(piece.left)!,
      target: where.slots.get(piece.root)!,
      k: where.matrices[piece.matrix][1]
    }))
    .sort((a, b) => a.target - b.target || a.from - b.from);
  return joined(
    placed,
    (before, next) =>
      before.target === next.target &&
      before.k % lanes === 0 &&
      next.from === before.from + before.k * number
  ).map(group => {
    let row = 0;
    const parts = group.map(({ matrix, k }) => {
      const part = { matrix, row, column: 0 };
      row += k;
      return part;
    });
    return {
      left: group[0].from,
      target: group[0].target,
      k: row,
      n: bytesFor(where.matrices[group[0].matrix][0], where.dtype) / number,
      starts: group.some(({ starts }) => starts),
      transposed: true,
      parts
    };
  });
}

/** Neighbours that belong together, in groups. */
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
