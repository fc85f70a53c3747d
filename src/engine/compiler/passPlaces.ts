import { mostRows } from '../kernels/chunks';
import { SCRATCH_ROWS } from '../kernels/layout';
import type { Floats } from '../tensor/operation';
import type { Program } from './emit';
import { bytesPer, times } from './layout';
import type { Field } from './walk';
import { fields, stepFields } from './walk';

/** How large the passes are that have room. */
export interface PassSizes {
  readonly batch: number;
  readonly steps: number;
  /** Whether they are gone back through. */
  readonly training: boolean;
}

/** What a pass has for itself, beside the rows that it reads and writes for others. */
export type OwnPlace =
  | 'pass'
  | 'steps'
  | 'own'
  | 'index'
  | 'sequence'
  | 'carryA'
  | 'carryB'
  | 'record'
  | 'back';

/** The addresses of what a pass reads and writes. */
export type Addresses = Readonly<Record<Field | OwnPlace, number>>;

/** A pass in the memory of the kernels. */
export interface PassMemory {
  readonly at: Addresses;
  /** The memory as numbers of the step's precision, and as whole numbers. */
  readonly floats: Floats;
  readonly words: Int32Array;
}

/** How many bytes each of its own places takes. */
export function bytesOfPass(
  program: Program,
  { batch, steps, training }: PassSizes
): Readonly<Record<OwnPlace, number>> {
  const {
    plan: { strides, isSeen, dtype },
    size,
    ranges
  } = program;
  const rows = batch * steps;
  const carry = training ? batch * strides.carry : 0;
  // Derivatives by channels are read when the whole way back is done.
  const backRows = isSeen ? rows : mostRows(batch, steps);
  return {
    pass: fields.length * 4,
    steps: steps * stepFields.length * 4,
    own: size,
    // Which number of an arena each packed one, and each sum, is.
    index: (ranges.sums.end / bytesPer(dtype)) * 4,
    sequence: batch * strides.sequence,
    carryA: carry,
    carryB: carry,
    record: rows * strides.record,
    back: training ? backRows * strides.back : 0
  };
}

/** Numbers that products of a pass need as room, and zeros that it reads. */
export function roomOfProducts({ plan }: Program): {
  readonly scratch: number;
  readonly zeros: number;
} {
  const { stages, dtype, of } = plan;
  const runs = times.flatMap(time => stages[time].flatMap(each => each.runs));
  const output = of.graph.states[of.graph.output].width;
  return {
    scratch: SCRATCH_ROWS * Math.max(16, ...runs.map(({ k }) => k)),
    zeros: Math.max(
      16,
      output + 32 / bytesPer(dtype),
      ...runs.map(({ n }) => n)
    )
  };
}

/** Writes what the machine code reads of a pass: its addresses, and its tables. */
export function writePass(
  { plan: { of, dtype }, tables }: Program,
  { at, words }: PassMemory
): void {
  fields.forEach((field, each) => {
    words[(at.pass >> 2) + each] = at[field];
  });
  tables.forEach((offset, id) => {
    const first = (at.own + offset) >> 2;
    of.values[id].table!.forEach((place, each) => {
      words[first + each] = place * bytesPer(dtype);
    });
  });
}
