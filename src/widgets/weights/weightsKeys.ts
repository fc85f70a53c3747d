import type { LayerWeights } from '../../trace';
import type { KeyAction } from '../../scene/words/keyAction';
import {
  gateGroups,
  slotsOf,
  type WeightPlace
} from '../../views/weights/weightPlaces';

export interface WeightsKeysOptions {
  readonly layer: () => LayerWeights;
  readonly place: () => WeightPlace;
  readonly look: (next: WeightPlace) => true;
}

/** The keys that move from weight to weight: units up and down, what enters to the sides, gates. */
export function weightsKeys({
  layer,
  place,
  look
}: WeightsKeysOptions): Partial<Record<KeyAction, () => true>> {
  const byUnit = (by: number) => () => {
    const now = place();
    return look({ ...now, unit: now.unit + by });
  };
  /** To the side: the next of what enters, over the edges of W, U and b. */
  const bySide = (by: number) => () => {
    const now = place();
    const [rows] = layer().parameters[now.parameter].shape;
    const next = now.row + by;
    const beside = next < 0 || next >= rows ? neighbor(now, by) : null;
    return look(
      beside === null
        ? { ...now, row: next }
        : {
            ...now,
            parameter: beside,
            row: by > 0 ? 0 : layer().parameters[beside].shape[0] - 1
          }
    );
  };
  const neighbor = (now: WeightPlace, by: number): number | null => {
    const { of } = layer().parameters[now.parameter];
    const groups = gateGroups(layer());
    const gate = groups.findIndex(group => group.of === of);
    const own = slotsOf(layer(), groups).flatMap(
      ({ parameters }) => parameters[gate] ?? []
    );
    return own[own.indexOf(now.parameter) + by] ?? null;
  };
  /** The same letter of the gate below or above. */
  const byGate = (by: number) => () => {
    const now = place();
    const slot = slotsOf(layer()).find(({ parameters }) =>
      parameters.includes(now.parameter)
    );
    const all = (slot?.parameters ?? []).filter(index => index !== undefined);
    const next = all[all.indexOf(now.parameter) + by];
    return look({ ...now, parameter: next ?? now.parameter });
  };
  const end = (last: boolean) => () => {
    const now = place();
    const [rows] = layer().parameters[now.parameter].shape;
    return look({ ...now, row: last ? rows - 1 : 0 });
  };
  return {
    nextUnit: byUnit(1),
    previousUnit: byUnit(-1),
    nextStep: bySide(1),
    previousStep: bySide(-1),
    firstStep: end(false),
    lastStep: end(true),
    nextChannel: byGate(1),
    previousChannel: byGate(-1)
  };
}
