import { mark, type Mark, type MarkAttributes } from '../../scene/marks/mark';
import { networkInks } from '../../scene/marks/networkLook';
import { rule } from '../../scene/marks/rule';
import { text } from '../../scene/marks/text';
import type { Placed, Surface } from '../../scene/scene';
import { shorten, shortenApart } from '../../scene/words/fitText';
import { formatFixed } from '../../scene/words/format';
import type { Translate } from '../../scene/words/translate';
import {
  isFollowedBack,
  meanFactor,
  memories,
  quantityWords,
  radiusAt,
  stepFactors,
  valuesOf,
  type ShownFlow
} from './flow';
import {
  factorWords,
  largestRadius,
  memoryWords,
  valueWords
} from './flowWords';
import { namesApart } from './namesApart';
import { commonWay, wayOf } from './way';

/** Beside the picture where it is so wide, else a table below it. */
export const RAIL = { from: 640, width: 218 } as const;

const HEAD = 16;
/** Around the line between two groups. */
const BETWEEN = 5;
const TOP = 8;
/** Letters in bold are wider than those that are measured, of 12 px. */
const BOLD = 1.2;
const PLAIN = 13 / 12;

/** With many networks their numbers stand closer. */
const rowHeight = (networks: number): number => (networks > 3 ? 17 : 21);

/** How high the numbers beside the lines are. */
export const groupsHeight = (networks: number): number =>
  TOP + 3 * (HEAD + networks * rowHeight(networks)) + 2 * (2 * BETWEEN + 1);

/** How high the table below is. */
export const tableHeight = (networks: number): number =>
  (networks + 1) * 22 + 8;

/** What each network has at a step, as it is written. */
function numbersOf(shown: ShownFlow, step: number) {
  const { flow, quantity, translate } = shown;
  const isFollowed = isFollowedBack(quantity);
  const memory = memories(flow, shown);
  return flow.networks.map((network, at) => {
    const values = valuesOf(network, quantity);
    const way = wayOf(flow, network);
    const radius = isFollowed ? radiusAt(flow, network, step) : NaN;
    return {
      norm: valueWords(flow, network, quantity, step, translate),
      mean:
        values && isFollowed ? factorWords(meanFactor(values, way, step)) : '–',
      factor: factorWords(stepFactors(flow, network, quantity)[step]),
      radius: Number.isNaN(radius) ? '' : `ρ(J) ${formatFixed(radius)}`,
      memory:
        values && isFollowed
          ? memoryWords(memory[at], way.length, translate)
          : '–',
      whole: largestRadius(network)
    };
  });
}

/** The numbers of a step, and where it is in the bars and strips below the lines. */
export function railMarks(
  shown: ShownFlow,
  step: number,
  placed: Placed,
  surface: Surface
): readonly Mark[] {
  const { aside } = placed;
  return [
    ...stepMarks(step, placed, surface),
    ...(aside === undefined
      ? []
      : aside.isBeside
        ? besideMarks(shown, step, placed, surface)
        : belowMarks(shown, step, placed, surface))
  ];
}

/** The cursor goes on through the bars of memory, and frames the factors of its step. */
function stepMarks(
  step: number,
  { panels }: Placed,
  { theme }: Surface
): Mark[] {
  const look = { stroke: theme.color('ink'), 'stroke-width': 1.5 };
  return panels.flatMap(({ id, places, box: { y, height } }) => {
    const x = places.center(step);
    return id === 'memory'
      ? [rule({ x1: x, x2: x, y1: y, y2: y + height, ...look })]
      : id === 'factors'
        ? [
            mark('rect', {
              ...{ x: places.left(step) - 1, y: y - 1, height: height + 2 },
              width: Math.max(3, places.column + 2),
              fill: 'none',
              ...look
            })
          ]
        : [];
  });
}

/** How words of the rail look. */
const looks = ({ theme }: Surface) => ({
  head: { 'font-size': 12, fill: theme.color('second') },
  plain: { 'font-size': 13, fill: theme.color('ink') },
  value: {
    'font-size': 13,
    'font-weight': 700,
    fill: theme.color('ink'),
    ...theme.part('value')
  }
});

/** Words that end at a place: a file's reader has another font, so that they begin near where they do here. */
const endingAt = (
  words: string,
  right: number,
  y: number,
  look: MarkAttributes,
  measure: Surface['measure'],
  wider = 1
): Mark => text(words, right - measure(words) * wider, y, look);

/** The names of the networks, in their colors. */
function namesOf(
  { flow: { networks } }: ShownFlow,
  width: number,
  { theme, measure }: Surface
): (x: number, y: number, at: number) => readonly Mark[] {
  const whole = networks.map(({ name }) => name);
  const bold = (words: string): number => measure(words) * BOLD;
  // A name is whole where it leaves room for the numbers; else it is what tells it from the others.
  const fits = whole.every(name => bold(name) <= width);
  const names = fits ? whole : shortenApart(namesApart(whole), width, bold);
  const inks = networkInks(networks);
  return (x, y, at) => [
    ...(names[at] === whole[at] ? [] : [mark('title', {}, whole[at])]),
    text(names[at], x, y, {
      ...{ 'font-size': 13, 'font-weight': 700 },
      fill: theme.color(inks[at].ink),
      ...theme.part('flow-network')
    })
  ];
}

/** What stands on a line behind a network's name. */
interface Behind {
  readonly words?: string;
  readonly isStrong?: boolean;
  /** What the pointer tells. */
  readonly title?: string;
  /** At the right end. */
  readonly end?: string;
}

/** Three groups of numbers beside the lines, and one number beside each bar and strip. */
function besideMarks(
  shown: ShownFlow,
  step: number,
  { aside, panels }: Placed,
  surface: Surface
): Mark[] {
  const { flow, quantity, translate } = shown;
  const { networks } = flow;
  const { theme, measure } = surface;
  const { x, width } = aside!;
  const right = x + width;
  const widest = Math.max(...networks.map(({ name }) => measure(name) * BOLD));
  const column = Math.max(62, Math.min(width / 2, widest) + 8);
  const names = namesOf(shown, column - 8, surface);
  const look = looks(surface);
  const row = rowHeight(networks.length);
  const all = numbersOf(shown, step);
  const cut = (words: string, room: number, wider = 1): string =>
    shorten(words, room / wider, measure);
  const line = (y: number, at: number, part: string, behind: Behind): Mark => {
    const { words = '', isStrong = false, title = '', end = '' } = behind;
    const style = isStrong ? look.value : look.plain;
    const isNorm = words === '';
    const endLook = isNorm ? look.value : look.head;
    return mark(
      'g',
      { 'data-series': at, 'data-lights': at, ...theme.part(part) },
      // The whole row is under the pointer.
      mark('rect', { x, y: y - 14, width, height: row, fill: 'transparent' }),
      ...names(x, y, at),
      ...(isNorm
        ? []
        : [
            mark(
              'g',
              {},
              ...(title === '' ? [] : [mark('title', {}, title)]),
              text(
                cut(words, width - column, isStrong ? BOLD : PLAIN),
                x + column,
                y,
                style
              )
            )
          ]),
      ...(end === ''
        ? []
        : [endingAt(end, right, y, endLook, measure, isNorm ? BOLD : 1)])
    );
  };
  let top = TOP;
  const group = (
    head: string,
    part: string,
    behind: readonly Behind[],
    end = ''
  ): Mark[] => {
    const from = top;
    top += HEAD + networks.length * row + 2 * BETWEEN + 1;
    const above = { y1: from - BETWEEN, y2: from - BETWEEN };
    return [
      ...(from === TOP
        ? []
        : [rule({ x1: x, x2: right, ...above, stroke: theme.color('grid') })]),
      text(cut(head, width - measure(end) - 8), x, from + 12, look.head),
      endingAt(end, right, from + 12, look.head, measure),
      mark(
        'g',
        theme.part(part),
        ...behind.map((each, at) =>
          line(from + HEAD + at * row + 15, at, 'flow-row', each)
        )
      )
    ];
  };
  const beside = (id: string, behind: readonly Behind[]): Mark[] =>
    panels
      .filter(panel => panel.id === id)
      .flatMap(({ value }) =>
        behind.map((each, at) => line(value(at) + 4, at, 'flow-placed', each))
      );
  const isStrong = true;
  return [
    mark(
      'g',
      theme.part('flow-rail'),
      ...group(
        translate('at %step %1', step),
        'flow-norms',
        all.map(({ norm }) => ({ end: norm })),
        quantityWords(quantity, networks)
      ),
      ...(isFollowedBack(quantity)
        ? group(
            factorsOver(commonWay(flow)?.back(step) ?? 0, translate),
            'flow-means',
            all.map(({ mean }) => ({
              words: mean === '–' ? mean : translate('%1 per %step', mean)
            }))
          )
        : []),
      ...group(
        translate('spectral radius of U'),
        'flow-radii',
        all.map(({ whole }) => ({ words: whole.words, title: whole.all }))
      ),
      ...beside(
        'memory',
        all.map(({ memory }) => ({ words: memory, isStrong }))
      ),
      ...beside(
        'factors',
        all.map(({ factor, radius }) => ({
          ...{ words: factor, isStrong, end: radius }
        }))
      )
    )
  ];
}

/** Over how many steps a mean factor is. */
const factorsOver = (steps: number, translate: Translate): string =>
  steps > 1
    ? translate('%1 %steps, mean factor', steps)
    : steps === 1
      ? translate('1 %step, mean factor')
      : translate('mean factor');

/** A row a network: its number, mean factor, spectral radius and memory. */
function belowMarks(
  shown: ShownFlow,
  step: number,
  { aside }: Placed,
  surface: Surface
): Mark[] {
  const { translate } = shown;
  const { theme, measure } = surface;
  const { x, y, width } = aside!;
  const look = looks(surface);
  const heads = [
    translate('at %step %1', step),
    translate('mean'),
    'ρ',
    translate('memory')
  ];
  const rows = numbersOf(shown, step).map(each => [
    each.norm,
    each.mean,
    formatFixed(each.whole.value),
    each.memory
  ]);
  // A long word for a step leaves room for the others.
  const most = (0.8 * width) / heads.length - 8;
  const natural = heads.map((_, at) =>
    Math.max(...[heads, ...rows].map(row => measure(row[at])))
  );
  const isTight =
    natural.reduce((sum, each) => sum + each + 8, 0) > 0.8 * width;
  const widths = natural.map(each => (isTight ? Math.min(each, most) : each));
  const wanted = widths.reduce((sum, each) => sum + each + 8, 0);
  // Names have what the numbers leave.
  const room = Math.max(0.2 * width, Math.min(width / 3, width - wanted));
  const between = (width - room - wanted) / heads.length;
  const names = namesOf(shown, room, surface);
  const small = { ...look.plain, 'font-size': 12 };
  const cells = (
    words: readonly string[],
    base: number,
    style: MarkAttributes
  ): Mark[] => {
    let right = x + room;
    return words.map((each, at) => {
      right += widths[at] + 8 + between;
      const cut = shorten(each, widths[at], measure);
      return endingAt(cut, right, base, style, measure);
    });
  };
  return [
    mark(
      'g',
      theme.part('flow-table'),
      ...cells(heads, y + 15, look.head),
      ...rows.map((row, at) => {
        const top = y + 22 * (at + 1);
        return mark(
          'g',
          { 'data-series': at },
          rule({
            ...{ x1: x, x2: x + width, y1: top, y2: top },
            stroke: theme.color('grid')
          }),
          ...names(x, top + 15, at),
          ...cells(row, top + 15, small)
        );
      })
    )
  ];
}
