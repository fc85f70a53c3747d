import { findCarry, isCarry, layerTime } from '../../trace';
import type { Carry, LayerTrace, Trace } from '../../trace';
import { layerValues, type UnitChoice } from '../equations/layerValues';
import { wholeLayer } from '../equations/wholeLayer';
import { keptAndWritten } from '../unrolled/shares';

/** One unit: what each place of the layer's own time kept and wrote, and its state before the first. */
interface Lane {
  readonly keep: Float64Array;
  readonly written: Float64Array;
  readonly initial: number;
}

/**
 * What the state of a unit, or of the mean of all, is made of at every step: a stream a step. Places
 * count in the layer's own time: place 0 is the step that was computed first.
 */
export interface River {
  readonly carry: Carry;
  readonly unit: UnitChoice;
  /** No step keeps anything: all of the state goes through a function. */
  readonly anew: boolean;
  /** T. */
  readonly steps: number;
  /** The step at a place, and the place of a step. */
  readonly stepAt: (place: number) => number;
  readonly placeOf: (step: number) => number;
  /** The recorded state at each place, and before the first. */
  readonly total: Float64Array;
  /** What each place keeps and writes, of the mean of units their means. */
  readonly keep: Float64Array;
  readonly written: Float64Array;
  /** The places at which nothing was computed. */
  readonly padding: readonly boolean[];
  /** How many units there are, and of how many a clamp held the state at each place. */
  readonly units: number;
  readonly held: readonly number[];
  /** What each stream holds at a place: that of the state before the first step, then a step each. */
  amountsAt(place: number): Float64Array;
  /** The same at the last place of every `group` places, streams of as many steps together. */
  amounts(group: number): readonly Float64Array[];
}

/** How the state of a layer is carried; a plain state keeps a share of nothing and writes itself. */
function carryOrAnew(layer: LayerTrace): Carry | null {
  const found = findCarry(layer);
  if (isCarry(found)) {
    return found;
  }
  return found.reason === 'writtenOver' && found.state !== null
    ? {
        state: found.state,
        keep: { kind: 'number', value: 0 },
        write: { kind: 'symbol', name: found.state, role: 'channel' },
        terms: { keep: '0', write: found.state }
      }
    : null;
}

/**
 * Takes the state of a unit at all steps apart into what each step wrote. Null for a state that cannot
 * be, and where a number that is needed is not in the trace.
 */
export function riverOf(
  trace: Trace,
  layer: LayerTrace,
  unit: UnitChoice
): River | null {
  const carry = carryOrAnew(layer);
  if (!carry) {
    return null;
  }
  // A gate that all units share stands beside the layer.
  const values = layerValues(wholeLayer(trace, layer), trace.time);
  const { steps } = trace.time;
  const own = layerTime(layer, steps);
  const stepAt = (place: number): number => own.later(own.first, place);
  const state = layer.channels.find(({ name }) => name === carry.state);
  // A projected state has fewer units than its layer.
  const width = state?.array.shape[1] ?? layer.units;
  const units =
    unit === 'mean' ? Array.from({ length: width }, (_, each) => each) : [unit];
  const lanes: Lane[] = [];
  const mean = (): Float64Array => new Float64Array(steps);
  const [total, keep, written] = [mean(), mean(), mean()];
  const padding: boolean[] = [];
  const held = new Array<number>(steps).fill(0);
  for (const each of units) {
    const lane: Lane = {
      keep: mean(),
      written: mean(),
      initial: values.channel(carry.state, own.before(own.first), each) ?? 0
    };
    for (let place = 0; place < steps; place += 1) {
      const step = stepAt(place);
      const share = keptAndWritten(trace, values, carry, step, each);
      if (!share) {
        return null;
      }
      lane.keep[place] = share.keep;
      lane.written[place] = share.written;
      padding[place] = share.padding;
      held[place] += share.held;
      keep[place] += share.keep / units.length;
      written[place] += share.written / units.length;
      total[place] +=
        (values.channel(carry.state, step, each) ?? 0) / units.length;
    }
    lanes.push(lane);
  }
  const grouped = new Map<number, Float64Array[]>();
  return {
    carry,
    unit,
    anew: carry.keep.kind === 'number' && carry.keep.value === 0,
    steps,
    stepAt,
    placeOf: own.placeOf,
    total,
    keep,
    written,
    padding,
    units: units.length,
    held,
    amountsAt: place => amountsAt(lanes, place),
    amounts(group) {
      const rows = grouped.get(group) ?? amountsOf(lanes, steps, group);
      grouped.set(group, rows);
      return rows;
    }
  };
}

function amountsAt(lanes: readonly Lane[], place: number): Float64Array {
  const amounts = new Float64Array(place + 2);
  for (const { keep, written, initial } of lanes) {
    let later = 1 / lanes.length;
    for (let at = place; at >= 0; at -= 1) {
      amounts[at + 1] += written[at] * later;
      later *= keep[at];
    }
    amounts[0] += initial * later;
  }
  return amounts;
}

function amountsOf(
  lanes: readonly Lane[],
  steps: number,
  group: number
): Float64Array[] {
  const groups = Math.ceil(steps / group);
  const rows = Array.from(
    { length: groups },
    (_, row) => new Float64Array(row + 2)
  );
  for (const { keep, written, initial } of lanes) {
    const now = new Float64Array(groups + 1);
    now[0] = initial / lanes.length;
    for (let place = 0; place < steps; place += 1) {
      const newest = Math.floor(place / group) + 1;
      const kept = keep[place];
      for (let stream = 0; stream <= newest; stream += 1) {
        now[stream] *= kept;
      }
      now[newest] += written[place] / lanes.length;
      if (place === steps - 1 || (place + 1) % group === 0) {
        const row = rows[newest - 1];
        for (let stream = 0; stream <= newest; stream += 1) {
          row[stream] += now[stream];
        }
      }
    }
  }
  return rows;
}
