import { initializers } from '../tensor/initializers';
import { layerOptions } from '../spec/layers';
import { shapeText } from '../tensor/shape';
import { concat, select } from '../tensor/joining';
import { Tensor } from '../tensor/tensor';
import type { Variable } from '../tensor/variable';
import { makeVariable } from '../tensor/variable';
import type { Layer, LayerOptions, LayerLook, Signal } from './layer';
import { headOf } from './layer';

export interface SelfAttentionOptions extends LayerOptions {
  /** How many heads look at once. Default 1. */
  heads?: number;
  /** Size of each head's queries, keys and values. */
  keyDim: number;
  /** Whether a step sees only itself and the steps before it. Default false. */
  causal?: boolean;
  /**
   * Whether queries and keys are turned by their places, so that a score knows how far the two are apart
   * (Su et al. 2021); `keyDim` must be even. Default false: without it, or `layers.positionEncoding` before,
   * the order of the steps is not seen.
   */
  rotary?: boolean;
  useBias?: boolean;
  seed?: number;
}

/**
 * Every step looks at every step (Vaswani et al. 2017): `softmax(Q Kᵀ/√d) V`, for each head, then a
 * linear map back, `[B, T, I] → [B, T, I]`. As Keras's `MultiHeadAttention(x, x)` and PyTorch's. A causal
 * one answers step by step, too (`model.stream`): it keeps the keys and values of the steps before.
 *
 * @throws TypeError on a wrong option; RangeError when `keyDim` is odd with `rotary`
 * @example
 * ```ts
 * const model = sequential([layers.selfAttention({ keyDim: 3, heads: 2, inputShape: [5, 4] })]);
 * model.summary().layers[0].outputShape; // [5, 4]
 * ```
 */
export function selfAttention(options: SelfAttentionOptions): Layer {
  const who = 'layers.selfAttention';
  const spec = layerOptions.SelfAttention(options);
  const { heads, keyDim, causal, rotary, useBias } = spec;
  if (rotary && keyDim % 2 === 1) {
    throw new RangeError(
      `${who}: keyDim must be even with rotary, which turns its numbers in pairs, got ${keyDim}`
    );
  }
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

  /** Queries, keys and values of some steps, the first of which stands at a place. */
  const projected = (x: Tensor, from: number): Tensor[] =>
    ['query', 'key', 'value'].map(name => {
      const of = split(linear(x, name));
      return rotary && name !== 'value' ? turned(of, from) : of;
    });

  /** Where queries look among the keys that they may see, or are made to look, and what they see there. */
  function look(
    [queries, keys, values]: Tensor[],
    visible: Tensor | null,
    moved = (weights: Tensor): Tensor => weights
  ): LayerLook {
    const scores = queries
      .matmul(keys.transpose([0, 1, 3, 2]))
      .div(Math.sqrt(keyDim));
    const own = (visible ? select(visible, scores, -1e30) : scores).softmax(-1);
    const weights = moved(own);
    const seen = weights.matmul(values);
    return { queries, keys, values, scores, visible, own, weights, seen };
  }

  /** `[B, Q, I]`: what all heads see. */
  function joined({ seen }: LayerLook): Tensor {
    const [batch, , queries] = seen.shape;
    const side = seen
      .transpose([0, 2, 1, 3])
      .reshape([batch, queries, heads * keyDim]);
    return linear(side, 'output');
  }

  return {
    ...headOf({ type: 'SelfAttention', ...spec }),
    acrossTime: causal ? null : 'looks at all steps',
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
    call({ values: x, mask }, pass) {
      const [batch, steps] = x.shape;
      const found = look(
        projected(x, 0),
        visibility(batch, steps, mask, causal),
        pass.lookAt && (weights => pass.lookAt!(this.name, weights))
      );
      pass.looked?.(this.name, found);
      return { values: joined(found), mask };
    },
    ...(causal && {
      stepper() {
        /** Of the steps before that are no padding. */
        let kept: readonly Tensor[] = [];
        let place = 0;
        return {
          step({ values: x, mask }: Signal): Signal {
            const [q, ...own] = projected(x, place++);
            const all = own.map((each, at) =>
              kept.length > 0 ? concat([kept[at], each], 2) : each
            );
            const isPadding = mask?.values[0] === 0;
            const [k, v] = isPadding && kept.length > 0 ? kept : all;
            kept = isPadding ? kept : all;
            return { values: joined(look([q, k, v], null)), mask };
          },
          get carried() {
            return kept.reduce((sum, each) => sum + each.size, 0);
          }
        };
      }
    }),
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

/**
 * `[B, heads, T, d]`, each pair of numbers 2i and 2i + 1 turned by the angle t/10000^{2i/d} of its step.
 */
function turned(of: Tensor, from: number): Tensor {
  const [, , steps, size] = of.shape;
  const cosines = new Float64Array(steps * size);
  const sines = new Float64Array(steps * size);
  // (a, b) · quarter = (−b, a)
  const quarter = new Float64Array(size * size);
  for (let at = 0; at < size; at++) {
    const pair = at - (at % 2);
    quarter[(at ^ 1) * size + at] = at === pair ? -1 : 1;
    for (let step = 0; step < steps; step++) {
      const angle = (from + step) / 10_000 ** (pair / size);
      cosines[step * size + at] = Math.cos(angle);
      sines[step * size + at] = Math.sin(angle);
    }
  }
  const constant = (values: Float64Array<ArrayBuffer>, rows: number) =>
    new Tensor(values, [rows, size]).cast(of.dtype);
  return of
    .mul(constant(cosines, steps))
    .add(of.matmul(constant(quarter, size)).mul(constant(sines, steps)));
}
