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

  /** Each number of a matrix: where it stands in panels of k rows that begin at an index. */
  function eachNumber(
    { matrix, row, column }: Part,
    transposed: boolean,
    k: number,
    start: number,
    visit: (place: number, at: number) => void
  ): void {
    const [height, width] = graph.matrices[matrix];
    const down = transposed ? width : height;
    const wide = transposed ? height : width;
    const [byRow, byColumn] = transposed ? [1, width] : [width, 1];
    for (let c = 0; c < wide; c++) {
      const to = column + c;
      const inPanel = to % across;
      let place = start + (to - inPanel) * k + row * across + inPanel;
      let at = c * byColumn;
      for (let r = 0; r < down; r++) {
        visit(place, at);
        place += across;
        at += byRow;
      }
    }
  }

  return {
    pack(time, { matrices }) {
      const { floats } = memory;
      plan.stages[time].forEach(({ runs }, level) =>
        runs.forEach(({ parts, transposed, k }, run) => {
          const matrix = program.matrices[time][level][run];
          parts.forEach(part => {
            const from = matrices[part.matrix];
            eachNumber(part, transposed, k, indexOf(matrix), (place, at) => {
              floats[place] = from[at];
            });
          });
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
      eachNumber(part, false, k, indexOf(sum), (place, at) => {
        target[at] += floats[place];
      });
    }
  };
}
