import {
  requireFunction,
  requireObject,
  requireOneOf,
  requireText
} from '../base/check';
import { described } from '../base/described';
import type { Answer, Metric, RunningMetric } from '../tensor/metric';
import { isValidationName } from './epochRow';
import { metrics, type MetricName } from './metrics';
import { alignedTruth } from './rowLoss';

/**
 * A metric by its name, or as it is.
 *
 * @param answer what the network answers with, where that is known
 * @throws TypeError when there is no such metric, or it means nothing of such an answer
 */
export function requireMetric(
  who: string,
  value: MetricName | Metric,
  answer: Answer | null = null
): Metric {
  const metric = metricOf(who, value);
  const { reading, options } = metric;
  if (!reading) {
    return metric;
  }
  // What a file keeps of it, whatever it is called beside others of its kind.
  return {
    ...(answer ? reading(who, answer) : metric),
    kind: metric.kind ?? metric.name,
    ...(options && { options })
  };
}

function metricOf(who: string, value: MetricName | Metric): Metric {
  if (typeof value === 'object' && value !== null && 'start' in value) {
    return value.reading ? value : ownMetric(who, value);
  }
  const short = {
    mse: 'meanSquaredError',
    mae: 'meanAbsoluteError',
    rmse: 'rootMeanSquaredError'
  } as const;
  const name = requireOneOf(who, 'metrics', value, [
    ...(Object.keys(metrics) as (keyof typeof metrics)[]),
    'mse',
    'mae',
    'rmse'
  ]);
  return metrics[name in short ? short[name as 'mse'] : (name as 'f1')]();
}

/**
 * A metric of the user's own: it is given its truth in the shape of the output, and what it answers
 * with is checked.
 *
 * @throws TypeError on a part that is missing, now or when it starts
 */
function ownMetric(who: string, metric: Metric): Metric {
  const name = requireText(who, 'the name of a metric', metric.name);
  const own = `${who}: metric '${name}'`;
  requireFunction(own, 'start', metric.start);
  return {
    name,
    start() {
      const running: RunningMetric = metric.start();
      requireObject(own, 'what start returns', running);
      requireFunction(own, 'add', running.add);
      requireFunction(own, 'result', running.result);
      return {
        ...(running.sums && { sums: running.sums }),
        add: (truth, output, mask) =>
          running.add(alignedTruth(truth, output), output, mask),
        result() {
          const score: unknown = running.result();
          if (typeof score !== 'number') {
            throw new TypeError(
              `${own}: result must return a number, got ${described(score)}`
            );
          }
          return score;
        }
      };
    }
  };
}

/**
 * Metrics whose names tell them apart in an epoch: as in Keras, the second of one name is `…_1`.
 *
 * @throws TypeError on a name under which an epoch keeps another number
 */
export function namedApart(
  who: string,
  given: readonly Metric[]
): readonly Metric[] {
  const taken = new Set<string>();
  return given.map(metric => {
    if (
      metric.name === '' ||
      metric.name === 'loss' ||
      isValidationName(metric.name)
    ) {
      throw new TypeError(
        `${who}: metrics: a metric cannot be called '${metric.name}', ${metric.name === '' ? 'which is no name' : 'the name of the loss or of a score on held-out examples'}; give it another name`
      );
    }
    let { name } = metric;
    for (let count = 1; taken.has(name); count++) {
      name = `${metric.name}_${count}`;
    }
    taken.add(name);
    return name === metric.name ? metric : { ...metric, name };
  });
}
