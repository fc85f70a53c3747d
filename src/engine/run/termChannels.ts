import type { Channel, Equation } from '../../trace';
import { expressionText, floats } from '../../trace';
import { channelRange, sharedIn } from '../recurrence/channelNotes';
import {
  innerSums,
  summandExpressions,
  summandsOf
} from '../recurrence/equations';
import type { StepsAtOnce } from '../recurrence/layerRecord';
import type { Tensor } from '../tensor/tensor';
import type { LayerRun } from './layerRun';
import type { RecordedRun } from './recordedRun';

/** Above this many numbers of terms they are left out unless asked for. */
const MOST_TERM_VALUES = 60_000;

/** The summands of each channel's equation, under the text of the summand. */
export function termChannels(
  run: RecordedRun,
  layer: LayerRun,
  equations: readonly Equation[],
  {
    sequence = 0,
    terms: wanted
  }: { readonly sequence?: number; readonly terms?: boolean }
): Channel[] {
  // Where a channel is itself a summand, as in n = f ⊙ n + i, it is there already.
  const named = new Set(equations.map(({ channel }) => channel));
  const found = equations
    .flatMap(({ channel, expression }) =>
      summandExpressions(expression).flatMap((summand, index) => [
        { channel, index, factor: null, name: expressionText(summand) },
        ...innerSums(summand).map(({ factor, expression: inner }) => ({
          channel,
          index,
          factor,
          name: expressionText(inner)
        }))
      ])
    )
    .filter(({ name }) => !named.has(name) && named.add(name));
  const { cell, known } = layer.record;
  const size = found.length * run.steps * cell.units;
  if (!(wanted ?? size <= MOST_TERM_VALUES)) {
    return [];
  }
  const all = known?.steps();
  const summand = (
    { input, computed, parameters }: StepsAtOnce,
    {
      channel,
      index,
      factor
    }: { channel: string; index: number; factor: number | null }
  ): Tensor | undefined => {
    const whole = summandsOf(computed[channel], input, parameters, computed)[
      index
    ];
    return factor === null ? whole : whole?.node?.inputs[factor];
  };
  return found.flatMap(({ name, ...of }) => {
    const { channel } = of;
    // One tensor for all steps, or one for each.
    const rows = all
      ? new Array<Tensor | undefined>(run.steps).fill(summand(all, of))
      : layer.record.steps.map(step =>
          summand({ ...step, parameters: layer.record.parameters }, of)
        );
    const width = rows[0]?.shape.at(-1);
    if (width === undefined || rows.some(row => row?.shape.at(-1) !== width)) {
      return [];
    }
    const values = new Float64Array(rows.length * width);
    rows.forEach((row, step) => {
      if (!row) {
        return;
      }
      // A bias is one row for the whole batch.
      const place = all ? step : sequence;
      const from = row.size === width ? 0 : place * width;
      values.set(row.values.subarray(from, from + width), step * width);
    });
    return [
      {
        name,
        label: `part of ${channel}`,
        role: 'term' as const,
        of: channel,
        range: channelRange('term', undefined, values),
        array: floats(values, [rows.length, width]),
        ...sharedIn(cell, channel)
      }
    ];
  });
}
