import { WEIGHT_BINS } from '../../trace';
import { letterHue } from '../../trace';
import { bars } from '../../scene/marks/bars';
import { linear } from '../../scene/marks/linear';
import { mark, type Mark } from '../../scene/marks/mark';
import { stepScale } from '../../scene/marks/plane';
import { rule } from '../../scene/marks/rule';
import { text } from '../../scene/marks/text';
import { linearScale } from '../../scene/marks/valueScale';
import { axisLook, gridLook } from '../../scene/placeMarks';
import { type Scene, type Surface } from '../../scene/scene';
import { shorten } from '../../scene/words/fitText';
import { formatInteger } from '../../scene/words/format';
import { enteringOf, largestProduct, weightProductAt } from './products';
import { slotsOf, type Slot, type WeightPlace } from './weightPlaces';
import type { ShownWeights } from './weightsChoices';
import {
  bottomOf,
  columnNames,
  endWords,
  firstPlots,
  frame,
  GUTTER,
  HEAD,
  headMarks,
  placedPlots,
  plotsOf,
  wrongLook,
  type Plot
} from './weightsGrid';

const GAP = 14;
const HIGH = 64;
/** However wide a matrix is beside it, a plot of few numbers is at least so wide. */
const LEAST = 60;
/** Half of a dot's size. */
const DOT = 3;
/** By how much bold letters are wider. */
const BOLD = 1.1;

/** Plots of one height, whose columns are as wide as their shares. */
function barPlots(
  { layer }: ShownWeights,
  slots: readonly Slot[],
  width: number,
  {
    shareOf,
    top
  }: { readonly shareOf: (slot: Slot) => number; readonly top?: number }
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
  const whole = { count: 1, each: HIGH, per: 1 };
  return plotsOf(layer, columns, () => whole, { gap: GAP, top });
}

/** How many weights are of each size: one axis for the whole layer, so that gates can be compared. */
export function histogramScene(
  shown: ShownWeights,
  placeOf: () => WeightPlace
): Scene {
  const { layer, quantity, translate } = shown;
  const plotsIn = (width: number) =>
    barPlots(shown, slotsOf(layer), width, {
      shareOf: () => 1,
      // The words of a plot stand below the head of its column.
      top: HEAD + 12
    });
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
  { quantity, translate }: ShownWeights,
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
  const wrong =
    numbers.notFinite > 0
      ? shorten(
          translate('%1 not finite', formatInteger(numbers.notFinite)),
          box.width / BOLD,
          measure
        )
      : '';
  const count = formatInteger(most);
  const told = [translate('most: %1', count), count].find(
    words => measure(words) <= box.width - measure(wrong) * BOLD
  );
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
    text(told ?? '', box.x + box.width, box.y - 3, {
      ...{ anchor: 'end', ...axisLook(theme) }
    }),
    text(wrong, box.x, box.y - 3, wrongLook(theme))
  ];
}

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
export function productScene(
  shown: ShownWeights,
  placeOf: () => WeightPlace
): Scene {
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
    barPlots(shown, slots, width, { shareOf: ({ size }) => size });
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
  { layer }: ShownWeights,
  theme: Surface['theme']
): Mark[] {
  const y = linear([-(end || 1), end || 1], [box.y + box.height, box.y]);
  // Columns stand apart where there is room, so that a band can be told from the next.
  const gap = entries.column >= 5 ? 1 : 0;
  const inner = entries.column - 2 * gap;
  const dot = Math.min(DOT, inner / 2);
  const paths = { band: '', median: '', own: '' };
  for (let row = 0; row < entries.steps; row += 1) {
    const product = weightProductAt(
      layer,
      { parameter: index, row, unit },
      step
    );
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
