import { html, svg } from '../base/dom';
import { hueOfLetter } from '../base/hue';
import { stepAxis, valueAxis } from '../../scene/marks/axes';
import { drawn } from '../scene/drawn';
import { line } from '../../scene/marks/line';
import type { Mark } from '../../scene/marks/mark';
import { stepScale, type Box, type StepScale } from '../../scene/marks/plane';
import { rule } from '../../scene/marks/rule';
import { createStepCursor } from '../scene/stepCursor';
import { text } from '../../scene/marks/text';
import {
  decadesOf,
  extentOf,
  linearScale,
  logScale,
  type ValueScale
} from '../../scene/marks/valueScale';
import { brokenFrom, normsOf } from './norms';
import {
  gateGroups,
  slotsOf,
  type Slot,
  type WeightsPicture,
  type WeightsScene
} from './weightsScene';

const LEFT = 52;
const RIGHT = 40;
const HIGH = 96;
const HEAD = 22;

interface Chart {
  readonly slot: Slot;
  readonly box: Box;
  readonly y: ValueScale;
}

/** The norms of each gate's weights, or of the derivatives by them, over the epochs of training. */
export function drawNorms(scene: WeightsScene): WeightsPicture {
  const { of, bundle, width, measure, translate } = scene;
  const epochs = bundle.epochs ?? 0;
  const slots = slotsOf(of, gateGroups(of));
  const charts = slots.map((slot, index): Chart => {
    const box = {
      x: LEFT,
      y: HEAD + index * (HIGH + HEAD + 6),
      width: Math.max(80, width - LEFT - RIGHT),
      height: HIGH
    };
    return { slot, box, y: scaleOf(slot, box, scene) };
  });
  const bottom = HEAD + slots.length * (HIGH + HEAD + 6) - HEAD;
  const steps = stepScale(epochs, {
    ...charts[0].box,
    height: bottom - charts[0].box.y
  });
  const cursor = createStepCursor({
    steps,
    top: HEAD,
    bottom: bottom - 6,
    dots: [],
    badge: bottom - 2,
    axis: stepAxis(steps, bottom - 4, {
      labels: Array.from({ length: epochs }, (_, epoch) => String(epoch + 1)),
      measure
    })
  });
  const picture = svg(
    'svg',
    {
      class: 'jp-gatescope-layer jp-gatescope-weights',
      width,
      height: bottom + 24,
      'aria-hidden': 'true'
    },
    charts.flatMap(chart => chartMarks(chart, steps, scene)).map(drawn),
    cursor.words,
    cursor.line,
    cursor.dots
  );
  return {
    element: html(
      'div',
      { class: 'jp-gatescope-flow-host', style: `height: ${bottom + 24}px` },
      picture,
      cursor.badge
    ),
    show: (_, step) => cursor.moveTo(step, translate('epoch %1', step + 1), []),
    stepAt: x => steps.stepAt(x)
  };
}

function scaleOf({ parameters }: Slot, box: Box, scene: WeightsScene) {
  const lists = parameters.flatMap(index =>
    index === undefined
      ? []
      : [normsOf(scene.of.parameters[index], scene.quantity)]
  );
  const decades = decadesOf(lists);
  // Where gates differ by more than a hundred, one axis of equal lengths would show one of them.
  return decades && decades.high - decades.low > 2
    ? logScale(decades, box)
    : linearScale([0, extentOf(lists)[1]], box, { count: 3 });
}

function chartMarks(
  { slot, box, y }: Chart,
  { center: x, left }: StepScale,
  { of, quantity, translate }: WeightsScene
): Mark[] {
  const own = slot.parameters.flatMap(index =>
    index === undefined ? [] : [of.parameters[index]]
  );
  const ends = own
    .map(parameter => {
      const values = normsOf(parameter, quantity);
      const last = Array.from(values).findLast(Number.isFinite);
      return { parameter, values, at: last === undefined ? NaN : y(last) };
    })
    .sort((one, other) => one.at - other.at);
  let free = -Infinity;
  const names = ends.flatMap(({ parameter, at }) => {
    if (!Number.isFinite(at)) {
      return [];
    }
    free = Math.max(at + 4, free + 13);
    return [
      text(parameter.name, box.x + box.width + 5, free, {
        class: 'jp-gatescope-weights-name',
        'data-jp-gatescope-hue': hueOfLetter(parameter.of)
      })
    ];
  });
  const broken = own.flatMap(parameter => {
    const from = brokenFrom(normsOf(parameter, quantity));
    return from === null ? [] : [{ from, parameter }];
  });
  const first = broken.sort((one, other) => one.from - other.from).at(0);
  return [
    ...valueAxis(y, box),
    text(
      quantity === 'weights'
        ? translate('‖%1‖', slot.letter)
        : translate('‖dL/d%1‖', slot.letter),
      box.x,
      box.y - 7,
      { class: 'jp-gatescope-axis' }
    ),
    ...ends.map(({ parameter, values }, at) =>
      line(
        values,
        { x, y },
        {
          class: 'jp-gatescope-weights-line',
          'data-jp-gatescope-hue': hueOfLetter(parameter.of),
          'stroke-dasharray': dashes[at % dashes.length]
        }
      )
    ),
    ...names,
    ...(first
      ? [
          rule({
            class: 'jp-gatescope-weights-broken',
            x1: left(first.from),
            x2: left(first.from),
            y1: box.y,
            y2: box.y + box.height
          }),
          text(
            translate(
              '%1 not finite from epoch %2',
              first.parameter.name,
              first.from + 1
            ),
            left(first.from) - 5,
            box.y + 11,
            { anchor: 'end', class: 'jp-gatescope-weights-wrong' }
          )
        ]
      : [])
  ];
}

/** Lines of one chart differ by more than their colour. */
const dashes = ['', '7 3', '2 2', '8 3 2 3'];
