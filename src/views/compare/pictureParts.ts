import { mark, type Mark } from '../../scene/marks/mark';
import { moved, plain, bold } from '../../scene/marks/paragraphs';
import { text } from '../../scene/marks/text';
import { axisLook } from '../../scene/placeMarks';
import type { PlacedMap, Surface } from '../../scene/scene';
import type { Translate } from '../../scene/words/translate';
import { AXIS_BASELINE, AXIS_HEIGHT, axisWords } from './axisWords';
import { haloLook } from './compareLooks';
import type { InputPlots } from './inputMarks';
import type { TimeAxis } from '../../trace';

/** A part of a picture, from its own upper left corner. */
export interface Part {
  readonly height: number;
  readonly marks: readonly Mark[];
  readonly maps?: readonly PlacedMap[];
  /** Whether the frame of the step runs through it. */
  readonly isFramed?: boolean;
}

/** A part of each network, and what stands in the gutter before them. */
export interface PartRow {
  readonly gutter: readonly Mark[];
  readonly parts: readonly Part[];
}

/** Where parts stand: in columns beside each other, or a column below the other. */
export interface Columns {
  readonly beside: boolean;
  readonly gutter: number;
  readonly gap: number;
}

/** Between two rows, and between two networks below each other. */
const ROW_GAP = 9;
const BELOW = 20;

/** All parts in their places, each network's framed from its first framed part to its last. */
export function assembled(
  rows: readonly PartRow[],
  count: number,
  { beside, gutter, gap }: Columns,
  columnWidth: number,
  frame: (network: number, height: number) => readonly Mark[]
): Part {
  const marks: Mark[] = [];
  // Behind all but the maps: where a network has none, and where names stand, they are covered.
  const frames: Mark[] = [];
  const maps: PlacedMap[] = [];
  const networks = Array.from({ length: count }, (_, network) => network);
  let top = 0;
  for (const group of beside ? [networks] : networks.map(each => [each])) {
    const framed = new Map<number, { readonly from: number; to: number }>();
    const left = (network: number): number =>
      beside ? gutter + gap + network * (columnWidth + gap) : gutter;
    rows.forEach(row => {
      marks.push(...moved(0, top, row.gutter));
      for (const network of group) {
        const part = row.parts[network];
        const x = left(network);
        marks.push(...moved(x, top, part.marks));
        maps.push(
          ...(part.maps ?? []).map(map => ({
            ...map,
            x: map.x + x,
            y: map.y + top
          }))
        );
        if (part.isFramed) {
          const { from } = framed.get(network) ?? { from: top };
          framed.set(network, { from, to: top + part.height });
        }
      }
      top +=
        Math.max(...group.map(network => row.parts[network].height)) + ROW_GAP;
    });
    for (const [network, { from, to }] of framed) {
      frames.push(...moved(left(network), from, frame(network, to - from)));
    }
    top += BELOW - ROW_GAP;
  }
  return { height: top - BELOW, marks: [...frames, ...marks], maps };
}

/** The frame of a step. */
export const stepFrame = (
  { steps }: Pick<TimeAxis, 'steps'>,
  width: number,
  step: number,
  height: number,
  { theme }: Surface
): readonly Mark[] =>
  step < steps
    ? [
        mark('rect', {
          ...{ x: (step * width) / steps - 1, y: -2 },
          width: Math.max(4, width / steps + 2),
          height: height + 4,
          fill: 'none',
          stroke: theme.color('ink'),
          'stroke-width': 1.5
        })
      ]
    : [];

/** On a narrow page words have no room before the columns. */
export const NARROW_BELOW = 560;

/** Words in the gutter: what a row is, and of what. */
export const gutterWords = (
  words: string,
  of: string,
  { theme, width }: Pick<Surface, 'theme' | 'width'>
): readonly Mark[] =>
  width < NARROW_BELOW
    ? []
    : [
        text(words, 0, 12, plain(theme)),
        ...(of === '' ? [] : [text(of, 0, 28, axisLook(theme))])
      ];

/** The input of each network as bars. */
export const inputRow = (
  { name, marks, scale: { height } }: InputPlots,
  surface: Surface,
  translate: Translate
): PartRow => ({
  gutter: gutterWords(translate('input'), name, surface),
  parts: marks.map(each => ({ height, marks: each, isFramed: true }))
});

/** The words of the steps, under which none is but the one that is looked at. */
export function axisPart(
  time: TimeAxis,
  width: number,
  step: number,
  { measure, theme }: Surface
): Part {
  const { words, at } = axisWords(time, width, measure);
  const here = step < time.steps ? at(step) : null;
  const free = words.filter(
    ({ from, to }) => !here || to < here.from - 7 || from > here.to + 7
  );
  return {
    height: AXIS_HEIGHT,
    isFramed: true,
    marks: [
      ...free.map(({ text: word, from }) =>
        text(word, from, AXIS_BASELINE, axisLook(theme))
      ),
      ...(here
        ? [
            text(here.text, here.from, AXIS_BASELINE, {
              ...haloLook(theme),
              ...bold,
              fill: theme.color('ink')
            })
          ]
        : [])
    ]
  };
}
