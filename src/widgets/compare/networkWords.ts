import { isPadding, meanAt } from '../../trace';
import type { Channel } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { html } from '../base/dom';
import { formatFixed } from '../../scene/words/format';
import { letter } from '../base/hue';
import { stepWords } from '../../scene/words/stepWords';
import { weekdayDate } from '../../scene/words/timeLabels';
import { namedIn } from '../../views/compare/compareRows';
import type { CompareState } from './compareState';

/** A channel at a step: of a unit, or the mean where no unit (or none of this channel) is chosen. */
function valueAt(
  channel: Channel,
  step: number,
  unit: number | null
): { readonly value: number; readonly mean: boolean } {
  const width = channel.array.shape[1] ?? 1;
  return unit === null || unit >= width
    ? { value: meanAt(channel, step), mean: true }
    : { value: channel.array.values[step * width + unit], mean: false };
}

/** What all networks do at a step, for a screen reader. */
export function spokenComparison(
  state: CompareState,
  step: number,
  unitOf: (network: number) => number | null,
  translate: Translate
): string {
  const { rows, traces } = state.now;
  const networks = rows.map(({ name }, network) => {
    const unit = unitOf(network);
    if (isPadding(traces[network].time, step)) {
      return `${name} ${translate('padding')}`;
    }
    const numbers = state.rows.flatMap(row => {
      const channel = row.channels[network];
      if (!channel) {
        return [];
      }
      const { value, mean } = valueAt(channel, step, unit);
      return [
        mean
          ? translate(
              'mean %1 %2',
              namedIn(row, channel.name, translate),
              formatFixed(value)
            )
          : translate(
              'unit %1 %2 %3',
              unit ?? 0,
              namedIn(row, channel.name, translate),
              formatFixed(value)
            )
      ];
    });
    return `${name} ${numbers.join(', ')}`;
  });
  return `${stepWords(traces[0].time, step, translate)}: ${networks.join('; ')}`;
}

/** The lines of the tooltip over one network. */
export function networkLines(
  state: CompareState,
  { network, step, unit }: NetworkPlace,
  translate: Translate
): HTMLElement[] {
  const label = weekdayDate(
    state.now.traces[network].time.labels?.[step] ?? ''
  );
  const padded = isPadding(state.now.traces[network].time, step);
  const head = html(
    'div',
    {},
    html(
      'b',
      {},
      [
        state.now.rows[network].name,
        translate('%step %1', step),
        ...(label ? [label] : []),
        ...(unit === null || padded ? [] : [translate('unit %1', unit)])
      ].join(' · ')
    )
  );
  if (padded) {
    return [head, html('div', {}, translate('padding: nothing was computed'))];
  }
  return [
    head,
    ...state.rows.flatMap((row, index) => {
      const channel = row.channels[network];
      const was = state.edited
        ? state.rowsBefore[index]?.channels[network]
        : null;
      if (!channel) {
        return [];
      }
      const { value, mean } = valueAt(channel, step, unit);
      return [
        html(
          'div',
          {},
          letter(channel.name, row.hue),
          ` ${namedIn(row, channel.label, translate)} `,
          was ? `${formatFixed(valueAt(was, step, unit).value)} → ` : '',
          html('b', { class: 'jp-gatescope-value' }, formatFixed(value)),
          mean ? translate(' mean') : ''
        )
      ];
    })
  ];
}

export interface NetworkPlace {
  readonly network: number;
  readonly step: number;
  readonly unit: number | null;
}
