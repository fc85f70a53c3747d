import { isPadding, meanAt } from '../../trace';
import type { Channel, Comparison } from '../../trace';
import type { Hit, TipLine } from '../../scene/scene';
import { formatFixed, formatPercent } from '../../scene/words/format';
import type { Piece } from '../../scene/words/pieces';
import { stepWords } from '../../scene/words/stepWords';
import { weekdayDate } from '../../scene/words/timeLabels';
import type { Translate } from '../../scene/words/translate';
import { unitAt, type Compared } from './compared';
import {
  changeAt,
  compareRows,
  directionWord,
  namedIn,
  rowsOfJob,
  type CompareRow
} from './compareRows';

/** A channel at a step: of a unit, or the mean where no unit (or none of this channel) is looked at. */
function valueAt(
  channel: Channel,
  step: number,
  unit: number | null
): { readonly value: number; readonly isMean: boolean } {
  const width = channel.array.shape[1] ?? 1;
  return unit === null || unit >= width
    ? { value: meanAt(channel, step), isMean: true }
    : { value: channel.array.values[step * width + unit], isMean: false };
}

/** What all networks do at a step, for a screen reader; of the units at a place from the top. */
export function spokenWords(
  compared: Compared,
  step: number,
  place?: number | null
): string {
  const { comparison, rows, translate } = compared;
  const { rows: networks, traces } = comparison;
  const said = networks.map(({ name }, network) => {
    if (isPadding(traces[network].time, step)) {
      return `${name} ${translate('padding')}`;
    }
    const unit = unitAt(compared, network, place);
    const numbers = rows.flatMap(row => {
      const channel = row.channels[network];
      if (!channel) {
        return [];
      }
      const { value, isMean } = valueAt(channel, step, unit);
      const words = [
        namedIn(row, channel.name, translate),
        formatFixed(value)
      ] as const;
      return [
        isMean
          ? translate('mean %1 %2', ...words)
          : translate('unit %1 %2 %3', unit ?? 0, ...words)
      ];
    });
    return `${name} ${numbers.join(', ')}`;
  });
  return `${stepWords(traces[0].time, step, translate)}: ${said.join('; ')}`;
}

/** The network, the step and the unit under the pointer; none between the maps, and at padding. */
const pointedAt = (
  compared: Compared,
  { row: step, column, panel: { id } }: Hit
) => {
  const { traces } = compared.comparison;
  const network = Number(id);
  const padded = isPadding(traces[network].time, step);
  return {
    ...{ network, step, padded },
    unit: padded ? null : unitAt(compared, network, column < 0 ? null : column)
  };
};

/** The name of that place. */
export function comparedPlaceName(compared: Compared, hit: Hit): string {
  const { comparison, translate } = compared;
  const { network, step, unit } = pointedAt(compared, hit);
  const { labels } = comparison.traces[network].time;
  return [
    comparison.rows[network].name,
    translate('%step %1', step),
    weekdayDate(labels?.[step] ?? ''),
    unit === null ? '' : translate('unit %1', unit)
  ]
    .filter(words => words !== '')
    .join(' · ');
}

/** What the channels of a network are there, and before an edit were. */
export function placeLines(compared: Compared, hit: Hit): readonly TipLine[] {
  const { rows, before, translate } = compared;
  const { network, step, unit, padded } = pointedAt(compared, hit);
  if (padded) {
    return [{ words: translate('padding: nothing was computed') }];
  }
  return rows.flatMap((row, index) => {
    const channel = row.channels[network];
    const was = before?.rows[index]?.channels[network];
    if (!channel) {
      return [];
    }
    const { value, isMean } = valueAt(channel, step, unit);
    return [
      {
        words: [
          letterOf(row, channel.name),
          ` ${namedIn(row, channel.label, translate)} `,
          was ? `${formatFixed(valueAt(was, step, unit).value)} → ` : '',
          { words: formatFixed(value), look: 'value' },
          isMean ? translate(' mean') : ''
        ]
      }
    ];
  });
}

const letterOf = ({ hue }: CompareRow, words: string): Piece => ({
  ...{ words, hue, look: 'letter' }
});

/** What the networks do at the cursor, next to each other: how far h moves, what is kept. */
export function differenceSentence(
  { traces, rows }: Comparison,
  step: number,
  translate: Translate
): readonly Piece[] {
  const all = compareRows(traces);
  const padded = traces.map(({ time }) => isPadding(time, step));
  const names = rows
    .filter((_, network) => padded[network])
    .map(({ name }) => name);
  const parts: readonly (readonly Piece[])[] = [
    ...(names.length > 0
      ? [[translate('padding in %1', names.join(', '))]]
      : []),
    ...rowsOfJob(all, 'hidden').flatMap(hidden => {
      const moves = traces.flatMap((_, network) => {
        const channel = hidden.channels[network];
        const layer = hidden.layers[network];
        const change =
          channel && layer && !padded[network]
            ? changeAt(layer, channel, step)
            : NaN;
        return Number.isNaN(change)
          ? []
          : [`${formatFixed(change)} (${rows[network].name})`];
      });
      const letters = hidden.channelNames.flatMap((name, at) => [
        ...(at === 0 ? [] : [' / ']),
        letterOf(hidden, name)
      ]);
      return moves.length > 0
        ? [
            [
              ...letters,
              directionOf(hidden, translate),
              translate(' moves by %1 on average', moves.join(', '))
            ]
          ]
        : [];
    }),
    ...rowsOfJob(all, 'keep').flatMap(keep =>
      keep.channels.flatMap((channel, network) => {
        const mean = channel && !padded[network] ? meanAt(channel, step) : NaN;
        return channel && !Number.isNaN(mean)
          ? [
              [
                letterOf(keep, channel.name),
                directionOf(keep, translate),
                translate(
                  ' keeps %1 (%2)',
                  formatPercent(mean),
                  rows[network].name
                )
              ]
            ]
          : [];
      })
    )
  ];
  // Of numbers that are none nothing is said.
  return parts.length === 0
    ? []
    : [
        {
          words: translate('At %step %1:', stepOf(traces, step)),
          look: 'strong'
        },
        ' ',
        ...parts.flatMap((part, at) => (at === 0 ? part : ['; ', ...part])),
        '.'
      ];
}

/** `12, Mon 3 Jan`: the step and, where all runs are of the same days or words, its label. */
function stepOf(traces: Comparison['traces'], step: number): string {
  const [label, ...others] = traces.map(({ time }) => time.labels?.[step]);
  return label !== undefined &&
    label !== '' &&
    others.every(each => each === label)
    ? `${step}, ${weekdayDate(label)}`
    : String(step);
}

/** The direction of a row behind its letter, where there are rows of both. */
const directionOf = (
  { direction }: CompareRow,
  translate: Translate
): string =>
  direction === undefined ? '' : ` ${directionWord(direction, translate)}`;
