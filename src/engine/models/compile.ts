import { anything, list, options as reader } from '../base/options';
import type { Layer } from '../layers/layer';
import { activationOf } from '../layers/layer';
import type { LossName } from '../training/losses';
import type { Loss } from '../training/loss';
import { requireLoss } from '../training/losses';
import type { MetricName } from '../training/metrics';
import type { Metric } from '../tensor/metric';
import { requireMetric } from '../training/metrics';
import type { Optimizer } from '../training/optimizer';
import type { OptimizerName } from '../training/optimizers';
import { requireOptimizer } from '../training/requireOptimizer';

export interface CompileOptions {
  /** A name (with its defaults) or one of `optimizers`. Default `adam`. */
  optimizer?: OptimizerName | Optimizer;
  /** A name or one of `losses`. */
  loss: LossName | Loss;
  metrics?: readonly (MetricName | Metric)[];
}

/** What `compile` settled. */
export interface Compiled {
  readonly optimizer: Optimizer;
  readonly loss: Loss;
  readonly metrics: readonly Metric[];
}

const readCompile = reader('model.compile', {
  optimizer: anything<OptimizerName | Optimizer>().or('adam'),
  loss: anything<LossName | Loss>(),
  metrics: list<MetricName | Metric>("['accuracy']").or([])
});

/** Finds what `model.compile` names, with messages that name the argument. */
export function compile(options: CompileOptions): Compiled {
  const { optimizer, loss, metrics } = readCompile(options);
  return {
    optimizer: requireOptimizer('model.compile', optimizer),
    loss: requireLoss('model.compile', loss),
    metrics: metrics.map(metric => requireMetric('model.compile', metric))
  };
}

/** Throws when a loss from logits would be given the outputs of a sigmoid or softmax. */
export function requireLogits(last: Layer, { name, spec }: Loss): void {
  const squash = activationOf(last);
  if (
    spec &&
    'fromLogits' in spec &&
    spec.fromLogits &&
    (squash === 'sigmoid' || squash === 'softmax')
  ) {
    throw new TypeError(
      `model.compile: loss: losses.${name}({ fromLogits: true }) is for numbers before a ${squash}, but the last layer ('${last.name}') ends in one; leave out one of the two`
    );
  }
}
