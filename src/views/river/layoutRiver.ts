import type { Box, StepScale } from '../../scene/marks/plane';
import { stepScale } from '../../scene/marks/plane';
import type { River } from './streams';

/** A stream at one column: its edges, the one nearer to the bed first, in CSS pixels. */
export interface Reach {
  readonly x: number;
  readonly inner: number;
  readonly outer: number;
}

/** What one step, or a few steps together, wrote, and how it narrows from there on. */
export interface StreamShape {
  /** The first and the last place whose writes it is made of. */
  readonly from: number;
  readonly to: number;
  readonly reaches: readonly Reach[];
  /** Path data: a tributary and its stream in one, so that no seam shows. */
  readonly path: string;
}

export interface RiverLayout {
  readonly box: Box;
  readonly columns: StepScale;
  /** How many steps a stream is of. */
  readonly group: number;
  /** Pixels of one unit of the state. */
  readonly scale: number;
  /** The height of the bed, where the state is zero. */
  readonly bed: number;
  readonly streams: readonly StreamShape[];
  /** The state before the first step, and the streams that are too thin to be drawn, as one. */
  readonly rest: { readonly path: string; readonly reaches: readonly Reach[] };
  /** How many streams flow into the rest somewhere. */
  readonly folded: number;
  /** The outer edges of all streams together: `width` between them, less what is below, is the state. */
  readonly outline: string;
}

/** How far a river reaches below and above its bed, in units of the state. */
export type RiverExtent = readonly [below: number, above: number];

export interface RiverOptions {
  /** Of several rivers on one scale. */
  readonly extent?: RiverExtent;
  /** How far a tributary begins beyond its stream. */
  readonly rise?: number;
  /** Below this width a stream flows into the rest. */
  readonly least?: number;
}

/** A column of a stream is at least so wide; where a step is narrower, a stream is of several. */
const LEAST_COLUMN = 4;
const RISE = 12;
const LEAST = 0.5;
/** So many streams are side by side at most; the thinnest flow into the rest. */
const MOST = 72;

/** How many steps one stream is of, at a width. */
export function stepsAStream(steps: number, width: number): number {
  return Math.max(1, Math.ceil((steps * LEAST_COLUMN) / Math.max(1, width)));
}

/** How far a river reaches, streams above and below the bed each for themselves. */
export function extentOfRiver(river: River, group = 1): RiverExtent {
  let above = 0;
  let below = 0;
  for (const row of river.amounts(group)) {
    let up = 0;
    let down = 0;
    for (const amount of row) {
      if (amount > 0) {
        up += amount;
      } else {
        down -= amount;
      }
    }
    above = Math.max(above, up);
    below = Math.max(below, down);
  }
  return [below, above];
}

/** One extent for several rivers, each stream of which is of `group` steps. */
export function jointExtent(rivers: readonly River[], group = 1): RiverExtent {
  const each = rivers.map(river => extentOfRiver(river, group));
  return [
    Math.max(0, ...each.map(([below]) => below)),
    Math.max(0, ...each.map(([, above]) => above))
  ];
}

/** Places the streams of a river in a box: the oldest nearest to the bed, the newest outside. */
export function layoutRiver(
  river: River,
  box: Box,
  { extent, rise = RISE, least = LEAST }: RiverOptions = {}
): RiverLayout {
  const columns = stepScale(river.steps, box);
  const group = stepsAStream(river.steps, box.width);
  const rows = river.amounts(group);
  const [below, above] = extent ?? extentOfRiver(river, group);
  const riseAbove = above > 0 || below === 0 ? rise : 0;
  const riseBelow = below > 0 ? rise : 0;
  const room = Math.max(1, box.height - riseAbove - riseBelow);
  const scale = above + below > 0 ? room / (above + below) : 0;
  const bed = box.y + riseAbove + above * scale;
  const ends = foldedAt(rows, scale, least);
  const xs = rows.map((_, row) => columns.center(lastStep(river, row, group)));
  const reaches: Reach[][] = rows.map(() => []);
  const rest: Reach[] = [];
  const [upper, lower]: Reach[][] = [[], []];
  rows.forEach((row, at) => {
    let older = row[0];
    for (let stream = 1; stream < row.length; stream += 1) {
      older += at >= ends[stream - 1] ? row[stream] : 0;
    }
    const x = xs[at];
    const edge = { up: bed, down: bed };
    const stack = (amount: number): Reach => {
      const side = amount >= 0 ? 'up' : 'down';
      const inner = edge[side];
      edge[side] = inner - amount * scale;
      return { x, inner, outer: edge[side] };
    };
    rest.push(stack(older));
    for (let stream = 1; stream < row.length; stream += 1) {
      const end = ends[stream - 1];
      // At the column where it joins the rest a stream ends in a point.
      if (at < end || (at === end && reaches[stream - 1].length > 0)) {
        reaches[stream - 1].push(
          at < end
            ? stack(row[stream])
            : pointOf(x, row[stream] >= 0 ? edge.up : edge.down)
        );
      }
    }
    upper.push({ x, inner: bed, outer: edge.up });
    lower.push({ x, inner: bed, outer: edge.down });
  });
  const forward = river.stepAt(1) >= river.stepAt(0) ? 1 : -1;
  const mouth = { reach: columns.column * group, rise, way: forward, box };
  // Beyond the last step streams run on for half a column, as wide as they are there.
  const tail = (forward * columns.column) / 2;
  const withTail = (each: readonly Reach[]): readonly Reach[] => {
    const last = each[each.length - 1];
    return last.x === xs[xs.length - 1]
      ? [...each, { ...last, x: last.x + tail }]
      : each;
  };
  return {
    box,
    columns,
    group,
    scale,
    bed,
    streams: reaches.flatMap((each, at) =>
      each.length === 0
        ? []
        : [
            {
              from: at * group,
              to: Math.min(river.steps, (at + 1) * group) - 1,
              reaches: each,
              path: streamPath(withTail(each), mouth, bed)
            }
          ]
    ),
    rest: { reaches: rest, path: bandPath(withTail(rest)) },
    folded: ends.filter((end, at) => end < rows.length && end >= at).length,
    outline: `${edgePath(upper)}${edgePath(lower)}`
  };
}

const pointOf = (x: number, y: number): Reach => ({ x, inner: y, outer: y });

const lastStep = (river: River, row: number, group: number): number =>
  river.stepAt(Math.min(river.steps, (row + 1) * group) - 1);

/** Of each stream the column from which on it is part of the rest. */
function foldedAt(
  rows: readonly Float64Array[],
  scale: number,
  least: number
): number[] {
  const ends = rows.map(() => rows.length);
  let flowing: number[] = [];
  rows.forEach((row, at) => {
    const widths = (stream: number): number =>
      Math.abs(row[stream + 1]) * scale;
    flowing = [...flowing, at].filter(stream => {
      const flows = widths(stream) >= least;
      ends[stream] = flows ? ends[stream] : at;
      return flows;
    });
    if (flowing.length > MOST) {
      const thinnest = [...flowing]
        .sort((a, b) => widths(a) - widths(b))
        .slice(0, flowing.length - MOST);
      thinnest.forEach(stream => (ends[stream] = at));
      flowing = flowing.filter(stream => !thinnest.includes(stream));
    }
  });
  return ends;
}

interface Mouth {
  /** How far apart the columns are. */
  readonly reach: number;
  readonly rise: number;
  /** 1 where the river flows to the right. */
  readonly way: number;
  /** Nothing comes in from beyond it. */
  readonly box: Box;
}

/** In from outside as wide as it is, then along its edges and back. */
function streamPath(
  reaches: readonly Reach[],
  { reach, rise, way, box }: Mouth,
  bed: number
): string {
  const [{ x, inner, outer }] = reaches;
  const out = Math.sign(outer - bed) || -1;
  const right = x - way * reach * 0.06;
  const wide = Math.max(0.5, Math.min(reach * 0.86, Math.abs(outer - inner)));
  const left = Math.max(box.x, Math.min(box.x + box.width, right - way * wide));
  const top = outer + out * rise;
  const halfway = (from: number, to: number): number => from + (to - from) / 2;
  return (
    `M${n(left)} ${n(top)}` +
    `C${n(left)} ${n(halfway(top, inner))} ${n(halfway(left, x))} ${n(inner)} ${n(x)} ${n(inner)}` +
    along(reaches.map(each => ({ x: each.x, y: each.inner }))) +
    `L${n(reaches[reaches.length - 1].x)} ${n(reaches[reaches.length - 1].outer)}` +
    along(reaches.map(each => ({ x: each.x, y: each.outer })).reverse()) +
    `C${n(halfway(right, x))} ${n(outer)} ${n(right)} ${n(halfway(outer, top))} ${n(right)} ${n(top)}Z`
  );
}

/** Along the bed and back. */
function bandPath(reaches: readonly Reach[]): string {
  if (reaches.every(({ inner, outer }) => inner === outer)) {
    return '';
  }
  const [first] = reaches;
  const last = reaches[reaches.length - 1];
  return (
    `M${n(first.x)} ${n(first.inner)}` +
    along(reaches.map(each => ({ x: each.x, y: each.inner }))) +
    `L${n(last.x)} ${n(last.outer)}` +
    along(reaches.map(each => ({ x: each.x, y: each.outer })).reverse()) +
    'Z'
  );
}

function edgePath(reaches: readonly Reach[]): string {
  const [first] = reaches;
  return reaches.length === 0
    ? ''
    : `M${n(first.x)} ${n(first.outer)}` +
        along(reaches.map(each => ({ x: each.x, y: each.outer })));
}

/** A smooth line from the first point, where the path is, to the last; level at each. */
function along(
  points: readonly { readonly x: number; readonly y: number }[]
): string {
  let path = '';
  for (let at = 1; at < points.length; at += 1) {
    const from = points[at - 1];
    const to = points[at];
    const middle = n((from.x + to.x) / 2);
    path += `C${middle} ${n(from.y)} ${middle} ${n(to.y)} ${n(to.x)} ${n(to.y)}`;
  }
  return path;
}

const n = (value: number): number => Math.round(value * 100) / 100;
