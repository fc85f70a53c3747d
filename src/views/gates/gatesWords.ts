import { isPadding } from '../../trace';
import type { Channel, Trace } from '../../trace';
import { formatFixed, formatPercent } from '../../scene/words/format';
import { stepsWords, unitsWords } from '../../scene/words/counts';
import { layerWords } from '../../scene/words/layerWords';
import { piecesText, type Piece } from '../../scene/words/pieces';
import { stepWords } from '../../scene/words/stepWords';
import type { Translate } from '../../scene/words/translate';
import { spreadNumbers } from '../map/batchSpread';
import type { MapScene, SceneRow } from '../map/mapScene';
import { isTitledBySequence } from '../run/titledBySequence';
import { channelColumns } from './gatesTables';
import { meaning } from './meaning';

/** Where the reader stands in a run. */
export interface UnitPlace {
  readonly step: number;
  readonly unit: number;
}

/** What the gates answer at a place, in words. */
export function gatesQuestion(
  { trace, layer }: Pick<MapScene, 'trace' | 'layer'>,
  { step, unit }: UnitPlace,
  translate: Translate
): string {
  const where = stepWords(trace.time, step, translate);
  return layer.channels.some(({ role }) => role === 'gate')
    ? translate('What do the gates of unit %1 do at %2?', unit, where)
    : translate('What does unit %1 hold at %2?', unit, where);
}

/** What each gate does there, and every number; of a unit over its batch, those of the other sequences too. */
export function gatesAnswer(
  {
    trace,
    layer,
    overSequences
  }: Pick<MapScene, 'trace' | 'layer' | 'overSequences'>,
  { step, unit }: UnitPlace,
  translate: Translate,
  explains = true
): string {
  const channels = layer.channels.filter(
    ({ role }) => role !== 'term' && role !== 'gradient'
  );
  const done =
    !explains || isPadding(trace.time, step)
      ? []
      : channels
          .map(channel =>
            piecesText(
              meaning(
                layer,
                channel,
                channelNumber(trace, channel, { step, unit }),
                translate
              )
            )
          )
          .filter(words => words !== '');
  return [
    ...(done.length > 0 ? [translate('It %1.', done.join(', '))] : []),
    translate(
      'Unit %1 at %2: %3.',
      unit,
      stepWords(trace.time, step, translate),
      channels
        .map(
          channel =>
            `${channel.name} ${channelWords(trace, channel, { step, unit })}`
        )
        .join(', ')
    ),
    ...(overSequences
      ? [batchSentence(trace, channels, { step, unit }, translate)]
      : [])
  ].join(' ');
}

const columnAt = (trace: Trace, channel: Channel, at: UnitPlace) =>
  channelColumns(
    { trace },
    channel,
    () => at,
    words => words
  )[0];

const channelNumber = (trace: Trace, channel: Channel, at: UnitPlace): number =>
  Number(columnAt(trace, channel, at).of(0));

/** The number of a channel at a place, as it is said. */
export const channelWords = (
  trace: Trace,
  channel: Channel,
  at: UnitPlace
): string =>
  (columnAt(trace, channel, at).write ?? formatFixed)(
    channelNumber(trace, channel, at)
  );

/** `Over 20 sequences, 10 %, median and 90 %: f 0.12, 0.40, 0.71.` */
function batchSentence(
  trace: Trace,
  channels: readonly Channel[],
  at: UnitPlace,
  translate: Translate
): string {
  const { size = 0, shares = [0, 1] } = trace.batch ?? {};
  const numbers = channels.flatMap(channel => {
    const spread = spreadNumbers(trace, { channel }, at, translate);
    return spread.length === 0
      ? []
      : [
          `${channel.name} ${spread.map(({ value }) => formatFixed(value)).join(', ')}`
        ];
  });
  return translate(
    'Over %1 sequences, %2, median and %3: %4.',
    size,
    ...shares.map(formatPercent),
    numbers.join('; ')
  );
}

/** How to read the picture, in one line. */
export function readingLine(
  scene: MapScene,
  unit: number,
  look: { readonly narrow: boolean; readonly openIsDark: boolean },
  translate: Translate
): readonly Piece[] {
  const positive = { words: translate('purple'), look: 'positive' } as const;
  const negative = { words: translate('orange'), look: 'negative' } as const;
  const { name } = scene.trace.time;
  const { batch } = scene.trace;
  if (scene.overSequences && batch?.shares) {
    const [low, high] = batch.shares;
    return [
      translate(
        'the thick line is unit %1 in sequence %2; over all %3 sequences the band runs from %4 to %5, and the dashed line is the median.',
        unit,
        batch.sequence + 1,
        batch.size,
        formatPercent(low),
        formatPercent(high)
      )
    ];
  }
  if (scene.lines) {
    if (scene.layer.units === 1) {
      return [
        translate('each line is the one unit of the layer, unit %1.', unit)
      ];
    }
    return [
      translate(
        'the thick line is unit %1, the thin lines are the other units, the band runs from the lowest to the highest.',
        unit
      )
    ];
  }
  const gates = scene.rows.some(({ range }) => range[0] >= 0);
  if (look.narrow) {
    return [
      translate('row = unit, column = %1; ', name),
      ...(gates
        ? [
            look.openIsDark
              ? translate('dark = open gate; ')
              : translate('bright = open gate; ')
          ]
        : []),
      positive,
      translate(' above zero, '),
      negative,
      translate(' below.')
    ];
  }
  return [
    translate('a row is a unit, a column a %1. ', name),
    ...(gates
      ? [
          look.openIsDark
            ? scene.options.ownScales
              ? translate(
                  'Each channel from its least (pale) to its greatest (dark). '
                )
              : translate('Gates: dark is open, pale is closed. ')
            : scene.options.ownScales
              ? translate(
                  'Each channel from its least (dark) to its greatest (bright). '
                )
              : translate('Gates: bright is open, dark is closed. ')
        ]
      : []),
    translate('States: '),
    positive,
    translate(' is above zero, '),
    negative,
    translate(' below.')
  ];
}

/** What the picture is of, beside the title. */
export function gatesMeta(
  { layer, trace }: MapScene,
  translate: Translate
): string {
  return [
    ...layerWords(trace, layer, translate),
    unitsWords(layer.units, translate),
    stepsWords(trace.time.steps, translate),
    ...(trace.title && !isTitledBySequence(trace) ? [trace.title] : [])
  ].join(' · ');
}

/** What the reader must know of the drawing: aggregated, or only a part in view. */
export function noticeOf(
  { layout, lines, steps, options, trace }: MapScene,
  translate: Translate
): string {
  const notes: string[] = [];
  const means = [
    ...(layout.stepsPerColumn > 1
      ? [
          trace.time.kept
            ? translate(
                'a column is %1 %steps, its color the mean of those that are saved',
                layout.stepsPerColumn
              )
            : translate(
                'a column is the mean of %1 %steps',
                layout.stepsPerColumn
              )
        ]
      : []),
    ...(layout.unitsPerRow > 1
      ? [translate('a row is the mean of %1 units', layout.unitsPerRow)]
      : [])
  ];
  if (!lines && means.length > 0) {
    notes.push(
      translate('Aggregated: %1.', means.join(', ')),
      ...(layout.stepsPerColumn > 1
        ? [translate('Ctrl + wheel looks closer.')]
        : [])
    );
  }
  if (steps < trace.time.steps) {
    notes.push(
      translate(
        '%Steps %1 to %2 of %3.',
        options.from,
        options.to - 1,
        trace.time.steps
      )
    );
  }
  return notes.join(' ');
}

/** What the batch does at a place: `over 20 sequences: 10 % 0.12, median 0.40, 90 % 0.71`. */
export function batchWords(
  { overSequences, trace }: MapScene,
  row: Pick<SceneRow, 'channel'>,
  step: number,
  unit: number,
  translate: Translate
): string | null {
  const numbers = overSequences
    ? spreadNumbers(trace, row, { step, unit }, translate)
    : [];
  return numbers.length === 0
    ? null
    : translate(
        'over %1 sequences: %2',
        trace.batch?.size ?? 0,
        numbers
          .map(({ name, value }) => `${name} ${formatFixed(value)}`)
          .join(', ')
      );
}

/** Read out after each move: `step 12 “not”, unit 3: forget 0.03`. */
export function announcement(
  scene: MapScene,
  row: SceneRow,
  step: number,
  unit: number,
  translate: Translate
): string {
  const where = `${stepWords(scene.trace.time, step, translate)}, ${translate('unit %1', unit)}`;
  return isPadding(scene.trace.time, step)
    ? `${where}: ${translate('padding')}`
    : [
        `${where}: ${translate(row.channel.label)} ${channelWords(scene.trace, row.channel, { step, unit })}`,
        batchWords(scene, row, step, unit, translate)
      ]
        .filter(words => words !== null)
        .join('; ');
}
