import type { Pieces } from '../widgets/base/expressionLine';
import { formatFixed, formatPower } from '../scene/words/format';
import { letter } from '../widgets/base/hue';
import { untranslated } from '../scene/words/translate';
import { layerValues } from '../views/equations/layerValues';
import { stateLine } from '../widgets/equations/stateLine';
import { ANSWER, type HorizonRow, type LaneLook } from './messages';
import type { CellName, TaskName } from './playState';
import { playAnswerAt, meanOf } from './words';

/** One network at the shown sequence. */
export interface LaneShown {
  readonly look: LaneLook;
  readonly cell: CellName;
  readonly task: TaskName;
  readonly values: readonly number[];
  readonly marks: readonly number[];
  readonly truth: readonly number[];
  readonly delay: number;
  readonly held: { readonly gate: string; readonly value: number } | null;
  /** The step under the cursor, or null. */
  readonly step: number | null;
  /** After which epoch. */
  readonly epoch: number;
  /** What it holds after that, and with something held; null before it has learned. */
  readonly row: HorizonRow | null;
}

/** What of a lane is read: a number of the state, a gate, the way back, or the answer. */
export type Read = 'belt' | 'gates' | 'back' | 'answer';

/** How many rows there are to read, one below or beside the other. */
export const readRows = (
  { belt, gates, units }: LaneLook,
  read: Read
): number =>
  read === 'belt' ? units[belt] : read === 'gates' ? gates.length : 1;

/** The equation of a letter with the numbers of a step in it, as the lab's views work it out. */
function workedOut(
  { read }: LaneLook,
  name: string,
  place: { readonly step: number; readonly unit: number }
): Pieces {
  const trace = read!.trace;
  const layer = [...trace.layers, read!.readout].find(({ channels }) =>
    channels.some(channel => channel.name === name)
  )!;
  const channel = layer.channels.find(each => each.name === name)!;
  const values = layerValues(layer, trace.time);
  return stateLine(trace, values, channel, place, untranslated);
}

/**
 * How a number of a lane comes about, with the numbers of its step.
 *
 * @param row of what is read: the unit of a state, or which of the gates
 * @param unit of the state, for a gate, which has as many
 */
export function arithmeticOf(
  { look, task, delay, truth }: LaneShown,
  read: Read,
  { step, row, unit }: { step: number; row: number; unit: number }
): Pieces {
  const { belt, gates, channels, units, gradient } = look;
  if (look.read === null) {
    return [];
  }
  switch (read) {
    case 'belt':
      return [
        `step ${step}, unit ${row}: `,
        ...workedOut(look, belt, { step, unit: row })
      ];
    case 'gates': {
      const gate = gates[row];
      const count = units[gate];
      const one = Math.min(unit, count - 1);
      const mean = meanOf(
        channels[gate].subarray(step * count, (step + 1) * count)
      );
      return [
        `step ${step}: `,
        letter(gate),
        ` is ${formatFixed(mean)} on average over ${count} units; of unit ${one}, `,
        ...workedOut(look, gate, { step, unit: one })
      ];
    }
    case 'back': {
      const { array } = look.read.trace.layers
        .flatMap(layer => layer.channels)
        .find(({ role, of }) => role === 'gradient' && of === belt)!;
      const [, width] = array.shape;
      const parts = Array.from(
        array.values.subarray(step * width, (step + 1) * width),
        value => `(${formatPower(value)})²`
      );
      return [
        `step ${step}: |dL/d`,
        letter(belt),
        `|, the length over ${width} units, = √(${parts.join(' + ')}) = ${formatPower(gradient[step])}`
      ];
    }
    case 'answer':
      return [
        'the answer, from the state of the last step: ',
        ...workedOut(look, ANSWER, {
          step: 0,
          unit: playAnswerAt(task, truth.length, delay)
        })
      ];
  }
}
