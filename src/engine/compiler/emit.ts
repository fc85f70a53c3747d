import type { Body } from './assembler';
import { moduleOf } from './assembler';
import type { Time } from './layout';
import { bytesFor, bytesPer, times } from './layout';
import type { TargetMachine } from './lower';
import type { Plan } from './plan';
import { rowsBody } from './rows';
import { chunkBody, walkBody } from './walk';

export interface ByteRange {
  readonly from: number;
  readonly end: number;
}

/** Machine code for a plan, and where behind `own` it reads and writes what does not change from row to row. */
export interface Program {
  readonly plan: Plan;
  readonly bytes: Uint8Array;
  /** The packed matrices of each stage's products. */
  readonly matrices: Readonly<Record<Time, readonly (readonly number[])[]>>;
  readonly vectors: readonly number[];
  /** Byte offsets that moves read. */
  readonly tables: ReadonlyMap<number, number>;
  /** Where derivatives by matrices are summed, in panels, and by vectors. */
  readonly matrixSums: readonly number[];
  readonly vectorSums: readonly number[];
  /** From where to where what is packed for the way ahead lies, and for the way back; and all sums. */
  readonly ranges: Readonly<Record<'ahead' | 'back' | 'sums', ByteRange>>;
  /** How many bytes all of these take. */
  readonly size: number;
}

/** Writes the module of a plan for a machine. */
export function emit(plan: Plan, machine: TargetMachine): Program {
  const { of, stages, dtype } = plan;
  const number = bytesPer(dtype);
  let size = 0;
  const place = (bytes: number) => {
    const at = size;
    size += Math.ceil(bytes / 64) * 64;
    return at;
  };
  const packed = (time: Time) =>
    stages[time].map(({ runs }) =>
      runs.map(({ k, n }) => place(k * n * number))
    );
  const [before, forward] = [packed('before'), packed('forward')];
  const vectors = of.graph.vectors.map(width => place(bytesFor(width, dtype)));
  const ahead = { from: 0, end: size };
  const [backward, after] = [packed('backward'), packed('after')];
  const back = { from: ahead.end, end: size };
  const matrices = { before, forward, backward, after };
  const matrixSums = plan.matrixSums.map(({ k, n }) => place(k * n * number));
  const vectorSums = plan.vectorSums.map(({ n }) => place(n * number));
  const ranges = { ahead, back, sums: { from: back.end, end: size } };
  const tables = new Map<number, number>();
  times.forEach(time =>
    stages[time].forEach(({ loops }) =>
      loops.forEach(loop => {
        if ('move' in loop) {
          const { table } = of.values[loop.move];
          tables.set(loop.move, place(table!.length * 4));
        }
      })
    )
  );
  const functions: { name: string; body: Body }[] = [];
  const imports = [{ name: 'multiplyRows', parameters: 10 }];
  const at = new Map<string, number>();
  times.forEach(time =>
    stages[time].forEach(({ loops }, level) => {
      if (loops.length > 0) {
        const name = `${time}${level}`;
        at.set(name, imports.length + functions.length);
        functions.push({
          name,
          body: rowsBody(loops, { plan, machine, vectors, tables })
        });
      }
    })
  );
  const where = {
    plan,
    called: {
      multiplyRows: 0,
      rows: (time: Time, level: number) => at.get(`${time}${level}`)!
    },
    matrixOf: (time: Time, level: number, run: number) =>
      matrices[time][level][run]
  };
  functions.push(
    { name: 'before', body: chunkBody('before', where) },
    { name: 'forward', body: walkBody('forward', where) },
    { name: 'backward', body: walkBody('backward', where) },
    { name: 'after', body: chunkBody('after', where) }
  );
  return {
    plan,
    bytes: moduleOf(functions, imports),
    matrices,
    vectors,
    tables,
    matrixSums,
    vectorSums,
    ranges,
    size
  };
}
