import { holdsStep, meanAt } from '../../trace';
import { formatFixed } from '../../scene/words/format';
import type { Translate } from '../../scene/words/translate';
import type { ShownLines } from '../describe/line';
import { namedIn } from '../../views/compare/compareRows';
import type { CompareState } from './compareState';

/** The mean of each drawn channel of each network, as lines that can be described and may part. */
export function compareLines(
  { now, rows, steps }: CompareState,
  translate: Translate
): ShownLines {
  const lines = rows.flatMap(row =>
    row.channels.flatMap((channel, network) => {
      if (!channel) {
        return [];
      }
      const { time } = now.traces[network];
      return [
        {
          name: translate(
            'the mean %1 of %2',
            namedIn(row, channel.name, translate),
            now.rows[network].name
          ),
          group: row.id,
          values: Float64Array.from({ length: steps }, (_, step) =>
            holdsStep(time, step) ? meanAt(channel, step) : NaN
          ),
          ...(channel.role === 'gate' && { bounds: [0, 1] as const }),
          write: (value: number) => formatFixed(value),
          place: {}
        }
      ];
    })
  );
  return {
    time: labelsOfAll(now.traces),
    lines,
    here: 0,
    parts: true,
    of: [now, ...rows.map(({ id }) => id)]
  };
}

/** The labels of the steps, where all runs are of the same days or words. */
export function labelsOfAll(
  traces: CompareState['now']['traces']
): ShownLines['time'] {
  const [{ labels }, ...others] = traces.map(({ time }) => time);
  return others.every(
    time =>
      time.labels?.length === labels?.length &&
      (labels?.every((label, step) => label === time.labels?.[step]) ?? true)
  )
    ? { labels }
    : {};
}
