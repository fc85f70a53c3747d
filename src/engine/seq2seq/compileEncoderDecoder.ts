import { anything, list, options as reader } from '../base/options';
import type { Compiled } from '../models/compile';
import type { Metric } from '../tensor/metric';
import { losses } from '../training/losses';
import { metrics } from '../training/metrics';
import { namedApart, requireMetric } from '../training/requireMetric';
import type { Optimizer } from '../training/optimizer';
import type { OptimizerName } from '../training/optimizers';
import { requireOptimizer } from '../training/requireOptimizer';

export interface Seq2seqCompileOptions {
  /** A name (with its defaults) or one of `optimizers`. Default `adam`. */
  optimizer?: OptimizerName | Optimizer;
  /**
   * Scores of the tokens that are not padding: `'accuracy'`, or metrics of your own over the target
   * ids `[B, T]` and the scores of the next token `[B, T, targetSize]`. Default `['accuracy']`.
   */
  metrics?: readonly ('accuracy' | Metric)[];
}

const read = reader('model.compile', {
  optimizer: anything<OptimizerName | Optimizer>().or('adam'),
  metrics: list<'accuracy' | Metric>("['accuracy']").or(['accuracy'])
});

/** The loss of an encoder–decoder: cross-entropy of the next token, over all that are not padding. */
export const nextTokenLoss = losses.sparseCategoricalCrossentropy({
  fromLogits: true,
  ignoreIndex: 0
});

/** Finds what `model.compile` names. */
export function compileEncoderDecoder(
  options: Seq2seqCompileOptions
): Compiled {
  const who = 'model.compile';
  const { optimizer, metrics: asked } = read(options);
  return {
    optimizer: requireOptimizer(who, optimizer),
    loss: nextTokenLoss,
    metrics: namedApart(
      who,
      asked.map(metric => requireTokenMetric(who, metric))
    ),
    answer: { kind: 'logit', over: 'classes', truth: 'ids' }
  };
}

/** Metrics of numbers would compare token ids with scores. */
export function requireTokenMetric(
  who: string,
  value: 'accuracy' | Metric
): Metric {
  const metric = requireMetric(who, value);
  if (metric.name !== 'accuracy' && metric.name in metrics) {
    throw new TypeError(
      `${who}: metrics: '${metric.name}' compares numbers, but an encoder–decoder writes one of several tokens at each step; use 'accuracy' or a metric of your own`
    );
  }
  return metric;
}
