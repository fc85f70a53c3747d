import type { GateParameter, LayerWeights } from '../../trace';
import { letterHue } from '../../trace';
import { letterMark } from '../../scene/marks/letter';
import { mark, type Mark } from '../../scene/marks/mark';
import { stepScale, type Box, type StepScale } from '../../scene/marks/plane';
import { text } from '../../scene/marks/text';
import { linearScale } from '../../scene/marks/valueScale';
import { axisLook } from '../../scene/placeMarks';
import type {
  Layout,
  PlacedMap,
  PlacedPanel,
  Surface
} from '../../scene/scene';
import { shorten, shortenApart } from '../../scene/words/fitText';
import { formatNumber, formatPower } from '../../scene/words/format';
import type { Translate } from '../../scene/words/translate';
import { entryName, type Slot } from './weightPlaces';

/** Room for the letters of the gates, and above all plots. */
export const GUTTER = 34;
export const HEAD = 24;

/** How large what is drawn of one number is, and of how many numbers that is the mean. */
export interface Cells {
  readonly each: number;
  readonly per: number;
}

/** Plots below each other: those of all gates that do the same in their equations. */
export interface PlotColumn extends Cells {
  readonly slot: Slot;
  readonly x: number;
}

/** The plot of one parameter: what enters from the left to the right, and the units from above. */
export interface Plot {
  readonly index: number;
  readonly parameter: GateParameter;
  readonly slot: Slot;
  readonly box: Box;
  readonly entries: StepScale;
  readonly units: StepScale;
  readonly perEntry: number;
  readonly perUnit: number;
}

/** The plots of the gates in lines below each other, each with room over it. */
export function plotsOf(
  { parameters }: LayerWeights,
  columns: readonly PlotColumn[],
  unitsOf: (parameter: GateParameter) => Cells & { readonly count: number },
  { gap, top: first = HEAD }: { readonly gap: number; readonly top?: number }
): Plot[] {
  const gates = columns[0]?.slot.parameters.length ?? 0;
  let top = first;
  return Array.from({ length: gates }, (_, gate) => {
    const line = columns.flatMap(({ slot, x, each, per }): Plot[] => {
      const index = slot.parameters[gate];
      if (index === undefined) {
        return [];
      }
      const parameter = parameters[index];
      const wide = Math.ceil(parameter.shape[0] / per);
      const { count, ...unit } = unitsOf(parameter);
      const high = Math.ceil(count / unit.per);
      const box = { x, y: top, width: wide * each, height: high * unit.each };
      const down = { ...box, x: top, width: box.height };
      return [
        {
          ...{ index, parameter, slot, box },
          ...{ perEntry: per, perUnit: unit.per },
          entries: stepScale(wide * per, box),
          units: stepScale(high * unit.per, down)
        }
      ];
    });
    top += Math.max(-gap, ...line.map(({ box }) => box.height)) + gap;
    return line;
  }).flat();
}

/** Where a weight is drawn, with others of which it is the mean. */
export function cellBox(
  { entries, units, perEntry, perUnit }: Plot,
  row: number,
  unit: number
): Box {
  const first = (at: number, per: number) => at - (at % per);
  return {
    x: entries.left(first(row, perEntry)),
    y: units.left(first(unit, perUnit)),
    width: entries.column * perEntry,
    height: units.column * perUnit
  };
}

/** A line around a box. */
export const frame = (
  { x, y, width, height }: Box,
  stroke: string,
  wide: number,
  out = 0
): Mark =>
  mark('rect', {
    ...{ x: x - out, y: y - out, fill: 'none', stroke, 'stroke-width': wide },
    width: Math.max(2, width + 2 * out),
    height: Math.max(2, height + 2 * out)
  });

export const bottomOf = (plots: readonly Plot[]): number =>
  Math.max(HEAD, ...plots.map(({ box }) => box.y + box.height));

/** Plots with their marks, in which a place is one of their numbers. */
export function placedPlots(
  plots: readonly Plot[],
  drawn: {
    readonly height: number;
    readonly marks: readonly Mark[];
    readonly maps?: readonly PlacedMap[];
  },
  theme: Surface['theme']
): ReturnType<Layout> {
  const panels = plots.map(({ index, box, entries }): PlacedPanel => ({
    ...{ id: String(index), box, places: entries, across: true },
    value: linearScale([0, 1], box)
  }));
  return {
    ...drawn,
    panels,
    marks: [...gateLetters(plots, theme), ...drawn.marks],
    hit(x, y) {
      for (const [at, { parameter, entries, units }] of plots.entries()) {
        const [row, column] = [entries.stepAt(x), units.stepAt(y)];
        if (row !== null && column !== null) {
          return {
            row: Math.min(parameter.shape[0] - 1, row),
            column: Math.min(parameter.shape[1] - 1, column),
            panel: panels[at]
          };
        }
      }
      return null;
    }
  };
}

/** The letter of each gate, before the first of its plots. */
function gateLetters(plots: readonly Plot[], theme: Surface['theme']): Mark[] {
  const first = new Map<string, Plot>();
  plots.forEach(plot => {
    const { of } = plot.parameter;
    first.set(of, first.get(of) ?? plot);
  });
  return [...first].flatMap(
    ([
      of,
      {
        box: { y, height }
      }
    ]) => {
      const ink = letterHue(of);
      return [
        mark('rect', { x: 4, y, width: 3, height, fill: theme.color(ink) }),
        letterMark(of, ink, { x: 13, y: y + height / 2 + 5, size: 17 }, theme)
      ];
    }
  );
}

/** What the columns are and how far their numbers reach, above the first gate that has them. */
export function headMarks(
  plots: readonly Plot[],
  endOf: (plot: Plot) => number | null,
  { width, measure, theme }: Surface,
  translate: Translate
): Mark[] {
  const firsts = firstPlots(plots);
  let free = 0;
  return firsts.flatMap((plot, at) => {
    const { box, slot } = plot;
    if (box.x < free) {
      return [];
    }
    const { part, letter } = slot;
    const enters = part === 'kernel' ? 'x' : part === 'recurrent' ? 'h' : '';
    const short = `${letter} ${enters}`.trim();
    const end = endOf(plot);
    const words = end === null ? '' : endWords(end);
    const forms = [
      ...(end === null
        ? []
        : [
            part === 'kernel'
              ? translate('%1 x: from the input, ± %2', letter, words)
              : part === 'recurrent'
                ? translate('%1 h: from the %step before, ± %2', letter, words)
                : `${letter} ± ${words}`,
            `${short} ± ${words}`
          ]),
      short
    ];
    // The last words have no plot after them: they end at the edge where they are longer than theirs.
    const next = firsts[at + 1]?.box.x;
    const room = next === undefined ? width - free : next - box.x - 4;
    const written = forms.find(each => measure(each) <= room) ?? short;
    const x =
      next === undefined ? Math.min(box.x, width - measure(written)) : box.x;
    free = x + measure(written);
    return [text(written, x, HEAD - 9, axisLook(theme))];
  });
}

/** Of what is no number. */
export const wrongLook = (theme: Surface['theme']) => ({
  ...{ 'font-size': 12, 'font-weight': 600, fill: theme.color('wrong') }
});

/** The end of a scale. */
export const endWords = (end: number): string =>
  end === 0 ? '0' : end < 1e-3 ? formatPower(end) : formatNumber(end);

/** The uppermost plot of each column. */
export const firstPlots = (plots: readonly Plot[]): Plot[] =>
  plots.filter(
    ({ slot }, at) => plots.findIndex(each => each.slot === slot) === at
  );

/** What enters, below: names where all fit upright, else numbers, and `key` says which those of the input are. */
export function columnNames(
  layer: LayerWeights,
  plots: readonly Plot[],
  { width, measure, theme }: Surface
): { readonly names: readonly Mark[]; readonly key: string } {
  const bottom = bottomOf(plots);
  let free = 0;
  let key = '';
  const names = firstPlots(plots).flatMap(({ slot, entries, perEntry }) => {
    if (slot.part === 'bias') {
      return [];
    }
    const each = Array.from({ length: slot.size }, (_, row) =>
      entryName(layer, slot, row).replace(/^[xh] /, '')
    );
    const fit =
      perEntry === 1 && each.every(name => measure(name) + 4 <= entries.column);
    const inNumbers =
      slot.part === 'kernel' && layer.inputs !== undefined && !fit;
    if (inNumbers && key === '') {
      key = keyWords(each, width - GUTTER, measure);
    }
    return each.flatMap((name, row) => {
      const word = inNumbers ? String(row) : name;
      const middle = entries.center(row);
      const half = measure(word) / 2;
      if (middle - half < free) {
        return [];
      }
      free = middle + half + 6;
      return [
        text(word, middle, bottom + 15, {
          anchor: 'middle',
          ...axisLook(theme)
        })
      ];
    });
  });
  return { names, key };
}

/** Which number is which input: `x 0 highest temperature · 1 lowest temperature`, as far as there is room. */
function keyWords(
  names: readonly string[],
  room: number,
  measure: (text: string) => number
): string {
  const numbered = (each: readonly string[]): string =>
    `x ${each.map((name, row) => `${row} ${name}`).join(' · ')}`;
  const bare = measure(numbered(names.map(() => '')));
  const share = (room - bare) / Math.max(1, names.length);
  const whole = numbered(names);
  return measure(whole) <= room
    ? whole
    : shorten(numbered(shortenApart(names, share, measure)), room, measure);
}
