import { formatFixed } from '../../scene/words/format';
import type { Translate } from '../../scene/words/translate';
import { labelsOfAll, meansOf } from '../../views/compare/compareTables';
import type { ShownLines } from '../describe/line';
import type { CompareState } from './compareState';

/** The mean of each drawn channel of each network, as lines that can be described and may part. */
export const compareLines = (
  { now, rows, steps }: CompareState,
  translate: Translate
): ShownLines => ({
  time: labelsOfAll(now.traces),
  lines: meansOf(now, rows, translate).map(({ name, row, channel, at }) => ({
    name,
    group: row.id,
    values: Float64Array.from({ length: steps }, (_, step) => at(step)),
    ...(channel.role === 'gate' && { bounds: [0, 1] as const }),
    write: (value: number) => formatFixed(value),
    place: {}
  })),
  here: 0,
  parts: true,
  of: [now, ...rows.map(({ id }) => id)]
});
