import type { Floats } from '../tensor/operation';
import type { Program } from './emit';
import type { Time } from './layout';
import type { Column } from './panels';
import { columnsInPanels } from './panels';
import type { MatrixSum, Part, Run } from './products';
import type { StepRecord } from './stepRecord';

/** What a module of machine code can do, by name. */
export type Functions = Readonly<
  Record<string, (...values: readonly number[]) => void>
>;

/** The weights of a step as its machine code reads them, and their derivatives. */
export function weightsOf(
  program: Program,
  record: StepRecord,
  run: Functions
) {
  const { plan } = program;
  const { of, stride, stages, slots } = plan;
  const { graph, values } = of;
  const { size, shift, fresh } = record;

  const known = new Map<object, readonly Column[]>();
  function columnsOf(item: Run | MatrixSum): readonly Column[] {
    let columns = known.get(item);
    if (!columns) {
      columns = columnsInPanels(item.k, item.n, size);
      known.set(item, columns);
    }
    return columns;
  }

  function pack(
    address: number,
    item: Run,
    matrices: readonly ArrayLike<number>[]
  ) {
    const { transposed, parts } = item;
    const places = columnsOf(item);
    const start = address >> shift;
    const { floats } = record;
    for (const { matrix, row, column } of parts) {
      const [height, width] = graph.matrices[matrix];
      const from = matrices[matrix];
      for (let r = 0; r < height; r++) {
        for (let c = 0; c < width; c++) {
          const place = places[column + (transposed ? r : c)];
          const to = place.start + (row + (transposed ? c : r)) * place.step;
          floats[start + to] = from[r * width + c];
        }
      }
    }
  }

  function packAll(time: Time, matrices: readonly ArrayLike<number>[]): void {
    stages[time].forEach(({ runs }, level) =>
      runs.forEach((item, at) =>
        pack(program.packed[time][level][at], item, matrices)
      )
    );
  }

  function gradientsOfWeights(rows: number) {
    const matrices = graph.matrices.map(([k, n]) => fresh(k * n));
    plan.matrixSums.forEach((item, at) => {
      const { left, adjoint, k, n, parts } = item;
      const sum = program.matrixSums[at];
      clear(sum, k * n * size);
      run.multiplyTransposed(
        k,
        n * size,
        rows,
        program.record + left,
        program.record + adjoint,
        stride,
        sum
      );
      const places = columnsOf(item);
      parts.forEach(part =>
        addPart(matrices[part.matrix], part, sum >> shift, places)
      );
    });
    const vectors = graph.vectors.map(width => fresh(width));
    for (const { vector, adjoint } of of.vectorGradients) {
      vectors[vector].set(sumOfRows(adjoint, rows));
    }
    return { matrices, vectors };
  }

  /** In float64: what cancels leaves nothing, of which an optimizer would make a whole step. */
  function sumOfRows(id: number, rows: number): Float64Array {
    const { floats } = record;
    const sums = new Float64Array(values[id].width);
    for (let row = 0; row < rows; row++) {
      const place = record.placeOf(row, slots.get(id)!);
      for (let at = 0; at < sums.length; at++) {
        sums[at] += floats[place + at];
      }
    }
    return sums;
  }

  function clear(address: number, bytes: number): void {
    record.floats.fill(0, address >> shift, (address + bytes) >> shift);
  }

  function addPart(
    target: Floats,
    { matrix, column }: Part,
    start: number,
    places: readonly Column[]
  ): void {
    const [k, columns] = graph.matrices[matrix];
    const { floats } = record;
    for (let at = 0; at < columns; at++) {
      const place = places[column + at];
      for (let row = 0; row < k; row++) {
        target[row * columns + at] +=
          floats[start + place.start + row * place.step];
      }
    }
  }

  return {
    packAll,
    setVectors(vectors: readonly ArrayLike<number>[]) {
      program.vectors.forEach((address, at) =>
        record.floats.set(vectors[at], address >> shift)
      );
    },
    gradients: gradientsOfWeights
  };
}
