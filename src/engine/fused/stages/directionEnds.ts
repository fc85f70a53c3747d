import type { PassMemory } from '../../compiler/passPlaces';
import type { PassRows } from '../../compiler/passRows';
import type { Plan } from '../../compiler/plan';
import { tableOf } from '../../compiler/stepTable';
import type { PackedSequence } from '../../kernels/packedSequence';
import type { Rows } from '../stage';
import type { StatesByName } from '../states';

/** What a direction begins with, ahead and back, and what it ends with. */
export interface DirectionEnds {
  /**
   * @param before the states, in the order of the given batch; null for zeros
   * @param dropped what h is multiplied with where it meets weights, `[B, H]`; null for nothing
   */
  fillBefore(
    packed: PackedSequence,
    before: StatesByName | null,
    dropped: ArrayLike<number> | null
  ): void;
  /** Where the way back begins, whichever of its two buffers a sequence reads first. */
  fillCarried(packed: PackedSequence, last: Rows | null): void;
  /** Copies the output of each sequence's last step; of one without steps its state before, or zeros. */
  copyLast(packed: PackedSequence, target: Rows, begins: boolean): void;
  /** The states after the last step, in the order of the given batch. */
  statesAfter(packed: PackedSequence): Record<string, Float32Array>;
}

/** @param memory that of the pass, in f32 */
export function directionEnds(
  { strides, states, dropped: masked, of: { graph } }: Plan,
  memory: PassMemory,
  { copyIn, strideIn }: PassRows,
  reverse: boolean
): DirectionEnds {
  const output = states[graph.output];
  return {
    fillBefore({ batch, order }, before, dropped) {
      const { at, floats } = memory;
      const first = at.sequence >> 2;
      floats.fill(0, first, first + (batch * strides.sequence) / 4);
      const copy = (values: ArrayLike<number>, width: number, to: number) =>
        copyIn(
          values,
          width,
          batch,
          { region: 'sequence', at: to },
          position => order[position] * width
        );
      for (const { name, width, initial } of before ? states : []) {
        copy(before![name], width, initial);
      }
      if (masked !== null) {
        const { width } = output;
        copy(dropped ?? new Float32Array(batch * width).fill(1), width, masked);
      }
    },
    fillCarried({ batch }, last) {
      const { at, floats } = memory;
      for (const buffer of [at.carryA, at.carryB]) {
        const first = buffer >> 2;
        floats.fill(0, first, first + (batch * strides.carry) / 4);
        for (let position = 0; last && position < batch; position++) {
          const from = (last.address + position * last.row) >> 2;
          const to = (buffer + output.carried + position * strides.carry) >> 2;
          floats.copyWithin(to, from, from + output.width);
        }
      }
    },
    copyLast(packed, target, begins) {
      const { at, floats } = memory;
      const { last } = tableOf(packed, reverse);
      for (let position = 0; position < packed.batch; position++) {
        const row = last[position];
        const from =
          row < 0
            ? at.sequence + position * strides.sequence + output.initial
            : at.output + row * at.outputStride;
        const to = (target.address + position * target.row) >> 2;
        if (row < 0 && !begins) {
          floats.fill(0, to, to + output.width);
        } else {
          floats.copyWithin(to, from >> 2, (from >> 2) + output.width);
        }
      }
    },
    statesAfter(packed) {
      const { at, floats } = memory;
      const { last } = tableOf(packed, reverse);
      return Object.fromEntries(
        states.map(({ name, width, after, initial }) => {
          const values = new Float32Array(packed.batch * width);
          packed.order.forEach((sequence, position) => {
            const row = last[position];
            const from =
              row < 0
                ? at.sequence + position * strides.sequence + initial
                : at[after.region] + after.at + row * strideIn(after.region);
            const first = from >> 2;
            values.set(floats.subarray(first, first + width), sequence * width);
          });
          return [name, values];
        })
      );
    }
  };
}
