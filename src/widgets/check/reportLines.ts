import type { CheckReport } from '../../trace';
import { formatFixed } from '../base/format';
import type { Translate } from '../context';
import type { ShownLines } from '../describe/line';
import { comparedChannel } from './comparedMaps';

/** What was expected of each unit and what the answer gave, as lines that can be described and may part. */
export function reportLines(
  report: CheckReport,
  unit: number,
  translate: Translate
): ShownLines {
  const channel = comparedChannel(report);
  const [steps = 0, units = 0] = channel?.expected?.shape ?? [];
  return {
    time: {},
    lines: Array.from({ length: units }, (_, each) =>
      [
        {
          name: translate(
            'the expected %1 of unit %2',
            channel?.name ?? '',
            each
          ),
          array: channel?.expected
        },
        {
          name: translate('your %1 of unit %2', channel?.name ?? '', each),
          array: channel?.got
        }
      ].map(({ name, array }) => ({
        name,
        group: `unit ${each}`,
        values: Float64Array.from(
          { length: steps },
          (_unused, step) => array?.values[step * units + each] ?? NaN
        ),
        write: (value: number) => formatFixed(value, 4),
        place: { unit: each }
      }))
    ).flat(),
    here: 2 * unit + 1,
    parts: true,
    of: [report]
  };
}
