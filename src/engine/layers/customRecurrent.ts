import { Cell } from '../cells/cell';
import { cell as makeCell } from '../cells/custom';
import type { CellOptions } from '../cells/custom';
import { layerOptions } from '../spec/layers';
import { described } from '../base/described';
import type { RecurrentLayer, RecurrentLayerOptions } from './recurrent';
import { recurrentLayer } from './recurrent';

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

/** The same with a cell that is made already: the layer trains its weights. */
export interface MadeCellOptions<C extends string> extends Omit<
  RecurrentLayerOptions,
  'units'
> {
  cell: Cell<C>;
  /** As many as the cell has. */
  units?: number;
}

/**
 * A layer that runs a cell of your own over time. It trains, is traced and is drawn like the
 * built-in ones. (Keras's `RNN(cell)`.)
 *
 * @param options `cell` is what the function `cell` takes, or a cell that it made: training then
 *   changes that cell's own weights
 * @throws TypeError on a wrong or unknown option; when the model is built a RangeError if a made cell
 *   has another number of inputs
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
>(options: CustomRecurrentOptions<S, P, C>): RecurrentLayer;
export function recurrent<C extends string>(
  options: MadeCellOptions<C>
): RecurrentLayer;
export function recurrent(
  options:
    CustomRecurrentOptions<string, string, string> | MadeCellOptions<string>
): RecurrentLayer {
  const who = 'layers.recurrent';
  if (options?.cell instanceof Cell) {
    return madeCell(who, options as MadeCellOptions<string>);
  }
  const settled = layerOptions.RNN(
    options as CustomRecurrentOptions<string, string, string>
  );
  const { cell, ...spec } = settled;
  if (typeof cell !== 'object' || cell === null) {
    throw new TypeError(
      `${who}: cell must be an object { name, state, parameters, step } or a cell, got ${described(cell)}`
    );
  }
  const { units } = spec;
  requireUnheld(who, spec);
  return recurrentLayer(
    { type: 'RNN', ...spec },
    who,
    (inputSize, { seed, dtype }) =>
      makeCell({
        ...(cell as CellOptions<string, string, string>),
        inputSize,
        units,
        seed,
        dtype
      }),
    changed =>
      recurrent({
        ...(options as CustomRecurrentOptions<string, string, string>),
        ...changed
      })
  );
}

/** Throws where a weight is named that a cell of one's own need not have. */
function requireUnheld(who: string, spec: object): void {
  const given = Object.entries(spec).find(
    ([name, value]) =>
      /^(kernel|recurrent|bias)(Regularizer|Constraint)$/.test(name) &&
      value !== undefined
  );
  if (given) {
    throw new TypeError(
      `${who}: ${given[0]} goes with layers.simpleRNN, lstm and gru; a cell of your own has other weights`
    );
  }
}

function madeCell(
  who: string,
  options: MadeCellOptions<string>
): RecurrentLayer {
  const { units = options.cell.units } = options;
  const spec = layerOptions.RNN({ ...options, units });
  const { cell } = options;
  requireUnheld(who, spec);
  if (units !== cell.units) {
    throw new RangeError(
      `${who}: units is ${described(units)}, but the cell ${cell.name} has ${cell.units}`
    );
  }
  const made = (inputSize: number) => {
    if (inputSize !== cell.inputSize) {
      throw new RangeError(
        `${who}: the cell ${cell.name} has inputSize ${cell.inputSize}, but what comes before gives ${inputSize}`
      );
    }
    return cell;
  };
  return recurrentLayer({ type: 'RNN', ...spec }, who, made, changed =>
    recurrent({
      ...options,
      ...changed,
      // The other direction of a bidirectional layer has weights of its own.
      cell: cell.anew((changed.seed ?? cell.seed ?? 0) + 1)
    })
  );
}
