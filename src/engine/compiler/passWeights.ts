import type { Floats } from '../tensor/operation';
import type { Program } from './emit';
import type { Time } from './layout';
import { PANEL, sizeOf } from './layout';
import type { Weights } from './passInput';
import type { PassMemory } from './passMemory';
import type { Part } from './products';

/** The weights of a step as its machine code reads them, and what it summed for them. */
export interface PassWeights {
  /** Packs the matrices that the products of a time read. */
  pack(time: Time, weights: Weights): void;
  setVectors(weights: Weights): void;
  clearSums(): void;
  readMatrix(part: Part, sum: number, k: number, target: Floats): void;
}

export function passWeights(program: Program, memory: PassMemory): PassWeights {
  const { plan } = program;
  const { graph } = plan.of;
  const size = sizeOf(plan.dtype);
  const across = PANEL / size;
  const indexOf = (offset: number) => (memory.at.own + offset) / size;

  /** How a part of a matrix is gone through, column by column of the panels. */
  function walkOf({ matrix }: Part, transposed: boolean) {
    const [height, width] = graph.matrices[matrix];
    return transposed
      ? { wide: height, down: width, byColumn: width, byRow: 1 }
      : { wide: width, down: height, byColumn: 1, byRow: width };
  }

  /** Where a column of a part begins in panels of k rows that begin at an index. */
  function columnAt(
    { row, column }: Part,
    c: number,
    k: number,
    start: number
  ): number {
    const to = column + c;
    const inPanel = to % across;
    return start + (to - inPanel) * k + row * across + inPanel;
  }

  return {
    pack(time, { matrices }) {
      const { floats } = memory;
      plan.stages[time].forEach(({ runs }, level) =>
        runs.forEach(({ parts, transposed, k }, run) => {
          const matrix = program.matrices[time][level][run];
          for (const part of parts) {
            const from = matrices[part.matrix];
            const { wide, down, byColumn, byRow } = walkOf(part, transposed);
            for (let c = 0; c < wide; c++) {
              let place = columnAt(part, c, k, indexOf(matrix));
              const end = c * byColumn + down * byRow;
              for (let at = c * byColumn; at < end; at += byRow) {
                floats[place] = from[at];
                place += across;
              }
            }
          }
        })
      );
    },
    setVectors({ vectors }) {
      program.vectors.forEach((offset, at) =>
        memory.floats.set(vectors[at], indexOf(offset))
      );
    },
    clearSums() {
      const { floats } = memory;
      const clear = (offset: number, count: number) => {
        const first = indexOf(offset);
        floats.fill(0, first, first + count);
      };
      plan.matrixSums.forEach(({ k, n }, at) =>
        clear(program.matrixSums[at], k * n)
      );
      plan.vectorSums.forEach(({ n }, at) => clear(program.vectorSums[at], n));
    },
    readMatrix(part, sum, k, target) {
      const { floats } = memory;
      const { wide, down, byRow } = walkOf(part, false);
      for (let c = 0; c < wide; c++) {
        let place = columnAt(part, c, k, indexOf(sum));
        for (let at = c; at < c + down * byRow; at += byRow) {
          target[at] += floats[place];
          place += across;
        }
      }
    }
  };
}
