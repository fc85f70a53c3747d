import { anything, list, options as reader } from '../base/options';
import type { Layer } from '../layers/layer';
import type { LossName } from '../training/losses';
import type { Loss } from '../training/loss';
import { requireLoss } from '../training/losses';
import type { MetricName } from '../training/metrics';
import type { Answer, Metric } from '../tensor/metric';
import { namedApart, requireMetric } from '../training/requireMetric';
import type { Optimizer } from '../training/optimizer';
import type { OptimizerName } from '../training/optimizers';
import { requireOptimizer } from '../training/requireOptimizer';
import { answerOf } from './answer';

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
  /** What the network's numbers are; null where a layer or a loss of your own ends it. */
  readonly answer: Answer | null;
}

const readCompile = reader('model.compile', {
  optimizer: anything<OptimizerName | Optimizer>().or('adam'),
  loss: anything<LossName | Loss>(),
  metrics: list<MetricName | Metric>("['accuracy']").or([])
});

/** Finds what `model.compile` names, with messages that name the argument. */
export function compile(
  options: CompileOptions,
  layers: readonly Layer[]
): Compiled {
  const who = 'model.compile';
  const { optimizer, metrics, ...given } = readCompile(options);
  const loss = requireLoss(who, given.loss);
  const answer = answerOf(layers, loss);
  return {
    optimizer: requireOptimizer(who, optimizer),
    loss,
    metrics: namedApart(
      who,
      metrics.map(metric => requireMetric(who, metric, answer))
    ),
    answer
  };
}
