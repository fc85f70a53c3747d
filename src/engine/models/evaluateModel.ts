import { host } from '../base/host';
import { anything, integer, options } from '../base/options';
import type { TensorLike } from '../tensor/tensor';
import { rowMask } from '../layers/layer';
import { noGradient } from '../tensor/recording';
import type { Metric, RunningMetric } from '../tensor/metric';
import type { Compiled } from './compile';
import { range, selectedRows, verbose, type Verbose } from './dataset';
import { requireEvenBatches } from './evenBatches';
import type { Examples } from './examples';
import { examples, requireCompiled } from './examples';
import { importanceOf } from './importance';
import type { Model } from './model';
import { requireMetric } from '../training/requireMetric';
import { penalised, penalisesOutputs, weightPenalty } from './penalties';

export interface EvaluateOptions {
  /** Default 32. */
  batchSize?: number;
  /** Importance of each example `[N]`, or of each of its steps `[N, T]`, in the loss. */
  sampleWeight?: TensorLike;
  /** As Keras takes it; nothing is printed either way. */
  verbose?: Verbose;
}

const read = options('model.evaluate', {
  batchSize: integer().or(32),
  sampleWeight: anything<TensorLike | undefined>(),
  verbose
});

/** What `model.evaluate` does. */
export async function evaluateModel(
  model: Model,
  x: TensorLike,
  y: TensorLike,
  given: EvaluateOptions
): Promise<Readonly<Record<string, number>>> {
  const who = 'model.evaluate';
  const { batchSize, sampleWeight } = read(given);
  const compiled = requireCompiled(who, model);
  const held = examples(who, model, x, y, sampleWeight);
  requireEvenBatches(who, model, batchSize, { examples: held.x.shape[0] });
  return scores(model, compiled, held, batchSize);
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
  const asked =
    metric === null
      ? (compiled.metrics[0] ?? 'loss')
      : metric === 'loss'
        ? metric
        : requireMetric(who, metric, compiled.answer);
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
  { x, y, weight }: Examples,
  batchSize: number
): Generator<void, Record<string, number>, void> {
  const running = compiled.metrics.map((metric): RunningMetric =>
    metric.start()
  );
  const { trainable } = model;
  const output = model.outputShapes.at(-1)!;
  const ofWeights = weightPenalty(trainable);
  const fused = penalisesOutputs(model.layers) ? null : model.fused();
  const how = fused?.lossOf(compiled.loss) ?? null;
  const count = x.shape[0];
  let total = 0;
  for (let start = 0; start < count; start += batchSize) {
    const rows = range(start, Math.min(start + batchSize, count));
    total += noGradient(() => {
      const truth = selectedRows(y, rows);
      const some = selectedRows(x, rows);
      const sample = importanceOf(truth, output, {
        sample: weight && selectedRows(weight, rows)
      });
      if (fused && how) {
        const found = fused.score(some, truth, how, sample?.values);
        running.forEach(metric => metric.add(truth, found.output, found.mask));
        return (found.loss + ofWeights) * rows.length;
      }
      const { pass, loss } = penalised(model.passFor(false, 0), trainable);
      const answer = model.forward(some, pass);
      const { values } = answer;
      const mask = rowMask(answer);
      running.forEach(metric => metric.add(truth, values, mask));
      const ofData = compiled.loss.of(truth, values, { mask, sample });
      return loss(ofData).item() * rows.length;
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
