import {
  isPadding,
  readsTurned,
  type LayerTrace,
  type Trace
} from '../../trace';
import { handValue } from '../base/inputStrip';
import type { UnitChoice } from '../../views/equations/layerValues';
import { clampOf } from '../whatIf/clampOf';
import type { Operation } from '../../views/whatIf/operation';
import type { KeepHandle } from './keepHandle';
import { riverOf, type River } from '../../views/river/streams';

/** The rivers of the run as it was and as the reader has changed it. */
export interface Rivers {
  readonly river: River;
  /** Null where nothing is changed. */
  readonly before: River | null;
}

/** The river of the run as it was, which stays while a hand drags what becomes of it. */
const keptRivers = new WeakMap<Trace, Map<string, River | null>>();

function kept(
  trace: Trace,
  layer: string,
  unit: UnitChoice,
  make: () => River | null
): River | null {
  const rivers = keptRivers.get(trace) ?? new Map<string, River | null>();
  keptRivers.set(trace, rivers);
  const name = JSON.stringify([layer, unit]);
  const found = rivers.get(name);
  if (found !== undefined) {
    return found;
  }
  const river = make();
  rivers.set(name, river);
  return river;
}

/** Takes a layer of two runs apart; null where that cannot be done. */
export function riversOf(
  was: Trace,
  is: Trace,
  layer: string,
  unit: UnitChoice
): Rivers | null {
  const of = (trace: Trace): River | null => {
    const found = trace.layers.find(({ name }) => name === layer);
    return found ? riverOf(trace, found, unit) : null;
  };
  const river = of(is);
  if (!river) {
    return null;
  }
  const before = is === was ? null : kept(was, layer, unit, () => of(was));
  return { river, before };
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
  const known = values.filter(Number.isFinite);
  return {
    values,
    range:
      known.length === 0
        ? [0, 1]
        : [
            known.reduce((a, b) => Math.min(a, b)),
            known.reduce((a, b) => Math.max(a, b))
          ]
  };
}

/** The clamp that keeps so much at a step, in one unit or in all. */
export function keepClamp(
  layer: LayerTrace,
  { channel, turned }: KeepHandle,
  place: {
    readonly step: number;
    readonly unit: UnitChoice;
    readonly keep: number;
    readonly steps: number;
  }
): Operation {
  const { step, unit, keep, steps } = place;
  const units =
    unit === 'mean'
      ? Array.from({ length: layer.units }, (_, each) => each)
      : [unit];
  const kept = handValue(keep, [0, 1]);
  return {
    kind: 'clamp',
    clamp: clampOf(
      { layer: layer.name, channel, units, steps: [step] },
      Number(turned(kept).toFixed(6)),
      layer,
      steps
    )
  };
}
