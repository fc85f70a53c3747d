import { isWithin } from './isWithin';
import type { CellQuestion } from './questions';

/** What is filled in going forward, in the order of computation. */
export const forwardNames = ['f', 'i', 'g', 'o', 'c', 'h'] as const;

/** What is filled in going back, in the order of computation: dL/dh, dL/do, dL/dc and so on. */
export const backwardNames = ['dh', 'do', 'dc', 'df', 'di', 'dg'] as const;

export type CellName =
  (typeof forwardNames)[number] | (typeof backwardNames)[number];

/** One number a step for each name; null where nothing was entered. */
export type CellNumbers = Readonly<
  Partial<Record<CellName, readonly (number | null)[]>>
>;

type Cell = CellQuestion['cell'];

/** The number of a name at a step. */
export type ReadNumber = (name: CellName, step: number) => number;

export interface SheetPlace {
  readonly name: CellName;
  readonly step: number;
}

/** Every number that is asked for, in an order in which each follows from those before it. */
export function cellPlaces({ inputs, backward }: Cell): SheetPlace[] {
  const steps = inputs.map((_, step) => step);
  return [
    ...steps.flatMap(step => forwardNames.map(name => ({ name, step }))),
    ...(backward
      ? steps
          .toReversed()
          .flatMap(step => backwardNames.map(name => ({ name, step })))
      : [])
  ];
}

export const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

/** The state before a step. */
export function before(
  { start }: Cell,
  name: 'h' | 'c',
  step: number,
  read: ReadNumber
): number {
  return step === 0 ? start[name === 'h' ? 0 : 1] : read(name, step - 1);
}

/** The sum that goes into a gate or the candidate. */
export function sumInto(
  cell: Cell,
  name: 'f' | 'i' | 'g' | 'o',
  step: number,
  read: ReadNumber
): number {
  const [w, u, b] = cell.blocks[name];
  return w * cell.inputs[step] + u * before(cell, 'h', step, read) + b;
}

/** The slope of a gate, or of the candidate, from its own value. */
export function slopeOf(name: 'f' | 'i' | 'g' | 'o', value: number): number {
  return name === 'g' ? 1 - value ** 2 : value * (1 - value);
}

const blockNames = ['f', 'i', 'g', 'o'] as const;

/** What one block of the step after sends back to h. */
export function sentBack(
  { blocks }: Cell,
  name: 'f' | 'i' | 'g' | 'o',
  step: number,
  read: ReadNumber
): number {
  return (
    read(`d${name}`, step + 1) *
    slopeOf(name, read(name, step + 1)) *
    blocks[name][1]
  );
}

/** One number of the cell, from the numbers that its equation reads. */
export function cellNumber(
  cell: Cell,
  { name, step }: SheetPlace,
  read: ReadNumber
): number {
  const last = step === cell.inputs.length - 1;
  switch (name) {
    case 'f':
    case 'i':
    case 'o':
      return sigmoid(sumInto(cell, name, step, read));
    case 'g':
      return Math.tanh(sumInto(cell, name, step, read));
    case 'c':
      return (
        read('f', step) * before(cell, 'c', step, read) +
        read('i', step) * read('g', step)
      );
    case 'h':
      return read('o', step) * Math.tanh(read('c', step));
    case 'dh':
      return last
        ? 1
        : blockNames.reduce(
            (sum, block) => sum + sentBack(cell, block, step, read),
            0
          );
    case 'do':
      return read('dh', step) * Math.tanh(read('c', step));
    case 'dc':
      return (
        read('dh', step) *
          read('o', step) *
          (1 - Math.tanh(read('c', step)) ** 2) +
        (last ? 0 : read('dc', step + 1) * read('f', step + 1))
      );
    case 'df':
      return read('dc', step) * before(cell, 'c', step, read);
    case 'di':
      return read('dc', step) * read('g', step);
    case 'dg':
      return read('dc', step) * read('i', step);
  }
}

/** All numbers of the cell, right. */
export function cellTruth(cell: Cell): Record<CellName, number[]> {
  const truth = Object.fromEntries(
    [...forwardNames, ...backwardNames].map(name => [name, [] as number[]])
  ) as Record<CellName, number[]>;
  for (const place of cellPlaces(cell)) {
    truth[place.name][place.step] = cellNumber(
      cell,
      place,
      (name, step) => truth[name][step]
    );
  }
  return truth;
}

/** How one number stands. `follows`: not the right one, but right from the reader's own before it. */
export interface CellVerdict extends SheetPlace {
  readonly verdict: 'right' | 'follows' | 'wrong' | 'missing';
}

/**
 * Judges every number with errors carried forward: each is asked for from the reader's own numbers
 * before it, so that one slip costs one number. What is not there is taken as if it were right.
 *
 * @example one wrong f at step 1 is wrong there, and c, h and all that comes of it follows
 */
export function cellVerdicts(cell: Cell, given: CellNumbers): CellVerdict[] {
  const read = ownNumbers(cell, given);
  const truth = cellTruth(cell);
  const near = (a: number, b: number): boolean =>
    isWithin(a, b, cell.tolerance);
  return cellPlaces(cell).map(place => {
    const got = given[place.name]?.[place.step] ?? null;
    return {
      ...place,
      verdict:
        got === null
          ? 'missing'
          : near(got, truth[place.name][place.step])
            ? 'right'
            : near(got, cellNumber(cell, place, read))
              ? 'follows'
              : 'wrong'
    };
  });
}

/** The reader's own numbers; the right ones where nothing was entered. */
export function ownNumbers(cell: Cell, given: CellNumbers): ReadNumber {
  const truth = cellTruth(cell);
  return (name, step) => given[name]?.[step] ?? truth[name][step];
}

/** The numbers that were entered, read from what anybody may have written. */
export function readCellNumbers(
  { cell }: CellQuestion,
  given: unknown
): CellNumbers {
  const fields = (
    typeof given === 'object' && given !== null ? given : {}
  ) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    [...new Set(cellPlaces(cell).map(({ name }) => name))].map(name => {
      const row: unknown = Object.hasOwn(fields, name) ? fields[name] : [];
      return [
        name,
        cell.inputs.map((_, step) => {
          const value: unknown = Array.isArray(row) ? row[step] : null;
          return typeof value === 'number' && Number.isFinite(value)
            ? value
            : null;
        })
      ];
    })
  );
}
