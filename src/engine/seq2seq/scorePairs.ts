import { host } from '../base/host';
import { random } from '../base/random';
import { range } from '../models/dataset';
import type { Metric, RunningMetric } from '../tensor/metric';
import { noGradient } from '../tensor/recording';
import type { Tensor } from '../tensor/tensor';
import type { TensorLike } from '../tensor/tensor';
import { metrics } from '../training/metrics';
import { nextTokenLoss, requireTokenMetric } from './compileEncoderDecoder';
import { encode, forcedLogits, mixedLogits } from './network';
import type { Pairs } from './pairs';
import { pairs, realTokens, somePairs } from './pairs';
import type { TwoNetworks } from './twoNetworks';

/**
 * The loss of a batch, on the tape, its tokens added to the metrics.
 *
 * @param share how often a step is fed with the right token
 * @param step counts batches: the seed of the drawing between right and own tokens
 */
export function lossOfPairs(
  model: TwoNetworks,
  { source, target }: Pairs,
  share: number,
  step: number,
  running: readonly RunningMetric[]
): Tensor {
  const encoded = encode(model, source);
  const stream = random(model.seed, 'teacherForcing', step);
  const logits =
    share === 1
      ? forcedLogits(model, target, encoded).logits
      : mixedLogits(model, target, encoded, () => stream.uniform() < share);
  running.forEach(metric => metric.add(target, logits, realTokens(target)));
  return nextTokenLoss.of(target, logits);
}

/** Loss and metrics with teacher forcing; others get a turn after each batch. */
export async function scoresOfPairs(
  model: TwoNetworks,
  data: Pairs,
  batchSize: number
): Promise<Record<string, number>> {
  const work = scoring(model, data, batchSize, metricsOf(model));
  let step = work.next();
  while (!step.done) {
    await host().pause();
    step = work.next();
  }
  return step.value;
}

/**
 * One score on held-out pairs, in one go.
 *
 * @param metric a metric, or null for the first one of `compile` (the loss when there is none)
 */
export function scorePairs(
  who: string,
  model: TwoNetworks,
  source: TensorLike,
  target: TensorLike,
  metric: Metric | 'loss' | null
): { readonly name: string; readonly value: number } {
  const asked = metric ?? metricsOf(model).at(0) ?? 'loss';
  const chosen = asked === 'loss' ? [] : [requireTokenMetric(who, asked)];
  const work = scoring(model, pairs(who, model, source, target), 32, chosen);
  let step = work.next();
  while (!step.done) {
    step = work.next();
  }
  return asked === 'loss'
    ? { name: nextTokenLoss.name, value: step.value.loss }
    : { name: asked.name, value: step.value[asked.name] };
}

function metricsOf({ compiled }: TwoNetworks): readonly Metric[] {
  return compiled?.metrics ?? [metrics.accuracy()];
}

/** Scores batch by batch: the loss is the mean over all tokens that are not padding. */
function* scoring(
  model: TwoNetworks,
  data: Pairs,
  batchSize: number,
  chosen: readonly Metric[]
): Generator<void, Record<string, number>, void> {
  const running = chosen.map(metric => metric.start());
  const count = data.source.shape[0];
  let total = 0;
  let tokens = 0;
  for (let start = 0; start < count; start += batchSize) {
    const batch = somePairs(
      data,
      range(start, Math.min(start + batchSize, count))
    );
    const some = realTokens(batch.target).sum().item();
    total += noGradient(
      () => some * lossOfPairs(model, batch, 1, 0, running).item()
    );
    tokens += some;
    yield;
  }
  return {
    loss: total / tokens,
    ...Object.fromEntries(
      chosen.map(({ name }, at) => [name, running[at].result()])
    )
  };
}
