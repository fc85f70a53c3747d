import { WEIGHT_BINS } from '../../trace';
import { letterHue } from '../../trace';
import { bars } from '../../scene/marks/bars';
import { across } from '../../scene/layoutAcross';
import { linear } from '../../scene/marks/linear';
import { mark, type Mark } from '../../scene/marks/mark';
import { stepScale } from '../../scene/marks/plane';
import { rule } from '../../scene/marks/rule';
import { text } from '../../scene/marks/text';
import { decadesOf, linearScale } from '../../scene/marks/valueScale';
import { axisLook, gridLook } from '../../scene/placeMarks';
import {
  free,
  line,
  ruleAt,
  type PlacedPanel,
  type Panel,
  type Scene,
  type Surface
} from '../../scene/scene';
import { formatInteger } from '../../scene/words/format';
import { enteringOf, largestProduct, productAt } from './products';
import {
  brokenFrom,
  normsOf,
  slotsOf,
  type Slot,
  type WeightPlace
} from './weightPlaces';
import type { Shown } from './weightsChoices';
import {
  bottomOf,
  columnNames,
  endWords,
  firstPlots,
  frame,
  GUTTER,
  headMarks,
  placedPlots,
  plotsOf,
  type Plot
} from './weightsGrid';
import { columnOf } from './weightsTables';

const GAP = 14;
const HIGH = 64;
/** However wide a matrix is beside it, a plot of few numbers is at least so wide. */
const LEAST = 60;
/** Half of a dot's size. */
const DOT = 3;
/** Of the lines of norms, and of their names behind them. */
const NORMS = 96;
const NAMES = 26;
/** Lines of one plot differ by more than their color. */
const dashes = [undefined, '7 3', '2 2', '8 3 2 3'];

/** Plots of one height, whose columns are as wide as their shares. */
function barPlots(
  { layer }: Shown,
  slots: readonly Slot[],
  width: number,
  shareOf: (slot: Slot) => number
): Plot[] {
  const room = width - GUTTER - 8 - GAP * (slots.length - 1);
  const least = Math.min(LEAST, room / Math.max(1, slots.length));
  const rest = room - least * slots.length;
  const all = slots.reduce((sum, slot) => sum + shareOf(slot), 0);
  let x = GUTTER;
  const columns = slots.map(slot => {
    const wide = least + (rest * shareOf(slot)) / Math.max(1, all);
    const column = { slot, x, each: wide / slot.size, per: 1 };
    x += wide + GAP;
    return column;
  });
  return plotsOf(layer, columns, () => ({ count: 1, each: HIGH, per: 1 }), GAP);
}

/** How many weights are of each size: one axis for the whole layer, so that gates can be compared. */
export function histogramScene(
  shown: Shown,
  placeOf: () => WeightPlace
): Scene {
  const { layer, quantity, translate } = shown;
  const plotsIn = (width: number) =>
    barPlots(shown, slotsOf(layer), width, () => 1);
  return {
    panels: [],
    layout(surface) {
      const { theme } = surface;
      const plots = plotsIn(surface.width);
      const bottom = bottomOf(plots);
      return placedPlots(
        plots,
        {
          height: bottom + 30,
          marks: [
            ...headMarks(plots, () => null, surface, translate),
            ...plots.flatMap(plot => histogramMarks(plot, shown, surface)),
            ...firstPlots(plots).flatMap(({ box, parameter }) =>
              endMarks(box, bottom + 14, parameter[quantity]?.scale ?? 0, theme)
            )
          ]
        },
        theme
      );
    },
    overlay: {
      marks: (_, { width }, { theme }) =>
        plotsIn(width)
          .filter(({ index }) => index === placeOf().parameter)
          .map(({ box }) => frame(box, theme.color('second'), 1, 2))
    }
  };
}

function histogramMarks(
  { parameter, box }: Plot,
  { quantity, translate }: Shown,
  { theme, measure }: Surface
): Mark[] {
  const { [quantity]: numbers, of } = parameter;
  if (!numbers) {
    return [];
  }
  const counts = Array.from(numbers.histogram.values);
  const most = Math.max(0, ...counts);
  const base = box.y + box.height;
  const middle = box.x + box.width / 2;
  const right = translate('most: %1', formatInteger(most));
  const wrong = translate('%1 not finite', formatInteger(numbers.notFinite));
  const isWrong = numbers.notFinite > 0;
  const hasRoom =
    measure(right) + 22 + (isWrong ? measure(wrong) + 8 : 0) <= box.width;
  return [
    rule({
      ...{ x1: box.x, x2: box.x + box.width, y1: base, y2: base },
      ...gridLook(theme)
    }),
    rule({
      ...{ x1: middle, x2: middle, y1: box.y, y2: base },
      ...gridLook(theme)
    }),
    bars(
      counts,
      {
        steps: stepScale(WEIGHT_BINS, box),
        y: linearScale([0, Math.max(1, most)], box, { nice: false }),
        ...{ base, share: 0.85 }
      },
      { fill: theme.color(letterHue(of)) }
    ),
    ...(hasRoom || !isWrong
      ? [
          text(right, box.x + box.width, box.y - 3, {
            ...{ anchor: 'end', ...axisLook(theme) }
          })
        ]
      : []),
    ...(isWrong ? [text(wrong, box.x + 22, box.y - 3, wrongLook(theme))] : [])
  ];
}

const wrongLook = (theme: Surface['theme']) => ({
  ...{ 'font-size': 12, 'font-weight': 600, fill: theme.color('wrong') }
});

function endMarks(
  { x, width }: Plot['box'],
  y: number,
  end: number,
  theme: Surface['theme']
): Mark[] {
  const words = endWords(end);
  const look = axisLook(theme);
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

/**
 * Each weight of one unit times what enters it at one step, over the sequences of the batch: a column for
 * what enters, gates below each other on one axis.
 */
export function productScene(shown: Shown, placeOf: () => WeightPlace): Scene {
  const { layer, translate } = shown;
  // A bias multiplies nothing.
  const slots = slotsOf(layer)
    .map(slot => ({
      ...slot,
      parameters: slot.parameters.map(index =>
        index !== undefined && enteringOf(layer, index) ? index : undefined
      )
    }))
    .filter(({ parameters }) => parameters.some(each => each !== undefined));
  const plotsIn = (width: number) =>
    barPlots(shown, slots, width, ({ size }) => size);
  return {
    panels: [],
    layout(surface) {
      const { theme } = surface;
      const plots = plotsIn(surface.width);
      const bottom = bottomOf(plots);
      const { names, key } = columnNames(layer, plots, surface);
      return placedPlots(
        plots,
        {
          height: bottom + 36,
          marks: [...names, text(key, GUTTER, bottom + 32, axisLook(theme))]
        },
        theme
      );
    },
    overlay: {
      marks(step, { width }, surface) {
        const { theme } = surface;
        const place = placeOf();
        const plots = plotsIn(width);
        const end = largestProduct(layer, place.unit);
        return [
          ...headMarks(plots, () => end, { ...surface, width }, translate),
          ...plots.flatMap(plot =>
            productMarks(plot, { ...place, step, end }, shown, theme)
          ),
          ...plots
            .filter(({ index }) => index === place.parameter)
            .map(({ box, entries }) =>
              frame(
                {
                  ...{ x: entries.left(place.row), width: entries.column },
                  ...{ y: box.y - 2, height: box.height + 4 }
                },
                theme.color('second'),
                1
              )
            )
        ];
      }
    }
  };
}

function productMarks(
  { index, parameter, box, entries }: Plot,
  {
    unit,
    step,
    end
  }: { readonly unit: number; readonly step: number; readonly end: number },
  { layer }: Shown,
  theme: Surface['theme']
): Mark[] {
  const y = linear([-(end || 1), end || 1], [box.y + box.height, box.y]);
  // Columns stand apart where there is room, so that a band can be told from the next.
  const gap = entries.column >= 5 ? 1 : 0;
  const inner = entries.column - 2 * gap;
  const dot = Math.min(DOT, inner / 2);
  const paths = { band: '', median: '', own: '' };
  for (let row = 0; row < entries.steps; row += 1) {
    const product = productAt(layer, { parameter: index, row, unit }, step);
    if (product && Number.isFinite(product.median)) {
      const x = entries.left(row) + gap;
      const { low, high, median, own } = product;
      paths.band += `M${x} ${y(low)}h${inner}V${y(high)}h${-inner}z`;
      paths.median += `M${x} ${y(median)}h${inner}`;
      paths.own += `M${entries.center(row) - dot} ${y(own)}l${dot} ${-dot} ${dot} ${dot} ${-dot} ${dot}z`;
    }
  }
  const color = theme.color(letterHue(parameter.of));
  const zero = y(0);
  return [
    rule({
      ...{ x1: box.x, x2: box.x + box.width, y1: zero, y2: zero },
      ...gridLook(theme)
    }),
    mark('path', {
      ...{ d: paths.band, fill: color, 'fill-opacity': 0.22 },
      'data-parameter': parameter.name
    }),
    mark('path', {
      ...{ d: paths.median, fill: 'none', stroke: color, 'stroke-width': 2 }
    }),
    mark('path', { d: paths.own, fill: theme.color('ink') })
  ];
}

/** The norms of each gate's weights, or of the derivatives by them, over the epochs of training. */
export const normScene = (shown: Shown): Scene => {
  const { layer } = shown;
  const slots = slotsOf(layer);
  return {
    layout: across,
    panels: slots.map((slot, at) => normPanel(slot, String(at), shown)),
    // The names of the lines stand behind their ends.
    aside: { from: 0, width: NAMES, height: 0 },
    overlay: { line: slots.map((_, at) => String(at)) }
  };
};

function normPanel(
  { letter, parameters }: Slot,
  id: string,
  { layer, quantity, translate }: Shown
): Panel {
  const own = parameters.filter(index => index !== undefined);
  const lists = own.map(index => normsOf(layer.parameters[index], quantity));
  const decades = decadesOf(lists);
  // Where gates differ by more than a hundred, one axis of equal lengths would show one of them.
  const isLog = decades !== null && decades.high - decades.low > 2;
  return {
    id,
    caption:
      quantity === 'weights'
        ? translate('‖%1‖', letter)
        : translate('‖dL/d%1‖', letter),
    ...{ height: NORMS, unnamed: true },
    value: isLog ? { log: true } : { count: 3 },
    marks: [
      ...(isLog ? [] : [ruleAt(0, { ink: 'grid' })]),
      ...own.map((index, at) =>
        line(columnOf(index), { dash: dashes[at % dashes.length] })
      ),
      free((panel, theme) => [
        ...nameMarks(own, panel, { layer, quantity }, theme),
        ...brokenMarks(own, panel, { layer, quantity, translate }, theme)
      ])
    ]
  };
}

/** The name of each line behind its end, below each other where ends are near. */
function nameMarks(
  own: readonly number[],
  { box, value }: PlacedPanel,
  { layer, quantity }: Pick<Shown, 'layer' | 'quantity'>,
  theme: Surface['theme']
): Mark[] {
  let next = -Infinity;
  return own
    .map(index => layer.parameters[index])
    .map(each => ({
      ...each,
      at: value(
        Array.from(normsOf(each, quantity)).findLast(Number.isFinite) ?? NaN
      )
    }))
    .filter(({ at }) => Number.isFinite(at))
    .sort((one, other) => one.at - other.at)
    .map(({ name, of, at }) => {
      next = Math.max(at + 4, next + 13);
      return text(name, box.x + box.width + 5, next, {
        ...{ 'font-size': 12, 'font-weight': 600 },
        fill: theme.color(letterHue(of))
      });
    });
}

/** From which epoch on the first of them is not finite. */
function brokenMarks(
  own: readonly number[],
  { box: { y, height }, places }: PlacedPanel,
  {
    layer,
    quantity,
    translate
  }: Pick<Shown, 'layer' | 'quantity' | 'translate'>,
  theme: Surface['theme']
): Mark[] {
  const [first] = own
    .flatMap(index => {
      const { name } = layer.parameters[index];
      const from = brokenFrom(normsOf(layer.parameters[index], quantity));
      return from === null ? [] : [{ from, name }];
    })
    .sort((one, other) => one.from - other.from);
  if (first === undefined) {
    return [];
  }
  const x = places.left(first.from);
  return [
    rule({
      ...{ x1: x, x2: x, y1: y, y2: y + height },
      ...{ stroke: theme.color('wrong'), 'stroke-width': 1.5 }
    }),
    text(
      translate('%1 not finite from epoch %2', first.name, first.from + 1),
      x - 5,
      y + 11,
      { anchor: 'end', ...wrongLook(theme) }
    )
  ];
}
