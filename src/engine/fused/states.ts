import type { Layer } from '../layers/layer';
import { Tensor } from '../tensor/tensor';

/** States by name, `[B, H]` each; of a layer in both directions under `0/h`, `1/h`. */
export type StatesByName = Readonly<Record<string, ArrayLike<number>>>;

/** Where stateful layers keep their states between batches. */
export interface StateStore {
  /** A layer's states before the first step, for a batch of this size; null for zeros. */
  before(layer: string, batch: number): StatesByName | null;
  /** Takes those after the last. */
  after(layer: string, states: Readonly<Record<string, Float32Array>>): void;
}

/** The states that the layers themselves carry, so that a reset or a save finds them. */
export function carriedBy(layers: readonly Layer[]): StateStore {
  const layerOf = (wanted: string) =>
    layers.find(({ name }) => name === wanted)!;
  return {
    before(name, batch) {
      const states = Object.entries(layerOf(name).states?.() ?? {});
      for (const [, { shape }] of states) {
        if (shape[0] !== batch) {
          throw new RangeError(
            `layer '${name}': stateful, and the state carried over is for a batch of ${shape[0]}, not ${batch} (call resetStates)`
          );
        }
      }
      return states.length > 0
        ? Object.fromEntries(
            states.map(([state, { values }]) => [state, values])
          )
        : null;
    },
    after(name, states) {
      const layer = layerOf(name);
      const { dtype } = layer.variables[0].tensor;
      layer.setStates?.(
        Object.fromEntries(
          Object.entries(states).map(([state, values]) => {
            const width = widthOf(layer, state);
            return [
              state,
              new Tensor(
                dtype === 'f64'
                  ? new Float64Array(values)
                  : (values as Float32Array<ArrayBuffer>),
                [values.length / width, width]
              )
            ];
          })
        )
      );
    }
  };
}

/** How many numbers a state has; its name begins with its direction where there are two. */
const widthOf = ({ cells: [cell] }: Layer, state: string): number =>
  cell.definition.state[state.slice(state.indexOf('/') + 1)];
