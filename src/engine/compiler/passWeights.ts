import type { Program, ByteRange } from './emit';
import { PANEL, bytesPer, times } from './layout';
import type { MachineFunctions } from './machineCode';
import type { PassMemory } from './passPlaces';
import type { MatrixPart } from './products';

/** Where the numbers of a weight lie in an arena: evenly apart. Of a vector only `byColumn` counts. */
export interface WeightStrides {
  readonly start: number;
  readonly byRow: number;
  readonly byColumn: number;
  /** Of a matrix that meets rows with gaps: which of its rows have numbers. */
  readonly rows?: Int32Array | null;
}

export interface WeightsStrides {
  readonly matrices: readonly WeightStrides[];
  /** Null for zeros that are in no arena. */
  readonly vectors: readonly (WeightStrides | null)[];
}

/** The weights of a step as its machine code reads them, and what it summed for them. */
export interface PassWeights {
  /** Writes which number of an arena each packed one is. Once, when the pass has its memory. */
  bind(places: WeightsStrides): void;
  /** Packs what the way ahead, or the way back, reads of an arena at an address. */
  pack(way: 'ahead' | 'back', arena: number): void;
  clearSums(): void;
  /** Adds what was summed to derivatives in an arena. */
  addSums(arena: number): void;
}

export function passWeights(
  program: Program,
  memory: PassMemory,
  { gatherNumbers, addNumbers }: MachineFunctions
): PassWeights {
  const { plan, ranges } = program;
  const size = bytesPer(plan.dtype);
  const indexAt = ({ from }: ByteRange) => memory.at.index + (from / size) * 4;
  const countOf = ({ from, end }: ByteRange) => (end - from) / size;

  return {
    bind(places) {
      const index = indexOfWeights(program, places);
      memory.words.set(index, memory.at.index >> 2);
    },
    pack(way, arena) {
      const range = ranges[way];
      const { own } = memory.at;
      gatherNumbers(countOf(range), indexAt(range), arena, own + range.from);
    },
    clearSums() {
      const { floats, at } = memory;
      const { from, end } = ranges.sums;
      floats.fill(0, (at.own + from) / size, (at.own + end) / size);
    },
    addSums(arena) {
      const { sums } = ranges;
      const { own } = memory.at;
      addNumbers(countOf(sums), indexAt(sums), own + sums.from, arena);
    }
  };
}

/** For each packed number and each sum: which number of an arena it is; −1 for none. */
function indexOfWeights(
  program: Program,
  { matrices, vectors }: WeightsStrides
): Int32Array {
  const { plan, ranges } = program;
  const { graph } = plan.of;
  const size = bytesPer(plan.dtype);
  const across = PANEL / size;
  const index = new Int32Array(ranges.sums.end / size).fill(-1);

  function addMatrix(
    offset: number,
    { matrix, row, column }: MatrixPart,
    k: number,
    transposed: boolean
  ): void {
    const [height, width] = graph.matrices[matrix];
    const { start, byRow, byColumn, rows } = matrices[matrix];
    for (let r = 0; r < (rows?.length ?? height); r++) {
      const inRows = rows?.[r] ?? r;
      for (let c = 0; c < width; c++) {
        const to = column + (transposed ? inRows : c);
        const down = row + (transposed ? c : inRows);
        const inPanel = to % across;
        index[offset / size + (to - inPanel) * k + down * across + inPanel] =
          start + r * byRow + c * byColumn;
      }
    }
  }

  function addVector(offset: number, vector: number): void {
    const place = vectors[vector];
    for (let at = 0; place && at < graph.vectors[vector]; at++) {
      index[offset / size + at] = place.start + at * place.byColumn;
    }
  }

  for (const time of times) {
    plan.stages[time].forEach(({ runs }, level) =>
      runs.forEach(({ parts, transposed, k }, run) =>
        parts.forEach(part =>
          addMatrix(program.matrices[time][level][run], part, k, transposed)
        )
      )
    );
  }
  plan.matrixSums.forEach(({ parts, k }, sum) =>
    parts.forEach(part => addMatrix(program.matrixSums[sum], part, k, false))
  );
  program.vectors.forEach(addVector);
  plan.vectorSums.forEach(({ parts }, sum) =>
    parts.forEach(({ vector, column }) =>
      addVector(program.vectorSums[sum] + column * size, vector)
    )
  );
  return index;
}
