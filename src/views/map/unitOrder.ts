import type { Channel, LayerTrace, Trace } from '../../trace';
import { alikeUnits, type Pattern } from './alikeUnits';
import { unitGroups } from './unitGroups';

/**
 * `groups` is worked out in `unitGroups.ts`, `alike` in `alikeUnits.ts`; here they mean as they are.
 */
export type Sort =
  'index' | 'similarity' | 'groups' | 'alike' | 'peak' | 'value';

/**
 * The order in which units stand from top to bottom.
 *
 * `similarity`: along the first principal direction of the states over the steps, so that units
 * which move together are neighbors; `peak`: by the step of the largest |state|; `value`: the
 * channel's values at a step, largest on top.
 */
export function unitOrder(
  sort: Sort,
  units: number,
  state: Channel | undefined,
  value?: { readonly channel: Channel; readonly step: number }
): Uint32Array {
  const order = Uint32Array.from({ length: units }, (_, unit) => unit);
  const key = sortKey(sort, units, state, value);
  return key ? order.sort((a, b) => key[a] - key[b] || a - b) : order;
}

function sortKey(
  sort: Sort,
  units: number,
  state: Channel | undefined,
  value?: { readonly channel: Channel; readonly step: number }
): ArrayLike<number> | null {
  if (sort === 'similarity' && state) {
    return principalScores(state.array.values, units).map(score => -score);
  }
  if (sort === 'peak' && state) {
    return peakSteps(state.array.values, units);
  }
  if (sort === 'value' && value) {
    const { values } = value.channel.array;
    const start = value.step * units;
    return Float64Array.from({ length: units }, (_, unit) => {
      const number = values[start + unit];
      return Number.isNaN(number) ? Infinity : -number;
    });
  }
  return null;
}

/** The step of each unit's largest |value|. */
export function peakSteps(
  values: ArrayLike<number>,
  units: number
): Float64Array {
  const peaks = new Float64Array(units);
  const largest = new Float64Array(units).fill(-1);
  for (let index = 0; index < values.length; index += 1) {
    const unit = index % units;
    const size = Math.abs(values[index]);
    if (size > largest[unit]) {
      largest[unit] = size;
      peaks[unit] = (index - unit) / units;
    }
  }
  return peaks;
}

/** Of arrays that traces hold, which never change: a clamp that is dragged asks for the same ones again. */
const keptScores = new WeakMap<ArrayLike<number>, Float64Array>();

const ITERATIONS = 24;
/** More steps than this are sampled evenly: the order hardly changes and the time stays short. */
const MOST_STEPS = 256;

/**
 * Each unit's share in the direction along which the rows of a `[T, H]` matrix differ most, found by
 * power iteration on X Xᵀ. The sign is that of the units' values at the end: positive on top.
 */
export function principalScores(
  values: ArrayLike<number>,
  units: number
): Float64Array {
  let scores = keptScores.get(values);
  if (scores?.length !== units) {
    scores = findScores(values, units);
    keptScores.set(values, scores);
  }
  return scores;
}

function findScores(values: ArrayLike<number>, units: number): Float64Array {
  const steps = values.length / units;
  const stride = Math.max(1, Math.ceil(steps / MOST_STEPS));
  const rows: number[] = [];
  for (let step = 0; step < steps; step += stride) {
    rows.push(step);
  }
  const at = (step: number, unit: number): number => {
    const value = values[step * units + unit];
    return Number.isFinite(value) ? value : 0;
  };
  // A start that is no accident of symmetry: the last row.
  let scores = Float64Array.from(
    { length: units },
    (_, unit) => at(steps - 1, unit) + 1e-9 * (unit + 1)
  );
  for (let iteration = 0; iteration < ITERATIONS; iteration += 1) {
    const next = new Float64Array(units);
    for (const step of rows) {
      let dot = 0;
      for (let unit = 0; unit < units; unit += 1) {
        dot += at(step, unit) * scores[unit];
      }
      for (let unit = 0; unit < units; unit += 1) {
        next[unit] += at(step, unit) * dot;
      }
    }
    const length = Math.hypot(...next);
    if (!(length > 0)) {
      break;
    }
    scores = next.map(score => score / length);
  }
  return scores;
}

/** What the reader has chosen of the order. */
interface OrderOptions {
  readonly sort: Sort;
  /** Channel and step of the sort by value. */
  readonly sortAt: { readonly channel: string; readonly step: number } | null;
  readonly pattern: Pattern | null;
}

/** Which unit stands at each place from the top, and the places at which a new group begins. */
export function sceneOrder(
  layer: LayerTrace,
  time: Trace['time'],
  options: OrderOptions
): { order: Uint32Array; edges: readonly number[] } {
  const states = layer.channels.filter(({ role }) => role === 'state');
  // An LSTM's cell state tells its units apart best; other cells have h alone.
  const state = states[0] ?? layer.channels[0];
  const { sortAt } = options;
  if (options.sort === 'alike') {
    const { pattern } = options;
    const asked = layer.channels.find(({ name }) => name === pattern?.channel);
    if (pattern && asked && (asked.array.shape[1] ?? 1) === layer.units) {
      const { order, matched } = alikeUnits(asked, time, pattern);
      return {
        order,
        edges:
          matched.length > 0 && matched.length < layer.units
            ? [matched.length]
            : []
      };
    }
  }
  if (options.sort === 'groups') {
    const { order, sizes } = unitGroups(state.array.values, layer.units);
    let place = 0;
    return {
      order,
      edges: sizes.slice(0, -1).map(size => (place += size))
    };
  }
  const channel: Channel | undefined = layer.channels.find(
    ({ name }) => name === sortAt?.channel
  );
  const order = unitOrder(
    options.sort,
    layer.units,
    state,
    sortAt && channel ? { channel, step: sortAt.step } : undefined
  );
  return { order, edges: [] };
}
