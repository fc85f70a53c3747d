import { letterHue } from '../../trace';
import { across } from '../../scene/layoutAcross';
import type { Mark } from '../../scene/marks/mark';
import { rule } from '../../scene/marks/rule';
import { text } from '../../scene/marks/text';
import { decadesOf } from '../../scene/marks/valueScale';
import {
  free,
  line,
  ruleAt,
  type Panel,
  type PlacedPanel,
  type Scene,
  type Surface
} from '../../scene/scene';
import { brokenFrom, normsOf, slotsOf, type Slot } from './weightPlaces';
import type { ShownWeights } from './weightsChoices';
import { wrongLook } from './weightsGrid';
import { normColumn } from './weightsTables';

/** Of the lines of norms, and of their names behind them. */
const NORMS = 96;
const NAMES = 26;
/** Lines of one plot differ by more than their color. */
const dashes = [undefined, '7 3', '2 2', '8 3 2 3'];

/** The norms of each gate's weights, or of the derivatives by them, over the epochs of training. */
export const normScene = (shown: ShownWeights): Scene => {
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
  { layer, quantity, translate }: ShownWeights
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
        line(normColumn(index), { dash: dashes[at % dashes.length] })
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
  { layer, quantity }: Pick<ShownWeights, 'layer' | 'quantity'>,
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
  }: Pick<ShownWeights, 'layer' | 'quantity' | 'translate'>,
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
