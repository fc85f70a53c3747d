import type { Trace } from '../../trace';
import { formatNumber } from '../base/format';
import type { Translate } from '../context';
import type { ShownLines } from '../describe/line';
import { ofFeature } from './influence';
import type { InfluenceState } from './influenceState';
import { gradientName } from './influenceWords';

/** What each step does to the answer that is looked at, as a line that can be described. */
export function linesOf(
  trace: Trace,
  { now, gradient }: Pick<InfluenceState, 'now' | 'gradient'>,
  translate: Translate
): ShownLines {
  const name = gradientName(trace, now, translate);
  return {
    time: trace.time,
    lines: gradient
      ? [
          {
            name,
            group: name,
            values: ofFeature(gradient, now.feature),
            write: formatNumber,
            place: {}
          }
        ]
      : [],
    here: 0,
    of: [trace, gradient, name]
  };
}
