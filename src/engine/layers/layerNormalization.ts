import { layerOptions } from '../spec/layers';
import { initializers } from '../tensor/initializers';
import type { Variable } from '../tensor/variable';
import { makeVariable } from '../tensor/variable';
import type { Layer, LayerOptions } from './layer';
import { headOf } from './layer';

export interface LayerNormalizationOptions extends LayerOptions {
  /** Added to the variance. Default 0.001 as Keras; PyTorch's is 0.00001. */
  epsilon?: number;
}

/**
 * Each row of the last axis brought to mean 0 and deviation 1, then scaled by γ and shifted by β
 * (Ba et al. 2016): `γ (x − mean)/√(variance + ε) + β`. As Keras's `LayerNormalization`.
 *
 * @throws TypeError on a wrong or unknown option
 * @example
 * ```ts
 * const model = sequential([layers.layerNormalization({ inputShape: [5, 2] })]);
 * model.summary().layers[0].outputShape; // [5, 2]
 * ```
 */
export function layerNormalization(
  options: LayerNormalizationOptions = {}
): Layer {
  const spec = layerOptions.LayerNormalization(options);
  const { epsilon } = spec;
  let variables: Variable[] = [];
  let size = 0;
  return {
    ...headOf({ type: 'LayerNormalization', ...spec }),
    cells: [],
    build(input, { seed, dtype }) {
      size = input[input.length - 1] ?? 0;
      const from = { seed, dtype };
      variables = [
        makeVariable('gamma', [size], initializers.ones(), from),
        makeVariable('beta', [size], initializers.zeros(), from)
      ];
      return input;
    },
    call({ values: x, mask }) {
      const [gamma, beta] = variables;
      const centered = x.sub(x.mean(-1, { keepDims: true }));
      const variance = centered.square().mean(-1, { keepDims: true });
      return {
        values: centered
          .div(variance.add(epsilon).sqrt())
          .mul(gamma.tensor)
          .add(beta.tensor),
        mask
      };
    },
    get variables() {
      return variables;
    },
    get count() {
      return { count: 2 * size, formula: '2m', arithmetic: `2·${size}` };
    }
  };
}
