import type { CellQuestion } from '../../trace';

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

export interface Place {
  readonly name: CellName;
  readonly step: number;
}

/** Every number that is asked for, in an order in which each follows from those before it. */
export function cellPlaces({ inputs, backward }: Cell): Place[] {
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
  { name, step }: Place,
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
