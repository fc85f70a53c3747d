import { host } from '../base/host';
import type { TensorLike } from '../tensor/tensor';
import { noGradient } from '../tensor/recording';
import type { Metric, RunningMetric } from '../tensor/metric';
import type { Compiled } from './compile';
import { range, rowsOf } from './dataset';
import { readBatchSize } from './dataset';
import type { Examples } from './examples';
import { examples, requireCompiled } from './examples';
import type { Model } from './model';

/** What `model.evaluate` does. */
export async function evaluateModel(
  model: Model,
  x: TensorLike,
  y: TensorLike,
  options: { batchSize?: number }
): Promise<Readonly<Record<string, number>>> {
  const who = 'model.evaluate';
  const { batchSize } = readBatchSize(who)(options);
  const compiled = requireCompiled(who, model);
  return scores(model, compiled, examples(who, model, x, y), batchSize);
}

/**
 * One score of a model on held-out examples, in one go: the same number that `evaluate` gives.
 *
 * @param metric a metric, or null for the first one of `compile` (the loss when there is none)
 */
export function scoreModel(
  who: string,
  model: Model,
  x: TensorLike,
  y: TensorLike,
  metric: Metric | 'loss' | null
): { readonly name: string; readonly value: number } {
  const compiled = requireCompiled(who, model);
  const asked = metric ?? compiled.metrics[0] ?? 'loss';
  const work = scoring(
    model,
    { ...compiled, metrics: asked === 'loss' ? [] : [asked] },
    examples(who, model, x, y),
    32
  );
  let step = work.next();
  while (!step.done) {
    step = work.next();
  }
  const name = asked === 'loss' ? 'loss' : asked.name;
  return {
    name: asked === 'loss' ? compiled.loss.name : name,
    value: step.value[name]
  };
}

/** Loss and metrics over held-out examples; others get a turn every 30 ms. */
export async function scores(
  model: Model,
  compiled: Compiled,
  held: Examples,
  batchSize: number
): Promise<Record<string, number>> {
  const work = scoring(model, compiled, held, batchSize);
  let turn = host().now();
  let step = work.next();
  while (!step.done) {
    if (host().now() - turn > 30) {
      await host().pause();
      turn = host().now();
    }
    step = work.next();
  }
  return step.value;
}

/** Scores batch by batch; the caller may give others a turn in between. */
function* scoring(
  model: Model,
  compiled: Compiled,
  { x, y }: Examples,
  batchSize: number
): Generator<void, Record<string, number>, void> {
  const running = compiled.metrics.map((metric): RunningMetric =>
    metric.start()
  );
  const fused = model.fused();
  const how = fused?.lossOf(compiled.loss) ?? null;
  const count = x.shape[0];
  let total = 0;
  for (let start = 0; start < count; start += batchSize) {
    const rows = range(start, Math.min(start + batchSize, count));
    total += noGradient(() => {
      const truth = rowsOf(y, rows);
      const some = rowsOf(x, rows);
      if (fused && how) {
        const { loss, answer: output, mask } = fused.score(some, truth, how);
        running.forEach(metric => metric.add(truth, output, mask));
        return loss * rows.length;
      }
      const { values: output, mask } = model.forward(
        some,
        model.passFor(false, 0)
      );
      const rowMask = output.rank === 3 ? mask : undefined;
      running.forEach(metric => metric.add(truth, output, rowMask));
      return (
        compiled.loss.of(truth, output, { mask: rowMask }).item() * rows.length
      );
    });
    yield;
  }
  return {
    loss: total / count,
    ...Object.fromEntries(
      compiled.metrics.map(({ name }, at) => [name, running[at].result()])
    )
  };
}
