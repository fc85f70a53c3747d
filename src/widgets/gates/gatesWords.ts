import { holdsStep, isPadding, layerTime, stepSpacing } from '../../trace';
import type { LayerTrace, Trace } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { html, type Content } from '../base/dom';
import { formatFixed } from '../../scene/words/format';
import { hueOf, letter } from '../base/hue';
import { pieceNodes } from '../base/pieces';
import { stepWords } from '../../scene/words/stepWords';
import { stateLine } from '../equations/stateLine';
import { layerValues } from '../../views/equations/layerValues';
import { batchWords, channelWords } from '../../views/gates/gatesWords';
import { meaning } from '../../views/gates/meaning';
import type { MapScene, SceneRow } from '../../views/map/mapScene';

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
  const words = pieceNodes(meaning(layer, channel, value, translate));
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
        channelWords(trace, channel, { step, unit })
      ),
      '\u2002',
      ...words
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

const besideWords = (words: string | null): HTMLElement[] =>
  words === null ? [] : [html('div', { class: 'jp-gatescope-second' }, words)];

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
