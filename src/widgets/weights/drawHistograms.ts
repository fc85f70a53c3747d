import { max } from 'd3-array';
import { WEIGHT_BINS } from '../../trace';
import { html, svg } from '../base/dom';
import {
  formatInteger,
  formatNumber,
  formatPower
} from '../../scene/words/format';
import { hueOfLetter, letterText } from '../base/hue';
import { bars } from '../../scene/marks/bars';
import { drawn } from '../scene/drawn';
import type { Mark } from '../../scene/marks/mark';
import { stepScale, type Box } from '../../scene/marks/plane';
import { rule } from '../../scene/marks/rule';
import { text } from '../../scene/marks/text';
import { linearScale } from '../../scene/marks/valueScale';
import { numbersOf } from './weightsChoice';
import {
  gateGroups,
  slotsOf,
  type WeightPlace,
  type WeightsPicture,
  type WeightsScene
} from './weightsScene';

const GUTTER = 34;
const GAP = 14;
const HEAD = 22;
const HIGH = 64;

interface Plot extends Box {
  readonly index: number;
}

/** How many weights are of each size: one axis for the whole layer, so that gates can be compared. */
export function drawHistograms(scene: WeightsScene): WeightsPicture {
  const { of, quantity, width } = scene;
  const groups = gateGroups(of);
  const slots = slotsOf(of, groups);
  const each =
    (width - GUTTER - 8 - GAP * (slots.length - 1)) / Math.max(1, slots.length);
  const plots = groups.flatMap((_, gate) =>
    slots.flatMap(({ parameters }, slot): Plot[] => {
      const index = parameters[gate];
      return index === undefined
        ? []
        : [
            {
              index,
              x: GUTTER + slot * (each + GAP),
              y: HEAD + gate * (HIGH + GAP),
              width: each,
              height: HIGH
            }
          ];
    })
  );
  const bottom = HEAD + groups.length * (HIGH + GAP);
  const height = bottom + 22;
  const frames = plots.map(plot =>
    svg('rect', {
      class: 'jp-gatescope-weights-row',
      x: plot.x - 2,
      y: plot.y - 2,
      width: plot.width + 4,
      height: plot.height + 4
    })
  );
  const picture = svg(
    'svg',
    {
      class: 'jp-gatescope-layer jp-gatescope-weights',
      width,
      height,
      'aria-hidden': 'true'
    },
    groups.map(({ of: gate }, at) =>
      letterText(gate, hueOfLetter(gate), {
        x: 10,
        y: HEAD + at * (HIGH + GAP) + HIGH / 2 + 5,
        size: 17
      })
    ),
    [
      ...slots.map(({ letter }, slot) =>
        text(letter, GUTTER + slot * (each + GAP), HEAD - 3, {
          class: 'jp-gatescope-axis'
        })
      ),
      ...plots.flatMap(plot => plotMarks(plot, scene)),
      ...slots.flatMap(({ parameters }, slot) => {
        const first = parameters.find(index => index !== undefined) ?? 0;
        const end = numbersOf(of.parameters[first], quantity)?.scale ?? 0;
        return endMarks(GUTTER + slot * (each + GAP), each, bottom + 2, end);
      })
    ].map(drawn),
    frames
  );
  return {
    element: html(
      'div',
      { class: 'jp-gatescope-flow-host', style: `height: ${height}px` },
      picture
    ),
    show({ parameter }: WeightPlace) {
      plots.forEach(({ index }, at) => {
        frames[at].style.display = index === parameter ? '' : 'none';
      });
    },
    placeAt(x, y) {
      const plot = plots.find(
        box =>
          x >= box.x &&
          x < box.x + box.width &&
          y >= box.y &&
          y < box.y + box.height
      );
      return plot ? { parameter: plot.index, row: 0, unit: 0 } : null;
    }
  };
}

function plotMarks(
  { index, ...box }: Plot,
  { of, quantity, translate }: WeightsScene
): Mark[] {
  const parameter = of.parameters[index];
  const numbers = numbersOf(parameter, quantity);
  if (!numbers) {
    return [];
  }
  const counts = numbers.histogram.values;
  const most = max(counts) ?? 0;
  const base = box.y + box.height;
  const middle = box.x + box.width / 2;
  const line = { class: 'jp-gatescope-grid-line' };
  return [
    rule({ x1: box.x, x2: box.x + box.width, y1: base, y2: base, ...line }),
    rule({ x1: middle, x2: middle, y1: box.y, y2: base, ...line }),
    bars(
      Array.from(counts),
      {
        steps: stepScale(WEIGHT_BINS, box),
        y: linearScale([0, Math.max(1, most)], box, { nice: false }),
        base,
        share: 0.85
      },
      {
        class: 'jp-gatescope-weights-bar',
        'data-jp-gatescope-hue': hueOfLetter(parameter.of)
      }
    ),
    text(
      translate('most: %1', formatInteger(most)),
      box.x + box.width,
      box.y - 3,
      {
        anchor: 'end',
        class: 'jp-gatescope-axis'
      }
    ),
    ...(numbers.notFinite > 0
      ? [
          text(
            translate('%1 not finite', formatInteger(numbers.notFinite)),
            box.x + 22,
            box.y - 3,
            { class: 'jp-gatescope-weights-wrong' }
          )
        ]
      : [])
  ];
}

function endMarks(x: number, width: number, y: number, end: number): Mark[] {
  const words =
    end === 0 ? '0' : end < 1e-3 ? formatPower(end) : formatNumber(end);
  const look = { class: 'jp-gatescope-axis' };
  return [
    text('0', x + width / 2, y, { anchor: 'middle', ...look }),
    ...(width > 70 && end > 0
      ? [
          text(`−${words}`, x, y, look),
          text(words, x + width, y, { anchor: 'end', ...look })
        ]
      : [])
  ];
}
