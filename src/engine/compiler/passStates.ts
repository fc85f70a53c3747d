import type { PackedSequence } from '../kernels/packedSequence';
import type { Floats } from '../tensor/operation';
import { allocate } from '../tensor/operation';
import type { PassInput } from './passInput';
import { bytesPer } from './layout';
import type { PassMemory } from './passPlaces';
import type { PassRows } from './passRows';
import type { Plan, ShownChannel, StatePlaces } from './plan';

/** What a pass does with states at its ends, and where there is padding. */
export function passStates(
  { dtype, strides, states }: Plan,
  memory: PassMemory,
  { inFloats, copyIn }: PassRows
) {
  const size = bytesPer(dtype);
  const fresh = (length: number): Floats => allocate(dtype, length);

  /** Where each number of a state stands at a step of padding: in the step before. */
  function fillPadding(
    { batch, steps, reverse, initial, live }: PassInput,
    { width, state }: ShownChannel,
    target: Floats
  ): void {
    for (let b = 0; live && state !== null && b < batch; b++) {
      let before = -1;
      for (let count = 0; count < steps; count++) {
        const at = b * steps + (reverse ? steps - 1 - count : count);
        if (live[at] === 0) {
          for (let unit = 0; unit < width; unit++) {
            target[at * width + unit] =
              before < 0
                ? initial[state!][b * width + unit]
                : target[before * width + unit];
          }
        }
        before = at;
      }
    }
  }

  function readStates(
    input: PassInput,
    { order }: PackedSequence,
    last: Int32Array,
    target: Floats,
    start: number
  ): void {
    const { floats } = memory;
    let to = start;
    for (const [state, { width, after }] of states.entries()) {
      const { first, apart } = inFloats(after);
      order.forEach((sequence, position) => {
        const from = first + last[position] * apart;
        for (let at = 0; at < width; at++) {
          target[to + sequence * width + at] =
            last[position] < 0
              ? input.initial[state][sequence * width + at]
              : floats[from + at];
        }
      });
      to += input.batch * width;
    }
  }

  /** The derivative by what is given out, for each row; of a state what arrives at padding goes to the step before. */
  function fillOutside(
    { batch, steps, reverse, live }: PassInput,
    { source, rows }: PackedSequence,
    { width, outside, state }: ShownChannel,
    gradient: Floats
  ): Floats | null {
    if (outside === null) {
      return null;
    }
    copyIn(gradient, width, rows, outside, row => source[row] * width);
    if (!live || state === null) {
      return null;
    }
    const { floats } = memory;
    const { first, apart } = inFloats(outside);
    const rowOf = new Int32Array(batch * steps).fill(-1);
    for (let row = 0; row < rows; row++) {
      rowOf[source[row]] = row;
    }
    const toInitial = fresh(batch * width);
    for (let b = 0; b < batch; b++) {
      let before = -1;
      for (let count = 0; count < steps; count++) {
        const at = b * steps + (reverse ? steps - 1 - count : count);
        if (rowOf[at] >= 0) {
          before = rowOf[at];
          continue;
        }
        for (let unit = 0; unit < width; unit++) {
          const value = gradient[at * width + unit];
          if (before < 0) {
            toInitial[b * width + unit] += value;
          } else {
            floats[first + before * apart + unit] += value;
          }
        }
      }
    }
    return toInitial;
  }

  /** Derivatives by the states after the last step, where the way back begins, whichever buffer it reads. */
  function fillCarried(
    { batch }: PassInput,
    { order }: PackedSequence,
    gradient: Floats,
    start: number
  ): void {
    const { carryA, carryB } = memory.at;
    const { floats } = memory;
    let from = start;
    for (const { width, carried } of states) {
      for (const buffer of [carryA, carryB]) {
        const first = (buffer + carried) / size;
        order.forEach((sequence, position) => {
          const to = first + (position * strides.carry) / size;
          for (let at = 0; at < width; at++) {
            floats[to + at] = gradient[from + sequence * width + at];
          }
        });
      }
      from += batch * width;
    }
  }

  /**
   * Derivatives by a state before the first step: in the buffer that a sequence's last step of the way back
   * has written.
   */
  function readInitial(
    { carried, width }: StatePlaces,
    { batch, reverse }: PassInput,
    { order, steps }: PackedSequence,
    lengths: Int32Array
  ): Floats {
    const { carryA, carryB } = memory.at;
    const { floats } = memory;
    const result = fresh(batch * width);
    order.forEach((sequence, position) => {
      const count = reverse ? lengths[position] : steps;
      const buffer = count % 2 === 0 ? carryA : carryB;
      const from = (buffer + carried + position * strides.carry) / size;
      for (let at = 0; at < width; at++) {
        result[sequence * width + at] = floats[from + at];
      }
    });
    return result;
  }

  return { fillPadding, readStates, fillOutside, fillCarried, readInitial };
}
