import type { LayerTrace, Trace } from '../../trace';
import { handValue } from '../base/inputStrip';
import type { UnitChoice } from '../../views/equations/layerValues';
import { clampOf } from '../whatIf/clampOf';
import type { WhatIfOperation } from '../../views/whatIf/operation';
import type { KeepHandle } from './keepHandle';
import { riverAt } from '../../views/river/riverNow';
import type { River } from '../../views/river/streams';

/** The rivers of the run as it was and as the reader has changed it. */
export interface Rivers {
  readonly river: River;
  /** Null where nothing is changed. */
  readonly before: River | null;
}

/** Takes a layer of two runs apart; null where that cannot be done. */
export function riversOf(
  was: Trace,
  is: Trace,
  layer: string,
  unit: UnitChoice
): Rivers | null {
  const river = riverAt(is, layer, unit);
  return (
    river && { river, before: is === was ? null : riverAt(was, layer, unit) }
  );
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
): WhatIfOperation {
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
