import { holdsStep, isPadding, layerTime, stepSpacing } from '../../trace';
import type { LayerTrace, Trace } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { stepsWords, unitsWords } from '../../scene/words/counts';
import { html, type Content } from '../base/dom';
import { formatFixed, formatPercent, formatPower } from '../../scene/words/format';
import { hueOf, letter } from '../base/hue';
import { layerWords } from '../../scene/words/layerWords';
import { isTitledBySequence } from '../base/sequences';
import { stepWords } from '../../scene/words/stepWords';
import { stateLine } from '../equations/stateLine';
import { layerValues } from '../../views/equations/layerValues';
import { spreadNumbers } from '../traceMap/batchSpread';
import type { MapScene, SceneRow } from '../traceMap/mapScene';
import { meaning } from './meaning';

/** How to read the picture, in one line. */
export function readingLine(
  scene: MapScene,
  unit: number,
  look: { readonly narrow: boolean; readonly openIsDark: boolean },
  translate: Translate
): Content {
  const positive = html(
    'span',
    { class: 'jp-gatescope-positive' },
    translate('purple')
  );
  const negative = html(
    'span',
    { class: 'jp-gatescope-negative' },
    translate('orange')
  );
  const { name } = scene.trace.time;
  const { batch } = scene.trace;
  if (scene.overSequences && batch?.shares) {
    const [low, high] = batch.shares;
    return translate(
      'the thick line is unit %1 in sequence %2; over all %3 sequences the band runs from %4 to %5, and the dashed line is the median.',
      unit,
      batch.sequence + 1,
      batch.size,
      formatPercent(low),
      formatPercent(high)
    );
  }
  if (scene.lines) {
    if (scene.layer.units === 1) {
      return translate(
        'each line is the one unit of the layer, unit %1.',
        unit
      );
    }
    return translate(
      'the thick line is unit %1, the thin lines are the other units, the band runs from the lowest to the highest.',
      unit
    );
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

/** The value of a row at a step, written as its kind is. */
export function rowNumber(
  row: SceneRow,
  layer: LayerTrace,
  step: number,
  unit: number
): string {
  const value = row.channel.array.values[step * layer.units + unit];
  return row.log ? formatPower(value) : formatFixed(value);
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

/** What stands in the tooltip: where, the value, and what it does. */
export function tooltipContent(
  scene: MapScene,
  row: SceneRow,
  step: number,
  unit: number,
  translate: Translate
): Content {
  const { trace, layer, layout, lines } = scene;
  const head = html(
    'div',
    { class: 'jp-gatescope-strong' },
    `${stepWords(trace.time, step, translate)} · ${translate('unit %1', unit)}`
  );
  if (isPadding(trace.time, step)) {
    return [head, html('div', {}, translate('padding: nothing was computed'))];
  }
  const { channel } = row;
  const value = channel.array.values[step * layer.units + unit];
  const words = meaning(layer, channel, value, translate);
  const together =
    (layout.stepsPerColumn / stepSpacing(trace.time)) * layout.unitsPerRow;
  const aggregated = !lines && together > 1;
  return [
    head,
    html(
      'div',
      {},
      letter(channel.name, hueOf(channel)),
      channel.name === channel.label ? ' ' : ` ${translate(channel.label)} `,
      html(
        'b',
        { class: 'jp-gatescope-value' },
        rowNumber(row, layer, step, unit)
      ),
      '\u2002',
      words
    ),
    ...besideWords(batchWords(scene, row, step, unit, translate)),
    ...(aggregated
      ? [
          html(
            'div',
            { class: 'jp-gatescope-second' },
            translate('the color is the mean of %1 values', Math.ceil(together))
          )
        ]
      : [])
  ];
}

/** What the batch does at a place: `over 20 sequences: 10 % 0.12, median 0.40, 90 % 0.71`. */
function batchWords(
  { overSequences, trace }: MapScene,
  row: SceneRow,
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

const besideWords = (words: string | null): HTMLElement[] =>
  words === null ? [] : [html('div', { class: 'jp-gatescope-second' }, words)];

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
        `${where}: ${translate(row.channel.label)} ${rowNumber(row, scene.layer, step, unit)}`,
        batchWords(scene, row, step, unit, translate)
      ]
        .filter(words => words !== null)
        .join('; ');
}

/** The states at the cursor as arithmetic, or their values where no equation is known. */
export function readout(
  scene: MapScene,
  step: number,
  unit: number,
  translate: Translate
): Content {
  const { trace, layer } = scene;
  const where = html(
    'b',
    {},
    `${stepWords(trace.time, step, translate)}, ${translate('unit %1', unit)}`
  );
  if (isPadding(trace.time, step)) {
    return html('span', { class: 'jp-gatescope-readout' }, [
      where,
      translate('padding: nothing was computed')
    ]);
  }
  const values = layerValues(layer, trace.time);
  const states = layer.channels.filter(({ role }) => role === 'state');
  const pieces = states.map(channel =>
    html(
      'span',
      { class: 'jp-gatescope-formula' },
      stateLine(trace, values, channel, { step, unit }, translate)
    )
  );
  const loss = trace.loss
    ? [
        html(
          'span',
          { class: 'jp-gatescope-aside' },
          translate('loss %1', formatFixed(trace.loss.value, 3))
        )
      ]
    : [];
  return html('span', { class: 'jp-gatescope-readout' }, [
    where,
    ...pieces,
    ...withoutBefore(trace, layer, step, translate),
    ...brokenSince(trace, layer, unit, step, translate),
    ...loss
  ]);
}

/** Why a state is not worked out: the step that it comes from is not in the saved copy. */
export function withoutBefore(
  { time }: Trace,
  layer: LayerTrace,
  step: number,
  translate: Translate
): HTMLElement[] {
  const before = layerTime(layer, time.steps).before(step);
  return before < 0 || before >= time.steps || holdsStep(time, before)
    ? []
    : [
        html(
          'span',
          { class: 'jp-gatescope-aside' },
          translate('not worked out: %step %1 is not in the saved copy', before)
        )
      ];
}

/** From which step on a state is no finite number, where it is none. */
function brokenSince(
  { time }: Trace,
  layer: LayerTrace,
  unit: number,
  step: number,
  translate: Translate
): HTMLElement[] {
  const { channels, units } = layer;
  const own = layerTime(layer, time.steps);
  const broken = channels.find(
    ({ role, array }) =>
      role === 'state' &&
      (array.shape[1] ?? 1) === units &&
      holdsStep(time, step) &&
      !Number.isFinite(array.values[step * units + unit])
  );
  if (!broken) {
    return [];
  }
  let first = step;
  while (
    holdsStep(time, own.before(first)) &&
    !Number.isFinite(broken.array.values[own.before(first) * units + unit])
  ) {
    first = own.before(first);
  }
  return [
    html(
      'span',
      { class: 'jp-gatescope-aside' },
      own.backward
        ? translate(
            '%1 is no finite number from %step %2 down',
            broken.name,
            first
          )
        : translate(
            '%1 is no finite number from %step %2 on',
            broken.name,
            first
          )
    )
  ];
}
