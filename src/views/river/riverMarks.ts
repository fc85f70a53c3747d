import { letterHue, type ChannelHue, type LayerTrace } from '../../trace';
import { bars } from '../../scene/marks/bars';
import { letterMark } from '../../scene/marks/letter';
import { mark, type Mark } from '../../scene/marks/mark';
import type { Box } from '../../scene/marks/plane';
import { text } from '../../scene/marks/text';
import { axisLook } from '../../scene/placeMarks';
import { shaded, type SceneTheme } from '../../scene/theme';
import { channelHue } from '../../trace';
import { channelsIn } from '../equations/terms';
import {
  jointExtent,
  layoutRiver,
  stepsAStream,
  type RiverLayout
} from './layoutRiver';
import type { River } from './streams';

/** What the streams of a river are drawn of. */
export interface Streams {
  readonly river: River;
  /** The run before the reader's changes; null where nothing is changed. */
  readonly before: River | null;
  /** From 0 to 1, the color of a place's stream. */
  readonly shade: (place: number) => number;
  /** The stream that is outlined, by its place; null for none. */
  readonly chosen: number | null;
}

/** What is written into a river. */
interface RiverWords {
  /** What steps are called at which nothing was computed. */
  readonly padding: string;
  readonly hue: ChannelHue;
  /** That a stream is of several steps. */
  readonly together: (steps: number) => string;
}

/** The color of what a step keeps: that of the gate that decides it. */
export function keepHue(
  { carry }: River,
  { channels }: LayerTrace
): ChannelHue {
  const [gate] = channelsIn(carry.keep);
  const channel = channels.find(({ name }) => name === gate);
  return channel ? channelHue(channel) : letterHue('f');
}

/** The streams, the newest below: the older ones hide where a tributary joins. */
function shapes(
  { streams, rest, group }: RiverLayout,
  shade: (place: number) => number,
  theme: SceneTheme
): Mark[] {
  const edge = { stroke: theme.color('page'), 'stroke-width': 0.75 };
  return [
    ...streams.toReversed().map(({ from, to, path }) =>
      mark('path', {
        ...{ 'data-stream': from, 'data-to': to, 'data-steps': group },
        ...shaded(theme, 'inputs', shade(Math.floor((from + to) / 2))),
        ...{ ...edge, ...theme.part('river-stream'), d: path }
      })
    ),
    ...(rest.path === ''
      ? []
      : [
          mark('path', {
            ...{ 'data-stream': -1, 'data-to': -1, fill: theme.color('grid') },
            ...{ ...edge, ...theme.part('river-rest'), d: rest.path }
          })
        ])
  ];
}

/** Around the stream that is pointed at, or what is gray. */
const outlineOf = (
  { streams, rest }: RiverLayout,
  chosen: number | null,
  theme: SceneTheme
): Mark[] => {
  const found =
    chosen === null
      ? undefined
      : chosen < 0
        ? rest
        : streams.find(({ from, to }) => from <= chosen && chosen <= to);
  return found
    ? [
        mark('path', {
          ...{ d: found.path, fill: 'none', stroke: theme.color('ink') },
          ...{ 'stroke-width': 1.75, ...theme.part('river-chosen') }
        })
      ]
    : [];
};

const bedOf = ({ box, bed }: RiverLayout, theme: SceneTheme): Mark =>
  mark('path', {
    d: `M${box.x} ${bed}H${box.x + box.width}`,
    stroke: theme.color('second'),
    'stroke-width': 1.5
  });

/** The river in its box: padding, streams, the run before a change as an outline, the bed. */
export function riverMarks(
  { river, before, shade, chosen }: Streams,
  box: Box,
  { padding, hue, together }: RiverWords,
  theme: SceneTheme
): Mark[] {
  const extent = jointExtent(
    before ? [river, before] : [river],
    stepsAStream(river.steps, box.width)
  );
  const layout = layoutRiver(river, box, { extent });
  const ghost = before && layoutRiver(before, box, { extent });
  return [
    ...paddingOf(river, layout, padding, theme),
    mark('g', theme.part('river-now'), ...shapes(layout, shade, theme)),
    ...(ghost
      ? [
          // Seen only while a change spreads.
          mark(
            'g',
            { ...theme.part('river-then'), display: 'none' },
            ...shapes(ghost, shade, theme)
          ),
          mark('path', {
            ...{ d: ghost.outline, fill: 'none', stroke: theme.color('ink') },
            ...{ 'stroke-dasharray': '3 3', 'stroke-width': 1.25 },
            ...theme.part('river-ghost')
          })
        ]
      : []),
    ...outlineOf(layout, chosen, theme),
    bedOf(layout, theme),
    ...(layout.group > 1
      ? [
          text(together(layout.group), box.x + box.width, box.y - 6, {
            anchor: 'end',
            ...axisLook(theme)
          })
        ]
      : []),
    letterMark(
      river.carry.state,
      hue,
      {
        x: box.x - 32,
        y: Math.max(
          box.y + 14,
          Math.min(box.y + box.height - 6, layout.bed - 8)
        )
      },
      theme
    )
  ];
}

/** Where nothing was computed: streams pass, and nothing joins them. */
function paddingOf(
  { padding, stepAt }: River,
  { box, columns }: RiverLayout,
  words: string,
  theme: SceneTheme
): Mark[] {
  const steps = padding.flatMap((isPadding, place) =>
    isPadding ? [stepAt(place)] : []
  );
  if (steps.length === 0) {
    return [];
  }
  const middle = columns.center(steps[Math.floor(steps.length / 2)]);
  return [
    ...steps.map(step =>
      mark('rect', {
        ...{ x: columns.left(step), y: box.y, width: columns.column },
        ...{ height: box.height, fill: theme.color('grid') },
        'fill-opacity': 0.45
      })
    ),
    ...(columns.column * steps.length >= 50
      ? [
          text(words, middle, box.y + box.height - 6, {
            anchor: 'middle',
            ...axisLook(theme)
          })
        ]
      : [])
  ];
}

/** The whole of what could be kept at each step, behind what is. */
export const wholeBars = (
  keep: readonly number[],
  hue: ChannelHue,
  { places, value }: Parameters<typeof barsOf>[0],
  theme: SceneTheme
): Mark =>
  bars(
    keep.map(share => (Number.isFinite(share) ? 1 : NaN)),
    barsOf({ places, value }),
    { fill: theme.color(hue), 'fill-opacity': 0.18 }
  );

const barsOf = ({
  places,
  value
}: {
  readonly places: Parameters<typeof bars>[1]['steps'];
  readonly value: (value: number) => number;
}) => ({ steps: places, y: value, base: value(0) });

/** A small river for each unit, side by side: its size, and the room of its name and beside it. */
const SMALL = { width: 150, height: 64 };
const NAME = 18;
const GAP = 8;

const columnsIn = (width: number): number =>
  Math.max(1, Math.floor((width + GAP) / (SMALL.width + GAP)));

export const unitsHeight = (units: number, width: number): number =>
  Math.ceil(units / columnsIn(width)) * (SMALL.height + NAME + GAP);

/** The rivers of all units on one scale. */
export function unitsMarks(
  rivers: readonly River[],
  shade: (place: number) => number,
  {
    box,
    nameOf
  }: { readonly box: Box; readonly nameOf: (unit: number) => string },
  theme: SceneTheme
): Mark[] {
  const count = columnsIn(box.width);
  const width = (box.width + GAP) / count - GAP;
  const small = { ...SMALL, width };
  const extent = jointExtent(
    rivers,
    stepsAStream(rivers[0]?.steps ?? 1, width)
  );
  return rivers.map((river, unit) => {
    const x = box.x + (unit % count) * (width + GAP);
    const y =
      box.y + Math.floor(unit / count) * (SMALL.height + NAME + GAP) + NAME;
    const layout = layoutRiver(
      river,
      { ...small, x, y },
      { extent, rise: 2, least: 0.75 }
    );
    return mark(
      'g',
      { 'data-unit': unit, ...theme.part('river-unit') },
      mark('rect', { ...small, x, y, fill: 'transparent' }),
      text(nameOf(unit), x, y - 5, axisLook(theme)),
      ...shapes(layout, shade, theme),
      bedOf(layout, theme)
    );
  });
}
