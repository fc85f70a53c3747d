import {
  channelHue,
  hasNumberAt,
  layerTime,
  layersOnTop,
  wholeLayers
} from '../../trace';
import type {
  Channel,
  ChannelHue,
  Comparison,
  LayerTrace,
  Series,
  TimeAxis,
  Trace,
  ViewChoice
} from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { choiceAt } from '../run/choiceAt';
import { saysYes } from '../run/saysYes';
import { colorRange } from '../run/colorRange';
import { stepsWithNumber } from '../run/stepsWithNumber';
import { moreIsBetter } from './moreIsBetter';

/** One row of the comparison: the channels that do the same job in each network. */
export interface CompareRow {
  readonly id: string;
  readonly hue: ChannelHue;
  /** The names of its channels, each once: `f`, `z`. */
  readonly channelNames: readonly string[];
  readonly words: string;
  /** Of which direction it is, where a network reads the sequence in both. */
  readonly direction?: LayerTrace['direction'];
  /** One entry a network; null for one without such a channel. */
  readonly channels: readonly (Channel | null)[];
  /** The layer of each, in whose time its steps are computed; null for a network without such a layer. */
  readonly layers: readonly (LayerTrace | null)[];
}

const jobs: readonly { readonly hue: ChannelHue; readonly words: string }[] = [
  { hue: 'hidden', words: 'hidden state' },
  { hue: 'cell', words: 'cell state' },
  { hue: 'keep', words: 'keep' },
  { hue: 'write', words: 'write' },
  { hue: 'propose', words: 'candidate' },
  { hue: 'filter', words: 'filter' },
  { hue: 'other', words: 'other' }
];

/**
 * All rows that at least one network has; a second channel of one job gets a row of its own. Where a
 * network reads in both directions, each direction has rows of its own, also those of networks that
 * read in one.
 */
export function compareRows(traces: readonly Trace[]): readonly CompareRow[] {
  const known = made.get(traces);
  if (known) {
    return known;
  }
  const rows = rowsOfAll(traces);
  made.set(traces, rows);
  return rows;
}

/** Choices, tables and pictures ask for the rows of the same runs again and again. */
const made = new WeakMap<readonly Trace[], readonly CompareRow[]>();

function rowsOfAll(traces: readonly Trace[]): readonly CompareRow[] {
  const tops = traces.map(trace =>
    layersOnTop(trace).map(layer => withoutPadding(layer, trace.time))
  );
  if (!tops.some(top => top.length > 1)) {
    return rowsOf(tops.map(([layer = null]) => layer));
  }
  const both = (['forward', 'backward'] as const).map(direction =>
    rowsOf(
      tops.map(top => top.find(each => each.direction === direction) ?? null),
      direction
    )
  );
  // One job after the other, its directions below each other.
  return jobs.flatMap(({ hue }) =>
    both.flatMap(rows => rows.filter(row => row.hue === hue))
  );
}

/** The layer whose channels are compared by its name; both where it reads in both directions. */
export const comparedLayerNames = (trace: Trace): string =>
  layersOnTop(trace)
    .map(({ name }) => name)
    .join(', ');

/** Whether a network has other layers, so that it must be said which is compared. */
export const hasLayersBelow = (trace: Trace): boolean =>
  wholeLayers(trace).length > layersOnTop(trace).length;

/** The rows of one layer a network. */
function rowsOf(
  layers: readonly (LayerTrace | null)[],
  direction?: LayerTrace['direction']
): readonly CompareRow[] {
  return jobs.flatMap(({ hue, words }) => {
    const found = layers.map(
      layer =>
        layer?.channels.filter(
          channel =>
            channel.role !== 'gradient' &&
            channel.role !== 'term' &&
            jobOf(channel, layer) === hue
        ) ?? []
    );
    return besideEachOther(found).map((channels, index): CompareRow => {
      return {
        id: `${hue} ${index}${direction === 'backward' ? ' backward' : ''}`,
        hue,
        words,
        ...(direction && { direction }),
        channels,
        layers,
        channelNames: [
          ...new Set(
            channels.flatMap(channel => (channel ? [channel.name] : []))
          )
        ]
      };
    });
  });
}

/**
 * Lists of channels side by side: those that go by one name in several networks, beside what does the
 * same in a network that calls it otherwise; then what is left, each as it comes.
 */
function besideEachOther(
  lists: readonly (readonly Channel[])[]
): readonly (readonly (Channel | null)[])[] {
  const named = (list: readonly Channel[], of: string): Channel | null =>
    list.find(({ name }) => name === of) ?? null;
  const shared = new Set(
    lists.flatMap((list, at) =>
      list.flatMap(({ name }) =>
        lists.some((other, index) => index !== at && named(other, name))
          ? [name]
          : []
      )
    )
  );
  const left = lists.map(list => list.filter(({ name }) => !shared.has(name)));
  const first = [...shared].map(name =>
    lists.map((list, at) => named(list, name) ?? left[at].shift() ?? null)
  );
  const count = Math.max(...left.map(({ length }) => length));
  return [
    ...first,
    ...Array.from({ length: count }, (_, index) =>
      left.map(list => list[index] ?? null)
    )
  ];
}

/** A layer without what padding had thrown away: NaN stands there. */
function withoutPadding(layer: LayerTrace, time: TimeAxis): LayerTrace {
  if (!time.mask) {
    return layer;
  }
  return {
    ...layer,
    channels: layer.channels.map(channel => {
      const [, width = 1] = channel.array.shape;
      const values = channel.array.values.slice();
      for (let step = 0; step < time.steps; step++) {
        if (!hasNumberAt(time, channel, step)) {
          values.fill(NaN, step * width, (step + 1) * width);
        }
      }
      return {
        ...channel,
        array: { ...channel.array, values } as Channel['array']
      };
    })
  };
}

/** The first row of a job, in each direction that there is. */
export function rowsOfJob(
  rows: readonly CompareRow[],
  job: ChannelHue
): readonly CompareRow[] {
  return rows.filter(
    ({ hue, direction }, at) =>
      hue === job &&
      rows.findIndex(
        each => each.hue === job && each.direction === direction
      ) === at
  );
}

/** `h`, or `h backward` where there are rows of both directions. */
export function namedIn(
  { direction }: CompareRow,
  name: string,
  translate: Translate
): string {
  return direction === undefined
    ? name
    : translate('%1 %2', name, directionWord(direction, translate));
}

/** In which direction a row was read. */
export const directionWord = (
  direction: LayerTrace['direction'],
  translate: Translate
): string =>
  direction === 'forward' ? translate('forward') : translate('backward');

/** The last state of a cell without an h is what the outside sees of it. */
function jobOf(channel: Channel, { channels }: LayerTrace): ChannelHue {
  const states = channels.filter(({ role }) => role === 'state');
  return states.at(-1) === channel &&
    !states.some(state => channelHue(state) === 'hidden')
    ? 'hidden'
    : channelHue(channel);
}

/** Which rows stand at first: what the outside sees, and what keeps it. */
export function firstRows(rows: readonly CompareRow[]): readonly string[] {
  const present = rows
    .filter(({ hue }) => hue === 'hidden' || hue === 'keep')
    .map(({ id }) => id);
  return present.length > 0 ? present : rows.slice(0, 2).map(({ id }) => id);
}

/** The scale of a row in each network: one for all, or each its own. */
export function rowRanges(
  row: CompareRow,
  shared: boolean
): readonly (readonly [number, number] | null)[] {
  const own = row.channels.map(channel => channel && colorRange(channel));
  if (!shared) {
    return own;
  }
  const known = own.filter(range => range !== null);
  const range: readonly [number, number] = [
    Math.min(...known.map(([low]) => low)),
    Math.max(...known.map(([, high]) => high))
  ];
  return own.map(each => each && range);
}

export type CompareOrder = ViewChoice['sort'];

/**
 * The order of a network's units from top to bottom. Units of different networks have nothing to do
 * with each other, so they are ordered by what they do: by the mean of the state over the run (above
 * zero on top), or by the step at which it is largest.
 */
export function compareOrder(
  layer: LayerTrace,
  order: CompareOrder
): Uint32Array {
  const { units } = layer;
  const indices = Uint32Array.from({ length: units }, (_, unit) => unit);
  const state =
    layer.channels.find(({ name }) => name === 'h') ??
    layer.channels.find(({ role }) => role === 'state');
  if (!state || order === 'index') {
    return indices;
  }
  const { values, shape } = state.array;
  const width = shape[1] ?? units;
  const steps = shape[0];
  const key = new Float64Array(units).fill(Infinity);
  for (let unit = 0; unit < Math.min(units, width); unit++) {
    let sum = 0;
    let largest = -1;
    let peak = 0;
    for (let step = 0; step < steps; step++) {
      const value = values[step * width + unit];
      sum += value;
      if (Math.abs(value) > largest) {
        largest = Math.abs(value);
        peak = step;
      }
    }
    key[unit] = order === 'peak' ? peak : -sum / steps;
  }
  return indices.sort((a, b) => key[a] - key[b] || a - b);
}

/** How far a state moved in a step: the mean over units of |h_t − h| of the step computed before. */
export function changeAt(
  layer: Pick<LayerTrace, 'direction'>,
  channel: Channel,
  step: number
): number {
  const width = channel.array.shape[1] ?? 1;
  if (step < 0 || step >= channel.array.shape[0]) {
    return NaN;
  }
  const own = layerTime(layer, channel.array.shape[0]);
  let sum = 0;
  for (let unit = 0; unit < width; unit++) {
    const before =
      step === own.first
        ? (channel.initial?.values[unit] ?? 0)
        : channel.array.values[own.before(step) * width + unit];
    sum += Math.abs(channel.array.values[step * width + unit] - before);
  }
  return sum / width;
}

/** What a network answers at a step, or at its last answer before the end. */
export interface NetworkAnswer {
  readonly step: number;
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly target: number | null;
  /** Whether it is right, where it is a yes or no or a choice among classes. */
  readonly right: boolean | null;
  /** Of a choice among classes: the names of the chosen one, whose share `value` is, and of the target. */
  readonly choice?: { readonly chosen: string; readonly wanted: string | null };
}

/** What an answer should be: a number, or the name of a class; null for what is not known. */
export const targetOf = ({
  target,
  choice
}: NetworkAnswer): number | string | null => (choice ? choice.wanted : target);

/** The answer nearest to a step that has one: at it, else the last of the run; at padding there is none. */
export function answerAt(trace: Trace, step: number): NetworkAnswer | null {
  const [output] = trace.outputs;
  if (!output) {
    return null;
  }
  const steps = stepsWithNumber(output, trace);
  const at = steps.includes(step) ? step : steps.at(-1);
  if (at === undefined) {
    return null;
  }
  const choice = choiceAt(trace, at);
  const { chosen, wanted } = choice ?? { chosen: 0, wanted: null };
  const { name, unit, range, values } = trace.outputs[chosen];
  const value = values.values[at];
  const target = targetAt(trace.targets?.[chosen], at);
  const isYesOrNo =
    range?.[0] === 0 && range[1] === 1 && (target === 0 || target === 1);
  return {
    step: at,
    name,
    unit: unit ?? '',
    value,
    target: Number.isNaN(target) ? null : target,
    right: choice
      ? choice.right
      : isYesOrNo
        ? saysYes(value) === (target === 1)
        : null,
    ...(choice && {
      choice: {
        chosen: name,
        wanted: wanted === null ? null : trace.outputs[wanted].name
      }
    })
  };
}

/** The target of a step; of a run with one target, which is its last, that. */
function targetAt(series: Series | undefined, step: number): number {
  const values = series?.values.values ?? [];
  const own = values[step] ?? NaN;
  const all = Array.from(values).filter(value => !Number.isNaN(value));
  return Number.isNaN(own) && all.length === 1 ? all[0] : own;
}

type Row = Comparison['rows'][number];

/** Whether a network beats what needs no network; null where there is nothing to beat, or nobody knows which is better. */
export function beatsBaseline({ metric }: Row): boolean | null {
  const more = metric ? moreIsBetter(metric.name) : null;
  if (!metric?.baseline || more === null) {
    return null;
  }
  return more
    ? metric.mean > metric.baseline.value
    : metric.mean < metric.baseline.value;
}

/** The order in which the compared layers compute; forward where they differ. */
export function commonOrder({ traces }: Comparison): 1 | -1 {
  return traces
    .flatMap(layersOnTop)
    .every(({ direction }) => direction === 'backward')
    ? -1
    : 1;
}
