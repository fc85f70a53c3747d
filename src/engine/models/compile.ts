import { requireKnown } from '../check';
import { described } from '../tensor/values';
import type { Loss, LossName } from '../training/losses';
import { requireLoss } from '../training/losses';
import type { Metric, MetricName } from '../training/metrics';
import { requireMetric } from '../training/metrics';
import type { Optimizer } from '../training/optimizer';
import type { OptimizerName } from '../training/optimizers';
import { requireOptimizer } from '../training/optimizers';

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

/** Finds what `model.compile` names, with messages that name the argument. */
export function compile(options: CompileOptions): Compiled {
  requireKnown('model.compile', options, ['optimizer', 'loss', 'metrics']);
  const { metrics = [] } = options;
  if (!Array.isArray(metrics)) {
    throw new TypeError(
      `model.compile: metrics must be a list such as ['accuracy'], got ${described(metrics)}`
    );
  }
  return {
    optimizer: requireOptimizer('model.compile', options.optimizer ?? 'adam'),
    loss: requireLoss('model.compile', options.loss),
    metrics: metrics.map((metric: MetricName | Metric) =>
      requireMetric('model.compile', metric)
    )
  };
}
