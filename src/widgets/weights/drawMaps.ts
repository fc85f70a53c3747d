import { max } from 'd3-array';
import { html, svg } from '../base/dom';
import { createHeatmap } from '../base/heatmap';
import { floorPixels, wholePixels } from '../../scene/marks/wholePixels';
import { hueOfLetter, letterText } from '../base/hue';
import { drawn } from '../scene/drawn';
import { mark, type Mark } from '../../scene/marks/mark';
import type { Box } from '../../scene/marks/plane';
import { createRampLegend } from '../scene/rampLegend';
import {
  columnMarks,
  GAP,
  GUTTER,
  HEAD,
  headMarks,
  legendMarks,
  type Block
} from './mapWords';
import {
  gateGroups,
  slotsOf,
  type GateGroup,
  type Slot,
  type WeightPlace,
  type WeightsPicture,
  type WeightsScene
} from './weightsScene';
import { numbersOf } from './weightsChoice';

const WIDEST = 34;
/** A gate's band is about so high; a row of a few units is no higher than a column is wide. */
const BAND = 112;

/** Up to so many columns are at least so wide. */
const FEW = 4;
const LEAST = 10;

/** Each single weight: a row is a unit as in the other views, a column what enters it. */
export function drawMaps(scene: WeightsScene): WeightsPicture {
  const { of, quantity, translate } = scene;
  const groups = gateGroups(of);
  const slots = slotsOf(of, groups);
  const blocks = blocksOf(scene, groups, slots);
  const bottom = max(blocks, ({ y, height }) => y + height) ?? HEAD;
  const legendY = bottom + 42;
  const height = legendY + 30;
  const canvases = blocks.map(() => createHeatmap());
  const legend = createRampLegend();
  const legendBox = { x: GUTTER, y: legendY, width: 150, height: 8 };
  const rows = blocks.map(() =>
    svg('rect', { class: 'jp-gatescope-weights-row' })
  );
  const cell = svg('rect', { class: 'jp-gatescope-weights-cell' });
  const picture = svg(
    'svg',
    {
      class: 'jp-gatescope-layer jp-gatescope-weights',
      width: scene.width,
      height,
      'aria-hidden': 'true'
    },
    groups.map(group => gateLetter(group, blocks)),
    [
      ...headMarks(slots, blocks, scene),
      ...columnMarks(slots, blocks, bottom, scene),
      ...blocks.flatMap(block => brokenMarks(block, scene)),
      ...legendMarks(legendBox, scene)
    ].map(drawn),
    rows,
    cell
  );
  const element = html(
    'div',
    { class: 'jp-gatescope-flow-host', style: `height: ${height}px` },
    ...canvases.map(canvas => canvas.element),
    legend.element,
    picture
  );
  const outline = (
    rect: SVGElement,
    { x, y, width, height: high }: Box
  ): void => {
    rect.setAttribute('x', String(x));
    rect.setAttribute('y', String(y));
    rect.setAttribute('width', String(Math.max(2, width)));
    rect.setAttribute('height', String(Math.max(2, high)));
  };

  const perPixel = Math.max(
    ...blocks.map(({ perRow, perColumn }) => perRow * perColumn)
  );

  return {
    element,
    notice:
      perPixel > 1
        ? translate('A pixel is the mean of %1 weights.', perPixel)
        : '',
    paint(theme) {
      blocks.forEach((block, at) => {
        const { parameter, x, y, width, perRow, perColumn } = block;
        const [entries, units] = parameter.shape;
        const numbers = numbersOf(parameter, quantity);
        const values = numbers?.array?.values;
        const end = numbers?.scale ?? 0;
        canvases[at].element.dataset.parameter = parameter.name;
        canvases[at].paint(
          {
            values: values ?? new Float32Array(entries * units).fill(NaN),
            rows: units,
            columns: entries,
            rowStride: 1,
            columnStride: units,
            rowsPerPixel: perRow,
            columnsPerPixel: perColumn
          },
          theme.states,
          // Where all are zero, zero is in the middle of the colours, too.
          [-(end || 1), end || 1]
        );
        canvases[at].place(x, y, width, block.height);
      });
      legend.paint(theme.states, legendBox);
    },
    show({ parameter, row, unit }) {
      blocks.forEach((block, at) => {
        const { x, y, width, perRow } = block;
        const shown = unit < block.parameter.shape[1];
        rows[at].style.display = shown ? '' : 'none';
        outline(rows[at], {
          x: x - 1,
          y: y + Math.floor(unit / perRow) * block.row - 1,
          width: width + 2,
          height: block.row + 2
        });
        if (block.index === parameter) {
          outline(cell, {
            x: x + Math.floor(row / block.perColumn) * block.column - 1,
            y: y + Math.floor(unit / perRow) * block.row - 1,
            width: block.column + 2,
            height: block.row + 2
          });
        }
      });
    },
    placeAt(x, y) {
      const block = blocks.find(
        each =>
          x >= each.x &&
          x < each.x + each.width &&
          y >= each.y &&
          y < each.y + each.height
      );
      return block ? placeInBlock(block, x, y) : null;
    }
  };
}

function placeInBlock(
  { index, parameter, x: left, y: top, column, row, ...per }: Block,
  x: number,
  y: number
): WeightPlace {
  const [entries, units] = parameter.shape;
  const at = (place: number, size: number, each: number, count: number) =>
    Math.min(count - 1, Math.floor(place / size) * each);
  return {
    parameter: index,
    row: at(x - left, column, per.perColumn, entries),
    unit: at(y - top, row, per.perRow, units)
  };
}

function blocksOf(
  { of, width }: WeightsScene,
  groups: readonly GateGroup[],
  slots: readonly Slot[]
): Block[] {
  const entries = slots.reduce((sum, { size }) => sum + size, 0);
  const room = width - GUTTER - GAP * slots.length;
  // One bias, or a few inputs, are no hairline beside a wide matrix.
  const few = slots.reduce(
    (sum, { size }) => sum + (size <= FEW ? size : 0),
    0
  );
  const even = room / Math.max(1, entries);
  const share =
    even >= LEAST ? even : (room - few * LEAST) / Math.max(1, entries - few);
  const perColumn = Math.max(1, Math.ceil(1 / Math.max(share, 1e-6)));
  const column =
    perColumn > 1
      ? 1
      : floorPixels(Math.max(1, Math.min(WIDEST, share)), devicePixelRatio);
  const perRow = Math.max(1, Math.ceil(of.units / (BAND * 1.6)));
  const drawnRows = Math.ceil(of.units / perRow);
  const row = wholePixels(
    Math.max(1, Math.min(WIDEST, Math.floor(BAND / drawnRows))),
    devicePixelRatio
  );
  let top = HEAD;
  return groups.flatMap((_, gate) => {
    let left = GUTTER;
    let high = 0;
    const blocks = slots.flatMap(({ parameters, size }): Block[] => {
      const isFew = size <= FEW;
      const each = isFew ? Math.max(LEAST, column) : column;
      const per = isFew ? 1 : perColumn;
      const x = left;
      left += Math.ceil(size / per) * each + GAP;
      const index = parameters[gate];
      if (index === undefined) {
        return [];
      }
      const parameter = of.parameters[index];
      const [rows, units] = parameter.shape;
      const height = Math.ceil(units / perRow) * row;
      high = Math.max(high, height);
      return [
        {
          index,
          parameter,
          x,
          y: top,
          width: Math.ceil(rows / per) * each,
          height,
          column: each,
          row,
          perColumn: per,
          perRow
        }
      ];
    });
    top += high + GAP;
    return blocks;
  });
}

function gateLetter(
  { of, parameters }: GateGroup,
  blocks: readonly Block[]
): SVGElement {
  const { y, height } = blocks.find(({ index }) =>
    parameters.includes(index)
  ) ?? { y: 0, height: 0 };
  const hue = hueOfLetter(of);
  return svg(
    'g',
    {},
    svg('rect', {
      class: 'jp-gatescope-weights-bar',
      'data-jp-gatescope-hue': hue,
      x: 4,
      y,
      width: 3,
      height
    }),
    letterText(of, hue, { x: 13, y: y + height / 2 + 5, size: 17 })
  );
}

/** A cross over each weight that is no number; a colour would lie. */
function brokenMarks(block: Block, { quantity }: WeightsScene): Mark[] {
  const { parameter, x, y, column, row, perColumn, perRow } = block;
  const numbers = numbersOf(parameter, quantity);
  const values = numbers?.array?.values;
  if (!numbers || numbers.notFinite === 0 || !values) {
    return [];
  }
  const [, units] = parameter.shape;
  const places = new Set<string>();
  values.forEach((value, at) => {
    if (!Number.isFinite(value)) {
      const left = x + Math.floor(Math.floor(at / units) / perColumn) * column;
      const top = y + Math.floor((at % units) / perRow) * row;
      places.add(
        `M${left} ${top}l${column} ${row}m${-column} 0l${column} ${-row}`
      );
    }
  });
  return [
    mark('path', {
      class: 'jp-gatescope-weights-broken',
      d: [...places].join('')
    })
  ];
}
