import type { LayerTrace, Trace } from '../../trace';
import type { ViewStore } from '../context';
import { numericFeatures } from './riverState';

/** What a reader has chosen of a river; kept in the store, so that a view made anew has it. */
export interface RiverChoice {
  /** The feature of the input that colors the streams; null: their step does. */
  readonly feature: number | null;
  setFeature(feature: number | null): void;
  /** The next or previous of them; false where there is one alone. */
  featureBeside(by: number): boolean;
  /** All units are shown, a small river each. */
  readonly allUnits: boolean;
  setAllUnits(shown: boolean): void;
}

export function createRiverChoice(
  trace: () => Trace,
  layer: () => LayerTrace,
  store: ViewStore
): RiverChoice {
  const feature = (): number | null => {
    const { length } = numericFeatures(trace(), layer());
    const { id, view } = trace();
    const stored =
      store.get<number | 'step'>(id, 'riverColor') ?? view?.feature ?? 0;
    return length === 0 || stored === 'step'
      ? null
      : Math.min(stored, length - 1);
  };
  const setFeature = (next: number | null): void =>
    store.set(trace().id, 'riverColor', next ?? 'step');
  return {
    get feature() {
      return feature();
    },
    setFeature,
    featureBeside(by) {
      const order = [...numericFeatures(trace(), layer()).keys(), null];
      const at = order.indexOf(feature()) + by;
      setFeature(order[Math.max(0, Math.min(order.length - 1, at))]);
      return order.length > 1;
    },
    get allUnits() {
      return (
        layer().units > 1 &&
        (store.get<boolean>(trace().id, 'riverUnits') ?? false)
      );
    },
    setAllUnits: shown => store.set(trace().id, 'riverUnits', shown)
  };
}
