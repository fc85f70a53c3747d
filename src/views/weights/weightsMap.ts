import type { GateParameter } from '../../trace';
import { strip } from '../../scene/legends';
import { mark, type Mark } from '../../scene/marks/mark';
import { text } from '../../scene/marks/text';
import { axisLook } from '../../scene/placeMarks';
import type { PlacedMap, Scene, Surface } from '../../scene/scene';
import { formatFixed } from '../../scene/words/format';
import { slotsOf, type Slot, type WeightPlace } from './weightPlaces';
import type { ShownWeights } from './weightsChoices';
import {
  bottomOf,
  cellBox,
  columnNames,
  frame,
  GUTTER,
  headMarks,
  placedPlots,
  plotsOf,
  type Cells,
  type PlotColumn,
  type Plot
} from './weightsGrid';
import { written } from './weightsWords';

const GAP = 10;
/** The greatest side of a cell: a number stands in it. */
const WIDEST = 48;
/** A gate's band is about so high; a row of a few units is no higher than a column is wide. */
const BAND = 112;
/** Up to so many columns are at least so wide. */
const FEW = 4;
const LEAST = 10;
/** Cells of less height have no numbers. */
const LEAST_NUMBERED = 16;
const LEGEND = { x: GUTTER, width: 150, height: 8 };

/** Each single weight: a row is a unit as in the other views, a column what enters it. */
export function weightsScene(
  shown: ShownWeights,
  placeOf: () => WeightPlace
): Scene {
  const { quantity, translate } = shown;
  return {
    panels: [],
    layout(surface) {
      const { theme } = surface;
      const plots = mapPlots(shown, surface.width);
      const bottom = bottomOf(plots);
      const legend = { ...LEGEND, y: bottom + 42 };
      return placedPlots(
        plots,
        {
          height: legend.y + 30,
          maps: [
            ...heatMaps(plots, shown, surface.measure),
            strip('states', legend)
          ],
          marks: [
            ...headMarks(
              plots,
              ({ parameter }) => parameter[quantity]?.scale ?? 0,
              surface,
              translate
            ),
            ...columnMarks(plots, shown, surface),
            ...plots.flatMap(plot => [
              outline(plot, theme),
              ...brokenMarks(plot, shown, theme)
            ]),
            ...legendMarks(legend.y, surface, shown)
          ]
        },
        theme
      );
    },
    overlay: {
      marks(_, { width }, { theme }) {
        const place = placeOf();
        return mapPlots(shown, width).flatMap(plot => {
          const { parameter, index } = plot;
          const { shape } = parameter;
          const at = cellBox(plot, place.row, place.unit);
          const whole = { ...at, x: plot.box.x, width: plot.box.width };
          return place.unit >= shape[1]
            ? []
            : [
                frame(whole, theme.color('second'), 1, 1),
                ...(index === place.parameter
                  ? [frame(at, theme.color('ink'), 2, 1)]
                  : [])
              ];
        });
      }
    }
  };
}

function mapPlots({ layer }: ShownWeights, width: number): Plot[] {
  const slots = slotsOf(layer);
  const perUnit = Math.max(1, Math.ceil(layer.units / (BAND * 1.6)));
  const high = Math.floor(BAND / Math.ceil(layer.units / perUnit));
  const each = Math.max(1, Math.min(WIDEST, high));
  return plotsOf(
    layer,
    columnsOf(slots, width),
    ({ shape: [, count] }) => ({ count, each, per: perUnit }),
    { gap: GAP }
  );
}

function columnsOf(slots: readonly Slot[], width: number): PlotColumn[] {
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
  const per = Math.max(1, Math.ceil(1 / Math.max(share, 1e-6)));
  const each =
    per > 1 ? 1 : Math.floor(Math.max(1, Math.min(WIDEST, share)) + 1e-6);
  let x = GUTTER;
  return slots.map(slot => {
    const cells: Cells =
      slot.size <= FEW
        ? { each: Math.max(LEAST, each), per: 1 }
        : { each, per };
    const column = { ...cells, slot, x };
    x += Math.ceil(slot.size / cells.per) * cells.each + GAP;
    return column;
  });
}

/** With their numbers, where all of them have room. */
function heatMaps(
  plots: readonly Plot[],
  shown: ShownWeights,
  measure: Surface['measure']
): readonly PlacedMap[] {
  const maps = plots.map(plot => heatMap(plot, shown));
  const haveRoom = plots.every(
    (plot, at) =>
      plot.perEntry * plot.perUnit === 1 &&
      cellBox(plot, 0, 0).height >= LEAST_NUMBERED &&
      maps[at].numbers!.every(
        ({ words }) => measure(words) <= cellBox(plot, 0, 0).width - 4
      )
  );
  return haveRoom ? maps : maps.map(map => ({ ...map, numbers: [] }));
}

function heatMap(plot: Plot, { quantity }: ShownWeights): PlacedMap {
  const { parameter, box, perEntry, perUnit } = plot;
  const [columns, rows] = parameter.shape;
  const numbers = parameter[quantity];
  // Where all are zero, zero is in the middle of the colors, too.
  const end = numbers?.scale || 1;
  return {
    ...box,
    ramp: 'states',
    range: [-end, end],
    values: {
      values:
        numbers?.array?.values ?? new Float32Array(columns * rows).fill(NaN),
      ...{ rows, columns, rowStride: 1, columnStride: rows },
      ...{ rowsPerPixel: perUnit, columnsPerPixel: perEntry }
    },
    numbers: numbersIn(plot, end, quantity)
  };
}

/** The number of each weight in its cell. */
function numbersIn(
  plot: Plot,
  end: number,
  quantity: ShownWeights['quantity']
): NonNullable<PlacedMap['numbers']> {
  const { parameter, perEntry, perUnit } = plot;
  if (perEntry * perUnit > 1) {
    return [];
  }
  const [, units] = parameter.shape;
  const { width, height } = cellBox(plot, 0, 0);
  return Array.from(parameter[quantity]?.array?.values ?? [], (value, at) => {
    const { x, y } = cellBox(plot, Math.floor(at / units), at % units);
    return {
      words: !Number.isFinite(value)
        ? ''
        : quantity === 'gradient'
          ? written(value, quantity)
          : formatFixed(value),
      x: x + width / 2,
      y: y + height / 2 + 4.5,
      value: (value / end + 1) / 2
    };
  });
}

const outline = ({ parameter, box }: Plot, theme: Surface['theme']): Mark => {
  const { tag, attributes } = frame(box, theme.color('grid'), 1);
  return mark(tag, { ...attributes, 'data-parameter': parameter.name });
};

/** A cross over each weight that is no number; a color would lie. */
function brokenMarks(
  plot: Plot,
  { quantity }: ShownWeights,
  theme: Surface['theme']
): Mark[] {
  const { shape, [quantity]: numbers }: GateParameter = plot.parameter;
  const values = numbers?.array?.values;
  if (!numbers || numbers.notFinite === 0 || !values) {
    return [];
  }
  const places = new Set<string>();
  values.forEach((value, at) => {
    if (!Number.isFinite(value)) {
      const { x, y, width, height } = cellBox(
        plot,
        Math.floor(at / shape[1]),
        at % shape[1]
      );
      places.add(
        `M${x} ${y}l${width} ${height}m${-width} 0l${width} ${-height}`
      );
    }
  });
  return [
    mark('path', {
      ...{ fill: 'none', stroke: theme.color('wrong'), 'stroke-width': 1.5 },
      d: [...places].join('')
    })
  ];
}

/** What enters, below, and what the columns and rows of the maps are. */
function columnMarks(
  plots: readonly Plot[],
  { layer, translate }: ShownWeights,
  surface: Surface
): Mark[] {
  const { width, measure, theme } = surface;
  const { names, key } = columnNames(layer, plots, surface);
  const forms = [
    ...(key === '' ? [] : [key]),
    ...(layer.inputs
      ? []
      : [translate('columns: number of the input or unit · rows: units')]),
    translate('columns: what enters · rows: units'),
    translate('rows: units')
  ];
  const words = forms.find(each => measure(each) <= width - GUTTER);
  return [
    ...names,
    text(
      words ?? forms[forms.length - 1],
      GUTTER,
      bottomOf(plots) + 30,
      axisLook(theme)
    )
  ];
}

/** What the colors mean. */
function legendMarks(
  y: number,
  { width: whole, measure, theme }: Surface,
  { translate }: ShownWeights
): Mark[] {
  const { x, width, height } = LEGEND;
  const at = y + height + 13;
  const look = axisLook(theme);
  const long = translate('+ end of its columns');
  const isBeside = x + width - 36 + measure(long) <= whole;
  return [
    text(translate('− end'), x, at, look),
    text('0', x + width / 2, at, { anchor: 'middle', ...look }),
    isBeside
      ? text(long, x + width - 36, at, look)
      : text(translate('+ end'), x + width, at, { anchor: 'end', ...look })
  ];
}
