import { initializers } from '../tensor/initializers';
import { layerOptions } from '../spec/layers';
import { shapeText } from '../tensor/shape';
import { select } from '../tensor/joining';
import { Tensor } from '../tensor/tensor';
import type { Variable } from '../tensor/variable';
import { makeVariable } from '../tensor/variable';
import type { Layer, LayerOptions } from './layer';
import { headOf } from './layer';

export interface SelfAttentionOptions extends LayerOptions {
  /** How many heads look at once. Default 1. */
  heads?: number;
  /** Size of each head's queries, keys and values. */
  keyDim: number;
  /** Whether a step sees only itself and the steps before it. Default false. */
  causal?: boolean;
  useBias?: boolean;
  seed?: number;
}

/**
 * Every step looks at every step (Vaswani et al. 2017): `softmax(Q Kᵀ/√d) V`, for each head, then a
 * linear map back, `[B, T, I] → [B, T, I]`. As Keras's `MultiHeadAttention(x, x)`.
 *
 * @throws TypeError on a wrong option
 * @example
 * ```ts
 * const model = sequential([layers.selfAttention({ keyDim: 3, heads: 2, inputShape: [5, 4] })]);
 * model.summary().layers[0].outputShape; // [5, 4]
 * ```
 */
export function selfAttention(options: SelfAttentionOptions): Layer {
  const who = 'layers.selfAttention';
  const spec = layerOptions.SelfAttention(options);
  const { heads, keyDim, causal, useBias } = spec;
  let variables: Variable[] = [];
  let size = 0;

  /** `[B, T, heads·d]` → `[B, heads, T, d]` */
  const split = (of: Tensor): Tensor => {
    const [batch, steps] = of.shape;
    return of.reshape([batch, steps, heads, keyDim]).transpose([0, 2, 1, 3]);
  };
  const linear = (x: Tensor, name: string): Tensor => {
    const find = (full: string) =>
      variables.find(variable => variable.name === full)?.tensor;
    const product = x.matmul(find(`${name}Kernel`)!);
    const bias = find(`${name}Bias`);
    return bias ? product.add(bias) : product;
  };

  return {
    ...headOf({ type: 'SelfAttention', ...spec }),
    acrossTime: 'looks at all steps',
    cells: [],
    build(input, { seed, dtype }) {
      const last = input[1];
      if (input.length !== 2 || typeof last !== 'number') {
        throw new RangeError(
          `${who}: its input must be sequences [B, T, I], got ${shapeText([null, ...input])}`
        );
      }
      size = last;
      const from = { seed: spec.seed ?? seed, dtype };
      const inner = heads * keyDim;
      const pair = (name: string, rows: number, columns: number) => [
        makeVariable(
          `${name}Kernel`,
          [rows, columns],
          initializers.glorotUniform(),
          from
        ),
        ...(useBias
          ? [makeVariable(`${name}Bias`, [columns], initializers.zeros(), from)]
          : [])
      ];
      variables = [
        ...pair('query', size, inner),
        ...pair('key', size, inner),
        ...pair('value', size, inner),
        ...pair('output', inner, size)
      ];
      return input;
    },
    call({ values: x, mask }) {
      const [batch, steps] = x.shape;
      const [q, k, v] = ['query', 'key', 'value'].map(name =>
        split(linear(x, name))
      );
      const scores = q.matmul(k.transpose([0, 1, 3, 2])).div(Math.sqrt(keyDim));
      const visible = visibility(batch, steps, mask, causal);
      const weights = (
        visible ? select(visible, scores, -1e30) : scores
      ).softmax(-1);
      const joined = weights
        .matmul(v)
        .transpose([0, 2, 1, 3])
        .reshape([batch, steps, heads * keyDim]);
      return { values: linear(joined, 'output'), mask };
    },
    get variables() {
      return variables;
    },
    get count() {
      const inner = heads * keyDim;
      const bias = useBias ? 3 * inner + size : 0;
      return {
        count: 4 * size * inner + bias,
        formula: useBias ? '4nhd+3hd+n' : '4nhd',
        arithmetic: `4·${size}·${heads}·${keyDim}${useBias ? `+3·${heads}·${keyDim}+${size}` : ''}`
      };
    }
  };
}

/** `[B, 1, T, T]`: 1 where a step may look; absent when every step may look everywhere. */
function visibility(
  batch: number,
  steps: number,
  mask: Tensor | undefined,
  causal: boolean
): Tensor | null {
  if (!mask && !causal) {
    return null;
  }
  const values = new Float64Array(batch * steps * steps);
  for (let row = 0; row < batch; row++) {
    for (let to = 0; to < steps; to++) {
      for (let from = 0; from < steps; from++) {
        const isReal = !mask || mask.values[row * steps + from] !== 0;
        values[(row * steps + to) * steps + from] = Number(
          isReal && (!causal || from <= to)
        );
      }
    }
  }
  return new Tensor(values, [batch, 1, steps, steps]);
}
