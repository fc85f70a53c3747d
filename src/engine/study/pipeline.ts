import { described } from '../base/described';
import { integer, options as reader } from '../base/options';
import type { Signal } from '../layers/layer';
import { requireExamples } from '../models/dataset';
import type { FitOptions } from '../models/fit';
import { Sequential } from '../models/sequential';
import { shapeText } from '../tensor/shape';
import type { Metric } from '../tensor/metric';
import type { Tensor, TensorLike } from '../tensor/tensor';
import { asTensor } from '../tensor/tensor';
import type { MetricName } from '../training/metrics';
import { requireMetric } from '../training/requireMetric';
import { answersOf, type Answered } from './answered';
import { fittedEstimator, fittedPreprocessing } from './ownParts';
import {
  requireFitOptions,
  settlePipeline,
  type FittedPipeline,
  type PipelineOptions,
  type SettledPipeline
} from './pipelineOptions';
import type { FittedPreprocessing } from './preprocessing';

/** Bounds the memory. */
const BATCH = 32;

const readPredict = reader('pipeline.predict', {
  batchSize: integer().or(BATCH)
});

/** Trains a network as its own `fit` does, there or elsewhere. */
export type NetworkTraining = (
  model: Sequential,
  x: Tensor,
  y: Tensor,
  options: FitOptions
) => Promise<unknown>;

/** Preparation and model as one object to fit and ask. Made by `pipeline`. */
export class Pipeline {
  readonly #settled: SettledPipeline;
  #fitted: FittedPipeline | null = null;

  /** @internal */
  constructor(settled: SettledPipeline) {
    this.#settled = settled;
  }

  /** The names of its steps, the model's last. */
  get steps(): readonly string[] {
    const { steps, model } = this.#settled;
    return [...steps.map(([name]) => name), model.name];
  }

  /** The network inside, to look into; of another model null. */
  get network(): Sequential | null {
    const { model } = this.#settled;
    return model instanceof Sequential ? model : null;
  }

  get fitted(): boolean {
    return this.#fitted !== null;
  }

  /**
   * Fits preparation and model on the same examples, once.
   *
   * @param x `[N, …]` in its own unit
   * @param y `[N]` or `[N, …]` in its own unit
   * @param options for the training of a network, beside those of `pipeline`
   * @throws TypeError on a wrong option, or one that a model other than a network has no use for;
   *   RangeError when shapes do not fit; Error when it was fitted already, or when `validationSplit` would hold out rows that the preparation has seen
   * @example
   * ```ts
   * const line = pipeline({ steps: { scaler: standardScaler() }, model: ridge() });
   * await line.fit([[0], [10], [20]], [1, 3, 5]);
   * line.fitted; // true
   * ```
   */
  fit(x: TensorLike, y: TensorLike, options: FitOptions = {}): Promise<void> {
    return this.fitBy((model, ...given) => model.fit(...given), x, y, options);
  }

  /** @internal `fit`, with the network trained by somebody else. */
  async fitBy(
    train: NetworkTraining,
    x: TensorLike,
    y: TensorLike,
    options: FitOptions
  ): Promise<void> {
    const who = 'pipeline.fit';
    if (this.#fitted) {
      throw new Error(
        `${who}: it was fitted already; make a new pipeline for other examples`
      );
    }
    const { steps, target, model } = this.#settled;
    requireFitOptions(who, options, model);
    const fit: FitOptions = { ...this.#settled.fit, ...options };
    if (fit.validationSplit && (steps.length > 0 || target)) {
      const first = steps[0]?.[0] ?? 'target';
      throw new Error(
        `${who}: a leak: validationSplit would hold out rows on which '${first}' was fitted; give validationData instead, which it only changes`
      );
    }
    let inputs = requireExamples(who, 'x', x);
    let answers = requireExamples(who, 'y', y);
    if (inputs.shape[0] !== answers.shape[0]) {
      throw new RangeError(
        `${who}: x holds ${inputs.shape[0]} examples, but y ${answers.shape[0]}`
      );
    }
    const fittedSteps: (readonly [string, FittedPreprocessing])[] = [];
    for (const [name, step] of steps) {
      const one = fittedPreprocessing(
        `steps.${name}`,
        step,
        featureRows(inputs)
      );
      inputs = one.apply(inputs);
      fittedSteps.push([name, one]);
    }
    const column = columnOf(answers);
    const fittedTarget =
      target &&
      fittedPreprocessing('target', target, featureRows(column), true);
    if (fittedTarget) {
      answers = fittedTarget.apply(column);
    }
    const prepared = { steps: fittedSteps, target: fittedTarget };
    if (!(model instanceof Sequential)) {
      this.#fitted = {
        ...prepared,
        model: await fittedEstimator(model, inputs, answers)
      };
      return;
    }
    const { validationData, ...rest } = fit;
    await train(model, inputs, answers, {
      ...rest,
      ...(validationData && {
        validationData: preparedPair(who, prepared, validationData)
      })
    });
    this.#fitted = { ...prepared, model };
  }

  /**
   * The answers, in y's own unit.
   *
   * @param x as for `fit`, unscaled
   * @throws Error before `fit`; RangeError when x does not fit
   * @example
   * ```ts
   * const line = pipeline({ steps: { scaler: standardScaler() }, model: ridge({ alpha: 0 }) });
   * await line.fit([[0], [10], [20]], [1, 3, 5]);
   * Math.round(line.predict([[30]]).item()); // 7
   * ```
   */
  predict(x: TensorLike, options: { batchSize?: number } = {}): Tensor {
    const who = 'pipeline.predict';
    const { steps, target, model } = this.#known(who);
    const { batchSize } = readPredict(options);
    const inputs = preparedInputs(steps, requireExamples(who, 'x', x));
    const outputs =
      model instanceof Sequential
        ? model.predict(inputs, { batchSize })
        : model.predict(inputs);
    return target?.invert?.(outputs) ?? outputs;
  }

  /**
   * A score on examples that it has not seen, in y's own unit.
   *
   * @param metric a name of `metrics`, or a metric of your own
   * @throws Error before `fit`; TypeError on a metric that does not exist; RangeError on shapes
   * @example
   * ```ts
   * const line = pipeline({ model: ridge({ alpha: 0 }) });
   * await line.fit([[0], [1], [2]], [1, 3, 5]);
   * line.score([[10]], [20], 'meanAbsoluteError') > 0.9; // true
   * ```
   */
  score(
    x: TensorLike,
    y: TensorLike,
    metric: MetricName | Metric = 'meanSquaredError'
  ): number {
    const who = 'pipeline.score';
    const running = requireMetric(
      who,
      metric,
      this.network?.compiled?.answer
    ).start();
    const { truth, answers, mask } = this.answered(who, x, y);
    running.add(truth, answers, mask);
    return running.result();
  }

  /** @internal What it answers beside the truth, and which steps count, as `evaluate` has it. */
  answered(who: string, x: TensorLike, y: TensorLike): Answered {
    const { steps, target, model } = this.#known(who);
    const inputs = preparedInputs(steps, requireExamples(who, 'x', x));
    const truth = requireExamples(who, 'y', y);
    if (truth.shape[0] !== inputs.shape[0]) {
      throw new RangeError(
        `${who}: x holds ${inputs.shape[0]} examples, but y ${truth.shape[0]}`
      );
    }
    const { values, mask }: Signal =
      model instanceof Sequential
        ? answersOf(model, model.prepare(who, inputs), BATCH)
        : { values: model.predict(inputs) };
    return { truth, answers: target?.invert?.(values) ?? values, mask };
  }

  toString(): string {
    return `pipeline: ${this.steps.join(' → ')}${this.fitted ? '' : ' (not fitted)'}`;
  }

  #known(who: string): FittedPipeline {
    if (!this.#fitted) {
      throw new Error(`${who}: it was not fitted yet; call fit first`);
    }
    return this.#fitted;
  }
}

/**
 * Preparation and model as one object: what the preparation knows, it takes from the very examples
 * that the model learns from, and from no others. As scikit-learn's `Pipeline`.
 *
 * @throws TypeError on a wrong or unknown option, on a scaler or a network that was fitted already (a
 *   leak), or on a network that is not compiled
 * @example
 * ```ts
 * const model = sequential([layers.gru({ units: 2 }), layers.dense({ units: 1 })], { seed: 1 });
 * model.compile({ loss: 'meanSquaredError' });
 * const forecast = pipeline({ steps: { scaler: standardScaler() }, target: standardScaler(), model, fit: { epochs: 2 } });
 * const { x, y } = windows([10, 20, 30, 40, 50], { steps: 2 });
 * await forecast.fit(x, y);
 * forecast.predict(x).shape; // [3, 1]
 * ```
 */
export function pipeline(options: PipelineOptions): Pipeline {
  return new Pipeline(settlePipeline(options));
}

function preparedInputs(steps: FittedPipeline['steps'], x: Tensor): Tensor {
  return steps.reduce((inputs, [, step]) => step.apply(inputs), x);
}

function preparedPair(
  who: string,
  { steps, target }: Omit<FittedPipeline, 'model'>,
  given: NonNullable<FitOptions['validationData']>
): NonNullable<FitOptions['validationData']> {
  if (!Array.isArray(given) || given.length < 2) {
    throw new TypeError(
      `${who}: validationData must be [x, y], got ${described(given)}`
    );
  }
  const [x, y, weight] = given as readonly TensorLike[];
  const answers = asTensor(y, `${who}: validationData[1]`);
  const inputs = preparedInputs(
    steps,
    requireExamples(who, 'validationData[0]', x)
  );
  const scaled = target ? target.apply(columnOf(answers)) : answers;
  return weight === undefined ? [inputs, scaled] : [inputs, scaled, weight];
}

/** `[N]` → `[N, 1]`: what prepares y finds its numbers along the last axis. */
const columnOf = (y: Tensor): Tensor =>
  y.rank === 1 ? y.reshape([y.size, 1]) : y;

/** Features stand along the last axis: `[N, …, I]` → `[rows, I]`. */
function featureRows(x: Tensor): Tensor {
  const width = x.shape.at(-1) ?? 1;
  if (x.rank < 2) {
    throw new RangeError(
      `pipeline.fit: x must be [N, features] or [N, steps, features] to be prepared, got shape ${shapeText(x.shape)}`
    );
  }
  return x.reshape([x.size / width, width]);
}
