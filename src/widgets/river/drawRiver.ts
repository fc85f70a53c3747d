import { svg } from '../base/dom';
import { intoLines } from '../../scene/words/fitText';
import type { Theme } from '../base/theme';
import { letterText, type Hue } from '../base/hue';
import { stepAxis, stepAxisHeight } from '../../scene/marks/axes';
import { drawn } from '../scene/drawn';
import { line } from '../../scene/marks/line';
import type { Box } from '../../scene/marks/plane';
import { createStepCursor, type StepCursor } from '../scene/stepCursor';
import { text } from '../../scene/marks/text';
import {
  extentOf,
  linearScale,
  type ValueScale
} from '../../scene/marks/valueScale';
import {
  jointExtent,
  layoutRiver,
  stepsAStream,
  type RiverLayout
} from '../../views/river/layoutRiver';
import type { River } from '../../views/river/streams';

export interface RiverScene {
  readonly width: number;
  readonly narrow: boolean;
  readonly labels?: readonly string[];
  readonly measure: (text: string) => number;
  readonly river: River;
  /** The run before the reader's changes; null where nothing is changed. */
  readonly before: River | null;
  /** The numbers of the input by which streams are colored, and what they are called. */
  readonly input: {
    readonly values: readonly number[];
    readonly name: string;
    readonly range: readonly [number, number];
  } | null;
  /** What steps are called at which nothing was computed. */
  readonly padding: string;
  readonly hues: { readonly state: Hue; readonly keep: Hue };
}

export interface RiverPicture {
  readonly element: SVGSVGElement;
  readonly badge: HTMLElement;
  readonly height: number;
  readonly layout: RiverLayout;
  readonly cursor: StepCursor;
  /** Where gates are dragged, and the value at a height; null where nothing is kept. */
  readonly handles: { readonly box: Box; readonly scale: ValueScale } | null;
  readonly input: { readonly box: Box; readonly scale: ValueScale } | null;
  /** Colors the streams. */
  paint(theme: Theme): void;
  /** Outlines a stream of a place; null: none. */
  choose(place: number | null): void;
  /** Shows the run before the changes beyond a step of the river's own time; null: nowhere. */
  reveal(place: number | null): void;
}

const TOP = 8;
const HEIGHT = 216;
const GAP = 22;
const HANDLES = 44;
const INPUT = 34;

/** The color of a place's stream, from 0 to 1. */
export function colorPlace(
  river: River,
  { input }: Pick<RiverScene, 'input'>,
  place: number
): number {
  if (!input) {
    return river.steps > 1 ? place / (river.steps - 1) : 0.5;
  }
  const [low, high] = input.range;
  const value = input.values[river.stepAt(place)];
  return high > low ? (value - low) / (high - low) : 0.5;
}

/** The river, its gates below as handles, the input below them, and the names of the steps. */
export function drawRiver(scene: RiverScene): RiverPicture {
  const { width, narrow, labels, measure, river, before, input } = scene;
  const left = narrow ? 34 : 64;
  const box: Box = { x: left, y: TOP, width: width - left - 8, height: HEIGHT };
  const extent = jointExtent(
    before ? [river, before] : [river],
    stepsAStream(river.steps, box.width)
  );
  const layout = layoutRiver(river, box, { extent });
  const ghost = before && layoutRiver(before, box, { extent });
  const { columns, bed } = layout;
  let bottom = TOP + HEIGHT;
  const streams = streamsOf(layout);
  const older = ghost && streamsOf(ghost);
  const clips = clipping(box);
  streams.element.setAttribute('clip-path', `url(#${clips.now.id})`);
  older?.element.setAttribute('clip-path', `url(#${clips.then.id})`);
  const parts: SVGElement[] = [
    clips.element,
    ...paddingOf(river, layout, scene.padding),
    ...(older ? [older.element] : []),
    streams.element,
    ...(ghost
      ? [
          svg('path', {
            class: 'jp-gatescope-river-ghost',
            d: ghost.outline
          })
        ]
      : []),
    svg('path', {
      class: 'jp-gatescope-river-bed',
      d: `M${box.x} ${bed}H${box.x + box.width}`
    }),
    letterText(river.carry.state, scene.hues.state, {
      x: 8,
      y: Math.max(TOP + 14, Math.min(bottom - 18, bed - 8)),
      size: 16
    })
  ];
  let handles: RiverPicture['handles'] = null;
  if (!river.anew) {
    const at = { ...box, y: bottom + GAP, height: HANDLES };
    handles = { box: at, scale: keepScale(river, at) };
    parts.push(...handlesOf(river, handles, columns.center, scene));
    bottom = at.y + HANDLES;
  }
  const inputs =
    input && inputRow(input, { ...box, y: bottom + 12 }, columns, measure);
  if (inputs) {
    parts.push(...inputs.parts);
    bottom = inputs.box.y + INPUT;
  }
  const axis = { labels, measure, turn: true };
  const height = bottom + stepAxisHeight(columns, axis) + 10;
  const cursor = createStepCursor({
    steps: columns,
    top: TOP,
    bottom: bottom + 2,
    dots: [],
    badge: bottom + 4,
    axis: stepAxis(columns, bottom, axis)
  });
  const outline = svg('path', { class: 'jp-gatescope-river-chosen', d: '' });
  const element = svg(
    'svg',
    {
      class: 'jp-gatescope-river',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      'aria-hidden': 'true'
    },
    parts,
    outline,
    ...cursor.words,
    cursor.line
  );
  return {
    element,
    badge: cursor.badge,
    height,
    layout,
    cursor,
    handles,
    input: inputs,
    paint(theme) {
      streams.paint(theme, place => colorPlace(river, scene, place));
      older?.paint(theme, place => colorPlace(river, scene, place));
    },
    choose(place) {
      const stream = layout.streams.find(
        ({ from, to }) => place !== null && from <= place && place <= to
      );
      outline.setAttribute(
        'd',
        place === -1 ? layout.rest.path : (stream?.path ?? '')
      );
    },
    reveal: place =>
      clips.at(
        place === null ? null : columns.center(river.stepAt(place)),
        columns.center(river.stepAt(0)) <=
          columns.center(river.stepAt(river.steps - 1))
      )
  };
}

/** The input below the gates: a line, with its name before it. */
function inputRow(
  { values, range, name }: NonNullable<RiverScene['input']>,
  place: Box,
  { center }: RiverLayout['columns'],
  measure: (text: string) => number
): NonNullable<RiverPicture['input']> & { readonly parts: SVGElement[] } {
  const box = { ...place, height: INPUT };
  const scale = linearScale(extentOf([values, range]), box, { nice: false });
  // The field below has the name in full; a part of it would say little.
  const words = intoLines(name, box.x - 10, 2, measure) ?? ['x'];
  const first = box.y + INPUT / 2 + 4 - (words.length - 1) * 7;
  return {
    box,
    scale,
    parts: [
      ...words.map((each, at) =>
        text(each, 8, first + at * 14, { class: 'jp-gatescope-axis' })
      ),
      line(
        values,
        { x: center, y: scale },
        { style: 'stroke: var(--jp-gatescope-second); stroke-width: 1.25' }
      )
    ].map(drawn)
  };
}

/** The streams as paths, the newest below: the older ones hide where a tributary joins. */
function streamsOf({ streams, rest, group }: RiverLayout) {
  const paths = streams.map(({ from, to, path }) => ({
    from,
    to,
    element: svg('path', {
      class: 'jp-gatescope-river-stream',
      'data-stream': from,
      'data-jp-gatescope-steps': group,
      d: path
    })
  }));
  const element = svg(
    'g',
    {},
    paths.map(each => each.element).reverse(),
    rest.path === ''
      ? []
      : svg('path', {
          class: 'jp-gatescope-river-rest',
          'data-stream': -1,
          d: rest.path
        })
  );
  return {
    element,
    paint(theme: Theme, colorAt: (place: number) => number) {
      for (const { from, to, element: path } of paths) {
        path.style.fill = theme.inputs.css(
          colorAt(Math.floor((from + to) / 2))
        );
      }
    }
  };
}

/** Where nothing was computed: streams pass, and nothing joins them. */
function paddingOf(
  { padding, stepAt }: River,
  { box, columns }: RiverLayout,
  words: string
): SVGElement[] {
  const steps = padding.flatMap((isPadding, place) =>
    isPadding ? [stepAt(place)] : []
  );
  if (steps.length === 0) {
    return [];
  }
  const middle = columns.center(steps[Math.floor(steps.length / 2)]);
  return [
    ...steps.map(step =>
      svg('rect', {
        class: 'jp-gatescope-river-padding',
        x: columns.left(step),
        y: box.y,
        width: columns.column,
        height: box.height
      })
    ),
    ...(columns.column * steps.length >= 50
      ? [
          drawn(
            text(words, middle, box.y + box.height - 6, {
              anchor: 'middle',
              class: 'jp-gatescope-axis'
            })
          )
        ]
      : [])
  ];
}

let clipped = 0;

/** Two halves of the picture: what a change has reached, and what it has not. */
function clipping({ x, width }: Box) {
  clipped += 1;
  const half = (name: string) => {
    const rect = svg('rect', {
      x: 0,
      y: 0,
      width: 0,
      height: HEIGHT + 2 * TOP
    });
    const id = `jp-gatescope-river-${name}-${clipped}`;
    return { id, rect, clip: svg('clipPath', { id }, rect) };
  };
  const now = half('now');
  const then = half('then');
  const end = x + width + 8;
  const set = (rect: SVGElement, from: number, to: number): void => {
    rect.setAttribute('x', String(from));
    rect.setAttribute('width', String(Math.max(0, to - from)));
  };
  const at = (place: number | null, forward: boolean): void => {
    const border = place ?? (forward ? end : 0);
    set(now.rect, forward ? 0 : border, forward ? border : end);
    set(then.rect, forward ? border : 0, forward ? end : border);
  };
  at(null, true);
  return { element: svg('defs', {}, now.clip, then.clip), now, then, at };
}

function keepScale(river: River, box: Box): ValueScale {
  const most = river.keep.reduce(
    (max, value) => Math.max(max, Math.abs(value)),
    1
  );
  const least = river.keep.reduce((min, value) => Math.min(min, value), 0);
  return linearScale([least, most], box, { nice: false, ticks: [] });
}

/** A bar for each step: the whole is what could be kept, the filled part what is. */
function handlesOf(
  { keep, stepAt, padding, held, units, carry }: River,
  { box, scale }: NonNullable<RiverPicture['handles']>,
  center: (step: number) => number,
  { hues, narrow, width }: RiverScene
): SVGElement[] {
  const column = box.width / Math.max(1, keep.length);
  const bar = Math.max(1, Math.min(12, column * 0.66));
  const rects = (heightOf: (place: number) => [number, number]): string =>
    Array.from(keep, (_, place) => {
      const [top, bottom] = heightOf(place);
      const x = center(stepAt(place)) - bar / 2;
      // Where the state itself is held, no gate decides.
      return padding[place] || held[place] === units
        ? ''
        : `M${x.toFixed(2)} ${bottom.toFixed(2)}V${top.toFixed(2)}h${bar.toFixed(2)}V${bottom.toFixed(2)}Z`;
    }).join('');
  const { length } = carry.letters.keep;
  return [
    svg('path', {
      class: 'jp-gatescope-river-whole',
      'data-jp-gatescope-hue': hues.keep,
      d: rects(() => [scale.within(1), scale.within(0)])
    }),
    svg('path', {
      class: 'jp-gatescope-river-kept',
      'data-jp-gatescope-hue': hues.keep,
      d: rects(place => [scale.within(keep[place]), scale.within(0)])
    }),
    ...(length * 8 < Math.min(width, narrow ? 34 : 64)
      ? [
          letterText(carry.letters.keep, hues.keep, {
            x: 8,
            y: box.y + HANDLES / 2 + 5,
            size: 16
          })
        ]
      : [])
  ];
}
