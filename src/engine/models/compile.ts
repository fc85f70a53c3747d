import { requireKnown } from '../base/check';
import type { Layer } from '../layers/layer';
import { described } from '../base/described';
import type { LossName } from '../training/losses';
import type { Loss } from '../training/loss';
import { requireLoss } from '../training/losses';
import type { MetricName } from '../training/metrics';
import type { Metric } from '../tensor/metric';
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

/** Throws when a loss from logits would be given what a sigmoid or softmax answers. */
export function requireLogits(last: Layer, { name, options }: Loss): void {
  const inner = last.options.layer as Layer | undefined;
  const { activation } = (inner ?? last).options;
  if (
    options.fromLogits === true &&
    (activation === 'sigmoid' || activation === 'softmax')
  ) {
    throw new TypeError(
      `model.compile: loss: losses.${name}({ fromLogits: true }) is for numbers before a ${activation}, but the last layer ('${last.name}') ends in one; leave out one of the two`
    );
  }
}
