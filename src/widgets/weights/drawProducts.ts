import { fill, html, svg } from '../base/dom';
import { formatNumber, formatPower } from '../../scene/words/format';
import { hueOfLetter, letterText } from '../base/hue';
import { drawn } from '../scene/drawn';
import { linear } from '../../scene/marks/linear';
import { mark, type Mark } from '../../scene/marks/mark';
import { stepScale, type Box, type StepScale } from '../../scene/marks/plane';
import { rule } from '../../scene/marks/rule';
import { text } from '../../scene/marks/text';
import { columnNames } from './mapWords';
import { enteringOf, largestProduct, productAt } from './products';
import {
  gateGroups,
  slotsOf,
  type Slot,
  type WeightPlace,
  type WeightsPicture,
  type WeightsScene
} from './weightsScene';

const GUTTER = 34;
const GAP = 14;
const HEAD = 22;
const HIGH = 64;
/** However wide a matrix is beside it, a column of few numbers is at least so wide. */
const LEAST = 60;
/** Half of a dot's size. */
const DOT = 3;

interface Plot {
  readonly index: number;
  readonly columns: StepScale;
}

/**
 * Each weight of one unit times what enters it at one step, over the sequences of the batch: a column for
 * what enters, gates below each other on one axis.
 */
export function drawProducts(scene: WeightsScene): WeightsPicture {
  const { of, width } = scene;
  const groups = gateGroups(of);
  const slots = slotsOf(of, groups).filter(({ parameters }) =>
    parameters.some(index => index !== undefined && enteringOf(of, index))
  );
  const boxes = slotBoxes(slots, width);
  const plots = groups.flatMap((_, gate) =>
    slots.flatMap(({ parameters }, slot): Plot[] => {
      const index = parameters[gate];
      return index === undefined || !enteringOf(of, index)
        ? []
        : [
            {
              index,
              columns: stepScale(of.parameters[index].shape[0], {
                ...boxes[slot],
                y: HEAD + gate * (HIGH + GAP),
                height: HIGH
              })
            }
          ];
    })
  );
  const bottom = HEAD + groups.length * (HIGH + GAP) - GAP;
  const height = bottom + 36;
  const { names, key } = columnNames(
    slots,
    plots.map(({ index, columns: { box, column } }) => ({
      index,
      x: box.x,
      column,
      perColumn: 1
    })),
    bottom + 2,
    scene
  );
  const data = svg('g', {});
  const heads = svg('g', {});
  const cell = svg('rect', { class: 'jp-gatescope-weights-row' });
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
    heads,
    data,
    [names, text(key, GUTTER, bottom + 32, { class: 'jp-gatescope-axis' })].map(
      drawn
    ),
    cell
  );
  return {
    element: html(
      'div',
      { class: 'jp-gatescope-flow-host', style: `height: ${height}px` },
      picture
    ),
    show(place, step) {
      const end = largestProduct(of, place.unit);
      fill(heads, ...headMarks(slots, boxes, end, scene).map(drawn));
      fill(
        data,
        ...plots
          .flatMap(plot => plotMarks(plot, place, step, end, scene))
          .map(drawn)
      );
      const looked = plots.find(({ index }) => index === place.parameter);
      cell.style.display = looked ? '' : 'none';
      if (looked) {
        const { box, column, left } = looked.columns;
        cell.setAttribute('x', String(left(place.row)));
        cell.setAttribute('y', String(box.y - 2));
        cell.setAttribute('width', String(Math.max(2, column)));
        cell.setAttribute('height', String(box.height + 4));
      }
    },
    placeAt(x, y) {
      for (const { index, columns } of plots) {
        const row = columns.stepAt(x);
        const { box } = columns;
        if (row !== null && y >= box.y && y < box.y + box.height) {
          return { parameter: index, row, unit: 0 };
        }
      }
      return null;
    }
  };
}

/** Side by side, as wide as the numbers that enter are many. */
function slotBoxes(slots: readonly Slot[], width: number): Box[] {
  const room = width - GUTTER - 8 - GAP * Math.max(0, slots.length - 1);
  const least = Math.min(LEAST, room / Math.max(1, slots.length));
  const free = room - least * slots.length;
  const all = slots.reduce((sum, { size }) => sum + size, 0);
  let x = GUTTER;
  return slots.map(({ size }) => {
    const box = {
      x,
      y: HEAD,
      width: least + (free * size) / Math.max(1, all),
      height: HIGH
    };
    x += box.width + GAP;
    return box;
  });
}

/** What each column of plots is of, and how far its axis goes. */
function headMarks(
  slots: readonly Slot[],
  boxes: readonly Box[],
  end: number,
  { measure, translate }: WeightsScene
): Mark[] {
  const most = end !== 0 && end < 1e-3 ? formatPower(end) : formatNumber(end);
  return slots.map(({ part, letter }, at) => {
    const short =
      part === 'kernel'
        ? `${letter} x`
        : part === 'recurrent'
          ? `${letter} h`
          : letter;
    const forms = [
      ...(part === 'kernel'
        ? [translate('%1 x: from the input, ± %2', letter, most)]
        : part === 'recurrent'
          ? [translate('%1 h: from the %step before, ± %2', letter, most)]
          : []),
      `${short} ± ${most}`
    ];
    return text(
      forms.find(words => measure(words) <= boxes[at].width) ?? short,
      boxes[at].x,
      HEAD - 8,
      { class: 'jp-gatescope-axis' }
    );
  });
}

function plotMarks(
  { index, columns }: Plot,
  { unit }: WeightPlace,
  step: number,
  end: number,
  { of }: WeightsScene
): Mark[] {
  const { box, column, left } = columns;
  const y = linear([-(end || 1), end || 1], [box.y + box.height, box.y]);
  // Columns stand apart where there is room, so that a band can be told from the next.
  const gap = column >= 5 ? 1 : 0;
  const inner = column - 2 * gap;
  const paths = { band: '', median: '', own: '' };
  for (let row = 0; row < columns.steps; row++) {
    const product = productAt(of, { parameter: index, row, unit }, step);
    if (product && Number.isFinite(product.median)) {
      const x = left(row) + gap;
      const { low, high, median, own } = product;
      paths.band += `M${x} ${y(low)}h${inner}V${y(high)}h${-inner}z`;
      paths.median += `M${x} ${y(median)}h${inner}`;
      const dot = Math.min(DOT, inner / 2);
      paths.own += `M${left(row) + column / 2 - dot} ${y(own)}l${dot} ${-dot} ${dot} ${dot} ${-dot} ${dot}z`;
    }
  }
  const line = { class: 'jp-gatescope-grid-line' };
  const middle = y(0);
  const hue = hueOfLetter(of.parameters[index].of);
  return [
    rule({ x1: box.x, x2: box.x + box.width, y1: middle, y2: middle, ...line }),
    mark('path', {
      class: 'jp-gatescope-spread-band',
      'data-jp-gatescope-hue': hue,
      'data-parameter': of.parameters[index].name,
      d: paths.band
    }),
    mark('path', {
      class: 'jp-gatescope-weights-median',
      'data-jp-gatescope-hue': hue,
      d: paths.median
    }),
    mark('path', { class: 'jp-gatescope-weights-own', d: paths.own })
  ];
}
