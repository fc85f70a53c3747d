import type { Floats } from '../tensor/operation';
import type { Program } from './emit';
import type { Time } from './layout';
import { bytesFor } from './layout';
import type { Part, Run } from './products';
import type { StepRecord } from './stepRecord';

export type Multiply = (...values: readonly number[]) => void;

/** The weights of a step as its machine code reads them, and their derivatives. */
export function weightsOf(
  program: Program,
  record: StepRecord,
  multiply: Multiply
) {
  const { plan } = program;
  const { of, dtype, stride, stages, slots } = plan;
  const { graph, values } = of;
  const { size, shift, fresh } = record;

  function pack(
    address: number,
    item: Run,
    matrices: readonly ArrayLike<number>[]
  ) {
    const { transposed, n, parts } = item;
    const start = address >> shift;
    const { floats } = record;
    for (const { matrix, row, column } of parts) {
      const [k, columns] = graph.matrices[matrix];
      const from = matrices[matrix];
      for (let r = 0; r < k; r++) {
        for (let c = 0; c < columns; c++) {
          const to = transposed
            ? (row + c) * n + column + r
            : (row + r) * n + column + c;
          floats[start + to] = from[r * columns + c];
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
    plan.matrixSums.forEach(({ left, adjoint, k, n, parts }, at) => {
      const sum = program.matrixSums[at];
      multiply(
        k,
        n * size,
        rows,
        program.record + left,
        size,
        stride,
        program.record + adjoint,
        stride,
        sum,
        n * size,
        1
      );
      parts.forEach(part => addPart(matrices[part.matrix], part, sum, n));
    });
    const vectors = graph.vectors.map(width => fresh(width));
    of.vectorGradients.forEach(({ vector, adjoint }, at) => {
      const { width } = values[adjoint];
      const bytes = bytesFor(width, dtype);
      const sum = program.vectorSums[at];
      multiply(
        1,
        bytes,
        rows,
        program.one,
        0,
        0,
        program.record + slots.get(adjoint)!,
        stride,
        sum,
        bytes,
        1
      );
      const start = sum >> shift;
      vectors[vector].set(record.floats.subarray(start, start + width));
    });
    return { matrices, vectors };
  }

  function addPart(
    target: Floats,
    { matrix, column }: Part,
    address: number,
    n: number
  ): void {
    const [k, columns] = graph.matrices[matrix];
    const start = (address >> shift) + column;
    const { floats } = record;
    for (let row = 0; row < k; row++) {
      for (let at = 0; at < columns; at++) {
        target[row * columns + at] += floats[start + row * n + at];
      }
    }
  }

  return {
    packAll,
    setVectors(vectors: readonly ArrayLike<number>[]) {
      record.floats[program.one >> shift] = 1;
      program.vectors.forEach((address, at) =>
        record.floats.set(vectors[at], address >> shift)
      );
    },
    gradients: gradientsOfWeights
  };
}
