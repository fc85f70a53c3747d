import {
  asRead,
  isPadding,
  readsTurned,
  type LayerTrace,
  type Trace
} from '../../trace';
import type { ChosenOf } from '../../scene/choices';
import { extentOf } from '../../scene/marks/valueScale';
import type { Now } from '../../scene/view';
import type { UnitChoice } from '../equations/layerValues';
import { layerNamed, unitOf } from '../run/runChoices';
import type { RiverPlace } from './riverWords';
import { riverOf, type River } from './streams';

export type RiverChoice =
  'layer' | 'unit' | 'mean' | 'step' | 'feature' | 'color' | 'allUnits';

/** What a page knows of a river beside its run. */
export interface RiverData {
  /** The run before the reader's changes; null where nothing is changed. */
  readonly was: Trace | null;
  /** The stream that is pointed at, by its place; -1: the state before the first step. */
  readonly stream: number | null;
}

export type RiverNow = Now<'trace', ChosenOf<RiverChoice>, RiverData>;

/** The rivers of a run stay while a hand drags what happens to it. */
const known = new WeakMap<Trace, Map<string, River | null>>();

/** The river of a layer of a run; null where there is none. */
export function riverAt(
  trace: Trace,
  layer: string,
  unit: UnitChoice
): River | null {
  const rivers = known.get(trace) ?? new Map<string, River | null>();
  known.set(trace, rivers);
  const name = JSON.stringify([layer, unit]);
  const found = rivers.get(name);
  if (found !== undefined) {
    return found;
  }
  const own = trace.layers.find(each => each.name === layer);
  const river = own ? riverOf(trace, own, unit) : null;
  rivers.set(name, river);
  return river;
}

/** The features of the input that are numbers, where a layer reads them at their steps; none of tokens. */
export function numericFeatures(
  trace: Trace,
  layer: LayerTrace
): readonly string[] {
  const { editable, names } = trace.input;
  return editable && !readsTurned(trace, layer) ? names : [];
}

/** The numbers of one feature, step by step, and their least and greatest. */
export function featureValues(
  { input, time }: Trace,
  feature: number
): {
  readonly values: readonly number[];
  readonly range: readonly [number, number];
} {
  const count = input.names.length;
  const values = Array.from({ length: time.steps }, (_, step) =>
    isPadding(time, step) ? NaN : input.array.values[step * count + feature]
  );
  const [low, high] = extentOf([values]);
  // One number alone has no range of colors.
  const isOne = new Set(values.filter(Number.isFinite)).size === 1;
  const middle = (low + high) / 2;
  return { values, range: isOne ? [middle, middle] : [low, high] };
}

/** What is shown of a run now; null where there is no river. */
export function riverPlace({ bundle, chosen }: RiverNow): RiverPlace | null {
  const layer = layerNamed(bundle, chosen.layer);
  const river = riverAt(bundle, layer.name, unitOf(chosen));
  const feature = numericFeatures(bundle, layer).indexOf(chosen.color);
  return (
    river && {
      ...{ trace: asRead(bundle, layer), layer, river, step: chosen.step },
      feature: feature < 0 ? null : feature
    }
  );
}

/** From 0 to 1 the color of each place's stream: by its input, else by its time. */
export function shadesOf(
  { trace, feature }: Pick<RiverPlace, 'trace' | 'feature'>,
  { steps, stepAt }: River,
  /** While the input is dragged, the colors keep the range that it had. */
  was: Trace | null
): (place: number) => number {
  if (feature === null) {
    return place => (steps > 1 ? place / (steps - 1) : 0.5);
  }
  const { values } = featureValues(trace, feature);
  const [low, high] = featureValues(was ?? trace, feature).range;
  return place =>
    high > low ? (values[stepAt(place)] - low) / (high - low) : 0.5;
}
