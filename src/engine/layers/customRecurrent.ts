import { cell as makeCell } from '../cells/custom';
import type { CellOptions } from '../cells/custom';
import { requireKnown } from '../check';
import { described } from '../tensor/values';
import type { RecurrentLayer, RecurrentLayerOptions } from './recurrent';
import { recurrentLayer, recurrentLayerOptionNames } from './recurrent';

export type CustomCell<
  S extends string,
  P extends string,
  C extends string
> = Omit<CellOptions<S, P, C>, 'inputSize' | 'units' | 'seed' | 'dtype'>;

export interface CustomRecurrentOptions<
  S extends string,
  P extends string,
  C extends string
> extends RecurrentLayerOptions {
  /** What `cell` takes, without the sizes: the layer gives them. */
  cell: CustomCell<S, P, C>;
}

/**
 * A layer that runs a cell of your own over time. It trains, is traced and is drawn like the
 * built-in ones. (Keras's `RNN(cell)`.)
 *
 * @throws TypeError on a wrong or unknown option
 * @example
 * ```ts
 * const layer = layers.recurrent({
 *   units: 4,
 *   cell: {
 *     name: 'mine',
 *     state: ['h'],
 *     parameters: ['W', 'U', 'b'],
 *     step: ({ x, h }, { W, U, b }) => ({ h: tanh(add(matmul(x, W), matmul(h, U), b)) })
 *   }
 * });
 * ```
 */
export function recurrent<
  const S extends string,
  const P extends string,
  C extends string
>(options: CustomRecurrentOptions<S, P, C>): RecurrentLayer {
  const who = 'layers.recurrent';
  requireKnown(who, options, [...recurrentLayerOptionNames, 'cell']);
  const { cell } = options;
  if (typeof cell !== 'object' || cell === null) {
    throw new TypeError(
      `${who}: cell must be an object { name, state, parameters, step }, got ${described(cell)}`
    );
  }
  return recurrentLayer('RNN', who, options, (inputSize, { seed, dtype }) =>
    makeCell({
      ...(cell as CellOptions<S, P, C>),
      inputSize,
      units: options.units,
      seed,
      dtype
    })
  );
}
