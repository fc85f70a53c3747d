import { saysComputed } from '../base/refusal';
import { anything, object, oneOf, options as reader } from '../base/options';
import type { AttentionScore } from '../spec/layers';
import { attentionScores } from '../spec/layers';
import type { Initializer } from '../tensor/initializers';
import { initializers } from '../tensor/initializers';
import type { Named } from '../recurrence/definition';
import type { FloatType } from '../tensor/operation';
import { shapeText } from '../tensor/shape';
import type { Tensor, TensorLike } from '../tensor/tensor';
import { select } from '../tensor/joining';
import { zeros } from '../tensor/making';
import { asTensor } from '../tensor/tensor';
import type { Variable } from '../tensor/variable';
import { makeVariable } from '../tensor/variable';

export interface AttendOptions {
  /** Default `dot`. */
  score?: AttentionScore;
  /** `[B, S]` or `[S]`: 0 where a key is padding. */
  mask?: TensorLike;
  /** `W` for `general`; `W`, `U` and `v` for `additive`. */
  parameters?: Named;
}

const read = reader('attend', {
  score: oneOf(attentionScores).or('dot'),
  mask: anything<TensorLike | undefined>(),
  parameters: object<Named>().or({})
});

/** Where each query looked, and what it saw. */
export interface Attended {
  /** `[B, Q, S]`; rows sum to 1. */
  readonly weights: Tensor;
  /** `[B, Q, V]`: values averaged by the weights. */
  readonly context: Tensor;
}

/**
 * Attention: each query looks at all keys and takes the average of the values, weighted by
 * `softmax(score(q, k))`.
 *
 * - `dot`: `q · k`; `scaled`: `q · k / √d` (Vaswani et al. 2017);
 * - `general`: `q · W k` (Luong et al. 2015), W `[K, Q]`;
 * - `additive`: `v · tanh(W q + U k)` (Bahdanau et al. 2015), W `[Q, A]`, U `[K, A]`, v `[A]`;
 * - `uniform`: 0, the same look at every key: a control that shows what choosing is worth.
 *
 * @param queries `[B, Q, D]`; `[Q, D]` without a batch
 * @param keys `[B, S, K]`; `[S, K]` without a batch
 * @param values `[B, S, V]`, the keys by default
 * @throws RangeError when the shapes do not fit; TypeError when a parameter is missing
 * @example
 * ```ts
 * const { weights } = attend([[2, 0]], [[5, 0], [0, 5]]);
 * weights.at(0).at(0).item() > 0.99; // true
 * ```
 */
export function attend(
  queries: TensorLike,
  keys: TensorLike,
  values: TensorLike = keys,
  options: AttendOptions = {}
): Attended {
  const who = 'attend';
  saysComputed('attend');
  const { score, parameters, mask: given } = read(options);
  const [q, k, v] = [
    asTensor(queries, `${who}: queries`),
    asTensor(keys, `${who}: keys`),
    asTensor(values, `${who}: values`)
  ];
  const isSingle = q.rank === 2 && k.rank === 2;
  if (
    q.rank !== k.rank ||
    v.rank !== k.rank ||
    (q.rank !== 2 && q.rank !== 3) ||
    k.shape[k.rank - 2] !== v.shape[v.rank - 2]
  ) {
    throw new RangeError(
      `${who}: queries, keys and values must be [B, Q, D], [B, S, K] and [B, S, V] (or without B), got ${[q, k, v].map(({ shape }) => shapeText(shape)).join(', ')}`
    );
  }
  const batch = (of: Tensor) => (isSingle ? of.reshape([1, ...of.shape]) : of);
  const scores = scoresOf(who, score, batch(q), batch(k), parameters);
  const mask =
    given === undefined ? undefined : asTensor(given, `${who}: mask`);
  const [rows, , sources] = scores.shape;
  if (mask && mask.size !== rows * sources && mask.size !== sources) {
    throw new RangeError(
      `${who}: mask must have shape [${rows}, ${sources}], got ${shapeText(mask.shape)}`
    );
  }
  const visible = mask
    ? // Finite, so that a row with nothing to look at has no NaN in its gradient.
      select(
        mask.reshape([mask.size === sources ? 1 : rows, 1, sources]),
        scores,
        -1e30
      )
    : scores;
  const weights = visible.softmax(-1);
  const context = weights.matmul(batch(v));
  return isSingle
    ? { weights: weights.at(0), context: context.at(0) }
    : { weights, context };
}

/** The weights that a score has, with their start values. */
export function attentionVariables(
  score: AttentionScore,
  sizes: {
    readonly query: number;
    readonly key: number;
    readonly units: number;
  },
  from: { readonly seed: number; readonly dtype: FloatType },
  prefix = ''
): Variable[] {
  const glorot: Initializer = initializers.glorotUniform();
  const make = (name: string, shape: readonly number[]) =>
    makeVariable(prefix + name, shape, glorot, from);
  switch (score) {
    case 'general':
      return [make('W', [sizes.key, sizes.query])];
    case 'additive':
      return [
        make('W', [sizes.query, sizes.units]),
        make('U', [sizes.key, sizes.units]),
        make('v', [sizes.units])
      ];
    default:
      return [];
  }
}

/** `[B, Q, S]` */
function scoresOf(
  who: string,
  score: AttentionScore,
  q: Tensor,
  k: Tensor,
  parameters: Named
): Tensor {
  const parameter = (name: string): Tensor => {
    if (!(name in parameters)) {
      throw new TypeError(
        `${who}: the score '${score}' needs the parameter ${name}`
      );
    }
    return parameters[name];
  };
  const turned = (of: Tensor) => of.transpose([0, 2, 1]);
  switch (score) {
    case 'dot':
      return q.matmul(turned(k));
    case 'scaled':
      return q.matmul(turned(k)).div(Math.sqrt(q.shape[2]));
    case 'general':
      return q.matmul(turned(k.matmul(parameter('W'))));
    case 'additive': {
      const wq = q.matmul(parameter('W'));
      const uk = k.matmul(parameter('U'));
      const [batch, queries, units] = wq.shape;
      const keys = uk.shape[1];
      const sum = wq
        .reshape([batch, queries, 1, units])
        .add(uk.reshape([batch, 1, keys, units]));
      return sum.tanh().matmul(parameter('v'));
    }
    case 'uniform':
      return zeros([q.shape[0], q.shape[1], k.shape[1]], { dtype: q.dtype });
  }
}
