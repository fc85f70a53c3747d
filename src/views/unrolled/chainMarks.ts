import type { Expression, LayerTrace } from '../../trace';
import { haloLook } from '../../scene/marks/halo';
import { mark, type Mark } from '../../scene/marks/mark';
import { letterMark } from '../../scene/marks/letter';
import { pillMark, pillWidth } from '../../scene/marks/pill';
import type { StepScale } from '../../scene/marks/plane';
import { text } from '../../scene/marks/text';
import { wireMarks } from '../../scene/marks/wire';
import { formatFixed } from '../../scene/words/format';
import { wide, type Chain, type ChainPaper } from './chainPaper';
import { slotMarks } from './slotMarks';
import { chainRows, chainStates, type ChainState } from './chainRows';
import { chainLayout, firstShown, type ChainLayout } from './chainLayout';

/** How the cells of a layer stand at a width. */
export function chainOf(
  width: number,
  { trace, layer }: Pick<Chain, 'trace' | 'layer'>
): ChainLayout {
  const rows = chainRows(layer);
  return chainLayout(
    width,
    chainStates(layer).length,
    rows.length,
    trace.time.steps,
    rows.some(({ isLetter }) => !isLetter)
  );
}

/** The first and the last step that are drawn around one. */
export function chainEnds(
  { count }: Pick<ChainLayout, 'count'>,
  { trace, step }: Pick<Chain, 'trace' | 'step'>
): readonly [number, number] {
  const first = firstShown(step, count, trace.time.steps);
  return [first, first + count - 1];
}

/** Where each step's cell is pointed at. */
export function chainPlaces(
  layout: ChainLayout,
  chain: Pick<Chain, 'trace' | 'step'>
): Pick<StepScale, 'left' | 'column' | 'stepAt'> {
  const { left, cellWidth } = layout;
  const [first] = chainEnds(layout, chain);
  return {
    column: cellWidth,
    left: step => left[step - first],
    stepAt(x) {
      const at = left.findIndex(from => x >= from && x < from + cellWidth);
      return at < 0 ? null : first + at;
    }
  };
}

/** The cells of a layer side by side: one cell, drawn once for each step. */
export function chainMarks(chain: Chain, paper: ChainPaper): Mark[] {
  const { trace, layer, values, translate, unit } = chain;
  const { layout } = paper;
  const states = chainStates(layer);
  const { steps } = trace.time;
  const forward = layer.direction === 'forward';
  const [first, last] = chainEnds(layout, chain);
  const before = values.before(forward ? first : last);
  const start =
    before < 0 || before >= steps ? translate('start') : `${before}`;
  // Between cells, before the first and after the last.
  const links = Array.from({ length: layout.count + 1 }, (_, index) =>
    states.map((state, which) => {
      // Left of cell `first + index` stands the state that it reads, or gives if it runs backward.
      const at = first + index - (forward ? 1 : 0);
      const value = values.channel(state.name, at, unit);
      return link(index, which, { state, value, forward }, paper);
    })
  ).flat();
  return [
    ...weightsMarks(chain, paper),
    ...links.map(({ wire }) => wire),
    ...layout.left.map((left, index) =>
      slotMarks(left, first + index, chain, paper)
    ),
    ...links.map(({ pill }) => pill),
    ...states.map((state, which) =>
      startName(state, which, { start, forward }, paper)
    )
  ];
}

/** The pill stands clear of the widest wire, so that its width is seen. */
const ABOVE = 17;

/** The wire left of cell `index` (after the last: right of it), and its number above it. */
function link(
  index: number,
  which: number,
  {
    state: { hue, name },
    value,
    forward
  }: {
    readonly state: ChainState;
    readonly value: number | null;
    readonly forward: boolean;
  },
  { layout, theme }: ChainPaper
): { readonly wire: Mark; readonly pill: Mark } {
  const { wires, left, cellWidth, count, startWire } = layout;
  const y = wires[which];
  const from = index === 0 ? left[0] - startWire : left[index - 1] + cellWidth;
  const to = index === count ? from + startWire - 6 : left[index];
  const ends = [
    { x: from, y },
    { x: to, y }
  ];
  const points = forward ? ends : ends.toReversed();
  const number = value === null || Number.isNaN(value) ? null : value;
  const of = { 'data-jp-gatescope-hue': hue, 'data-channel': name };
  const words = number === null ? '–' : formatFixed(number);
  const middle = { x: (from + to) / 2, y: y - ABOVE };
  return {
    wire: mark(
      'g',
      { ...of, ...theme.part('chain-wire') },
      ...wireMarks(points, { number: number ?? 0, ink: hue }, theme)
    ),
    pill:
      number === null
        ? mark(
            'g',
            { ...of, ...theme.part('pill jp-gatescope-pill-empty') },
            text(words, middle.x, middle.y + 4.5, {
              ...{ anchor: 'middle', 'font-size': 13, 'font-weight': 700 }
            })
          )
        : pillMark(
            words,
            { ...middle, width: pillWidth(words, 8) },
            { ink: hue, ...of },
            theme
          )
  };
}

/** The letter of a state where the chain begins, with the step that it comes from. */
function startName(
  { name, hue }: ChainState,
  which: number,
  { start, forward }: { readonly start: string; readonly forward: boolean },
  { layout, theme, measure }: ChainPaper
): Mark {
  const { wires, startX, startWire, count, left, cellWidth } = layout;
  const middle = forward ? startX : left[count - 1] + cellWidth + startWire / 2;
  const y = wires[which] - 36;
  const letter = wide(measure, name, 19);
  const x = middle - (letter + measure(start)) / 2;
  return mark(
    'g',
    {},
    letterMark(name, hue, { x, y, size: 19 }, theme),
    text(start, x + letter + 1, y + 4, {
      'font-size': 12,
      fill: theme.color(hue)
    })
  );
}

/** The dashed line over all cells: they are one. */
function weightsMarks(
  { layer, trace, translate }: Chain,
  { layout, theme, measure }: ChainPaper
): Mark[] {
  const { left, cellWidth, count, top, startX } = layout;
  const names = weightNames(layer);
  const { steps } = trace.time;
  const once = steps === 1;
  const sentence = once
    ? translate('one set of weights %1, used once', names)
    : translate('one set of weights %1, used %2 times', names, steps);
  const brief = once
    ? translate('%1: used once', names)
    : translate('%1: used %2 times', names, steps);
  const [first] = left;
  const last = left[count - 1] + cellWidth;
  const middle = (first + last) / 2;
  // Between the names of the states, which stand at both ends.
  const room = 2 * (middle - startX - 12);
  const words = measure(sentence) * 1.1 < room ? sentence : brief;
  // Wide enough for fonts wider than the one measured; the halo covers the rest.
  const half = measure(words) * 0.6 + 8;
  const y = 12;
  // From the line, or from below the words that stand in its place.
  const down = left
    .map(x => x + cellWidth / 2)
    .map(x => `M${x} ${Math.abs(x - middle) > half ? y : y + 10}V${top}`);
  return [
    mark('path', {
      d:
        (first < middle - half ? `M${first} ${y}H${middle - half}` : '') +
        (last > middle + half ? `M${middle + half} ${y}H${last}` : '') +
        down.join(''),
      ...{ fill: 'none', stroke: theme.color('second') },
      'stroke-dasharray': '6 4'
    }),
    text(words, middle, y + 4, {
      ...{ anchor: 'middle', 'font-size': 12, fill: theme.color('second') },
      ...haloLook(theme)
    })
  ];
}

/** `W, U, b`: the letters of the parameters, each once. */
function weightNames(layer: LayerTrace): string {
  const names = new Set<string>();
  const visit = (part: Expression): void => {
    if (part.kind === 'symbol') {
      if (part.role === 'parameter') {
        names.add(part.name);
      }
    } else if (part.kind !== 'number') {
      part.args.forEach(visit);
    }
  };
  layer.equations.forEach(({ expression }) => visit(expression));
  return [...names].slice(0, 4).join(', ') + (names.size > 4 ? ', …' : '');
}
