import type { Mark } from '../../scene/marks/mark';
import { stepAxis } from '../../scene/marks/axes';
import type { StepScale } from '../../scene/marks/plane';
import { text } from '../../scene/marks/text';
import { axisLook } from '../../scene/placeMarks';
import type { PlacedMap, Surface } from '../../scene/scene';
import { shorten } from '../../scene/words/fitText';
import { formatFixed } from '../../scene/words/format';
import { niceStep } from '../../scene/words/timeLabels';
import type { Translate } from '../../scene/words/translate';
import { strongLook } from './looks';
import type { ReplayQuantity, HistorySnapshots } from './replayQuantity';
import type { TrainingLayout } from './trainingLayout';

/** Saved epochs × steps. */
export interface Replayed {
  readonly snapshots: HistorySnapshots;
  readonly quantity: ReplayQuantity;
  readonly place: NonNullable<TrainingLayout['replay']>;
  /** The steps of the sequence over the width of the map. */
  readonly steps: StepScale;
}

/** Its map, and the strip of its colors. */
export function replayMaps({
  snapshots,
  quantity,
  place,
  steps: { steps }
}: Replayed): PlacedMap[] {
  const values = new Float32Array(snapshots.length * steps);
  for (const [row, { trace }] of snapshots.entries()) {
    values.set(Array.from(quantity.values(trace)).slice(0, steps), row * steps);
  }
  const ramp = quantity.diverging ? 'states' : 'gates';
  const rising = Float32Array.from({ length: 129 }, (_, at) => at / 128);
  return [
    {
      ...{ ...place.map, ramp, range: quantity.range },
      values: {
        ...{ values, rows: snapshots.length, columns: steps },
        ...{ rowStride: steps, columnStride: 1 }
      }
    },
    {
      ...{ ...place.legend, ramp, range: [0, 1] },
      values: {
        ...{ values: rising, rows: 1, columns: rising.length },
        ...{ rowStride: 0, columnStride: 1 }
      }
    }
  ];
}

/** Title, steps, epochs and what the colors mean. */
export function replayMarks(
  replayed: Replayed,
  { measure, theme }: Surface,
  translate: Translate
): Mark[] {
  const { place, quantity, steps, snapshots } = replayed;
  const { map: box, title, labels, legend } = place;
  const words = axisLook(theme);
  const row = box.height / snapshots.length;
  const numbered = numberedRows(snapshots, niceStep(14 / row));
  const [low, high] = quantity.range;
  const ends = [
    { value: low, anchor: 'start' },
    { value: (low + high) / 2, anchor: 'middle' },
    { value: high, anchor: 'end' }
  ] as const;
  const name = titleWords(replayed, box.width - 14, measure, translate);
  return [
    text(translate('replay'), box.x - 32, title, strongLook(theme)),
    text(name, box.x + 14, title, words),
    ...stepAxis(steps, labels.y + labels.height, {
      ...{ labels: quantity.labels, measure, turn: true, above: true },
      words: { 'font-size': 12, fill: theme.color('ink') }
    }).map(({ mark }) => mark),
    ...snapshots.flatMap(({ epoch }, index) =>
      numbered.has(index)
        ? [
            text(
              String(epoch + 1),
              box.x - 6,
              box.y + (index + 0.5) * row + 4,
              { anchor: 'end', ...words }
            )
          ]
        : []
    ),
    ...ends.map(({ value, anchor }, index) =>
      text(
        value === 0.5
          ? '.5'
          : formatFixed(value, Number.isInteger(value) ? 0 : 1),
        legend.x + (index * legend.width) / 2,
        legend.y + legend.height + 14,
        { anchor, ...words }
      )
    )
  ];
}

/**
 * The rows with their epoch beside them: the round ones, which the axis of the epochs names too, and
 * the first and the last. Where no saved epoch is round, each nth.
 */
export function numberedRows(
  snapshots: readonly { readonly epoch: number }[],
  every: number
): Set<number> {
  const round = snapshots.flatMap(({ epoch }, row) =>
    (epoch + 1) % every === 0 ? [row] : []
  );
  const apart = (row: number): boolean =>
    round.every(each => each === row || Math.abs(each - row) >= every);
  const last = snapshots.length - 1;
  return new Set(
    round.length * every * 2 > snapshots.length
      ? [...round, ...[0, last].filter(apart)]
      : snapshots.flatMap((_, row) => (row % every === 0 ? [row] : []))
  );
}

/** What is drawn, as far as it has room: the rows have the numbers of their epochs beside them. */
function titleWords(
  { quantity: { name }, snapshots }: Replayed,
  room: number,
  measure: (words: string) => number,
  translate: Translate
): string {
  const every =
    snapshots.length > 1 ? snapshots[1].epoch - snapshots[0].epoch : 1;
  const full =
    every === 1
      ? translate('%1 after each %step, one row an epoch', name)
      : translate(
          '%1 after each %step, one row for every %2 epochs',
          name,
          every
        );
  return measure(full) <= room
    ? full
    : shorten(translate('%1 after each %step', name), room, measure);
}
