import type {
  FusedModel,
  FusedModels,
  FusedOrReason
} from '../fused/fusedModel';
import { fusedModels } from '../fused/fusedModel';
import type { Layer, Pass } from '../layers/layer';
import type { RunOfNetwork } from '../run/run';
import type { Precision } from '../tensor/requireFinite';
import type { Matrix, Tensor, TensorLike } from '../tensor/tensor';
import { asTensor } from '../tensor/tensor';
import type { History } from '../training/history';
import type { Compiled, CompileOptions } from './compile';
import { compile } from './compile';
import type { BatchOptions } from './dataset';
import type { EvaluateOptions } from './evaluateModel';
import { evaluateModel } from './evaluateModel';
import type { FitOptions } from './fit';
import { fitModel } from './fit';
import { LayerStack } from './layerStack';
import { loadWeights, saveModel } from './modelFiles';
import { predictModel } from './predictModel';
import { buildFor, prepareInput } from './prepareInput';
import type { Compute, SequentialOptions } from './sequentialOptions';
import type { AttentionView } from './attentionView';
import type { SelfAttentionViewOptions } from './selfAttentionView';
import { selfAttentionView } from './selfAttentionView';
import { settleSequential } from './sequentialOptions';
import type { Stream } from './stream';
import { streamModel } from './stream';
import type { Summary } from './summary';
import { summaryOf } from './summaryOf';
import type { ModelTraceOptions } from './traceOptions';
import { traceModel } from './traceModel';
import { toKeras } from './toPython/toKeras';
import type { PytorchOptions } from './toPython/toPytorch';
import { toPytorch } from './toPython/toPytorch';
import { saveWeights } from './weightFiles';

/**
 * Layers one after the other that can be trained, asked, looked into and kept in files. Made by
 * `sequential`.
 */
export class Sequential extends LayerStack {
  /** What was asked for. */
  readonly compute: Compute;
  compiled: Compiled | null = null;
  /** The last training run, from its first batch on. */
  history: History | null = null;
  #kernels: FusedModels | null = null;

  /** @internal */
  constructor(layers: readonly Layer[], options: SequentialOptions) {
    const spec = settleSequential(layers, options);
    super(layers, spec);
    this.compute = spec.compute;
  }

  /**
   * Settles how the model learns. Must come before `fit`.
   *
   * What the last layer gives out, probabilities, logits or numbers, is known from then on: metrics
   * and `confusionMatrix` read it so.
   *
   * @throws TypeError on an optimizer, loss or metric that does not exist, or on a loss or metric that
   *   cannot be taken of what the last layer gives
   * @example
   * ```ts
   * const model = sequential([layers.gru({ units: 2, inputShape: [null, 1] }), layers.dense({ units: 1 })], { seed: 1 });
   * model.compile({ optimizer: 'adam', loss: 'meanSquaredError', metrics: ['mae'] });
   * model.compiled.loss.name; // 'meanSquaredError'
   * ```
   */
  compile(options: CompileOptions): void {
    this.compiled = compile(options, this.layers);
  }

  /**
   * Trains. Between batches the notebook stays alive: the run can be watched, stopped and resumed,
   * and after an interrupt weights and `model.history` are kept.
   *
   * @param x `[N, T, I]`, or `[N, T]` for tokens or one feature
   * @param y `[N]`, `[N, K]`, or `[N, T, K]` for an output at each step
   * @throws Error when the model was not compiled; TypeError on a wrong option; RangeError when shapes
   *   do not fit, a number is not finite, classWeight meets a target that is no class, or a stateful
   *   layer would meet batches of two sizes
   * @example
   * ```ts
   * const model = sequential([layers.gru({ units: 2, inputShape: [null, 1] }), layers.dense({ units: 1 })], { seed: 1 });
   * model.compile({ loss: 'meanSquaredError' });
   * const x = [[0, 1], [1, 2], [2, 3], [3, 4]];
   * const history = await model.fit(x, [2, 3, 4, 5], {
   *   epochs: 20,
   *   validationSplit: 0.25,
   *   callbacks: [callbacks.earlyStopping({ patience: 2, restoreBestWeights: true })]
   * });
   * Object.keys(history.history).join(' '); // 'loss valLoss'
   * ```
   */
  fit(
    x: TensorLike,
    y: TensorLike,
    options: FitOptions = {}
  ): Promise<History> {
    return fitModel(this, x, y, options);
  }

  /**
   * Loss and metrics on data that it does not learn from.
   *
   * @throws Error when the model was not compiled; RangeError when shapes do not fit, or a stateful layer
   *   would meet batches of two sizes
   * @example
   * ```ts
   * const model = sequential([layers.gru({ units: 2, inputShape: [null, 1] }), layers.dense({ units: 1 })], { seed: 1 });
   * model.compile({ loss: 'meanSquaredError' });
   * (await model.evaluate([[1, 2]], [3])).loss > 0; // true
   * ```
   */
  evaluate(
    x: TensorLike,
    y: TensorLike,
    options: EvaluateOptions = {}
  ): Promise<Readonly<Record<string, number>>> {
    return evaluateModel(this, x, y, options);
  }

  /**
   * The outputs `[N, …]` for a batch of inputs.
   *
   * @param options `batchSize` bounds the memory (32 by default)
   * @throws RangeError when x does not fit or holds a number that is not finite, or that is none in
   *   float32 where the network computes in it, or when a stateful layer would meet batches of two sizes
   * @example
   * ```ts
   * const model = sequential([layers.gru({ units: 2, inputShape: [null, 1] }), layers.dense({ units: 1 })], { seed: 1 });
   * model.predict([[1, 2], [3, 4]]).shape; // [2, 1]
   * ```
   */
  predict(x: TensorLike, options: BatchOptions = {}): Matrix {
    return predictModel(this, x, options);
  }

  /**
   * Runs over one sequence and keeps every gate, state and gradient of every recurrent layer.
   *
   * @param x `[T, I]`, `[T]` for one feature, or the ids of `[T]` tokens
   * @param options with a `target` the compiled loss is differentiated
   * @throws RangeError when x is no one sequence, or the target does not fit
   * @example
   * ```ts
   * const model = sequential([layers.gru({ units: 2, inputShape: [null, 1] }), layers.dense({ units: 1 })], { seed: 1 });
   * model.compile({ loss: 'meanSquaredError' });
   * model.trace([1, 2, 3], { target: [0] }).layers[0].gradients.h.shape; // [3, 2]
   * ```
   */
  trace(x: TensorLike, options: ModelTraceOptions = {}): RunOfNetwork {
    const given =
      x === undefined || x === null ? null : asTensor(x, 'model.trace: x');
    if (!this.built && given && given.size > 0) {
      buildFor(this, 'model.trace', [1, ...given.shape]);
    }
    return traceModel(this, x, options);
  }

  /**
   * Where the steps of one sequence looked, in layers of self-attention: `weights` `[T, T]` of one or two
   * heads, a row for the step that looks.
   *
   * @param x `[T, I]`, `[T]` for one feature, or the ids of `[T]` tokens
   * @throws Error when no layer looks at its own sequence; RangeError when x is no one sequence, or there
   *   is no such layer or head
   * @example
   * ```ts
   * const model = sequential([layers.selfAttention({ keyDim: 2, heads: 2, inputShape: [null, 3] })], { seed: 1 });
   * model.attentionOf([[1, 0, 0], [0, 1, 0]]).decodings[0].weights.shape; // [2, 2]
   * ```
   */
  attentionOf(
    x: TensorLike,
    options: SelfAttentionViewOptions = {}
  ): AttentionView {
    return selfAttentionView(this, x, options);
  }

  /**
   * The network on live data, one step at a time: it answers each step as if the sequence ended
   * there, equal to `predict` on all steps so far.
   *
   * @throws Error when a layer needs the whole sequence (bidirectional)
   * @example
   * ```ts
   * const model = sequential([layers.gru({ units: 4, inputShape: [null, 1] }), layers.dense({ units: 1 })]);
   * const live = model.stream();
   * live.step(0.5);
   * live.step(0.7).shape; // [1]
   * ```
   */
  stream(): Stream {
    return streamModel(this);
  }

  /**
   * The layers with their output shapes and the arithmetic of their parameters.
   *
   * @throws Error when the model has no weights yet
   * @example
   * ```ts
   * const model = sequential([layers.gru({ units: 2, inputShape: [null, 1] }), layers.dense({ units: 1 })], { seed: 1 });
   * model.summary().total; // 33
   * ```
   */
  summary(): Summary {
    if (!this.built) {
      throw new Error(
        'model.summary: the model has no weights yet; give the first layer inputShape, or call model.build([null, features])'
      );
    }
    return summaryOf(this, this.#fusedOrReason());
  }

  /** @internal */
  override passFor(training: boolean, step: number): Pass {
    return {
      ...super.passFor(training, step),
      compiles: this.compute !== 'tape'
    };
  }

  override toString(): string {
    return this.built
      ? this.summary().toString()
      : `${this.name}: ${this.layers.map(layer => layer.type).join(' → ')}`;
  }

  /**
   * Writes layers, weights, what `compile` settled and what the optimizer remembers into a safetensors
   * file, for `loadModel`: `fit` goes on there as it would here.
   *
   * @throws TypeError when path is no name of a file; Error when a layer or the loss is a function of
   *   your own, or the file cannot be written
   * @example
   * ```ts
   * const model = sequential([layers.gru({ units: 2, inputShape: [null, 1] }), layers.dense({ units: 1 })], { seed: 1 });
   * await model.save('mine.safetensors');
   * ```
   */
  async save(path: string): Promise<void> {
    await saveModel(this, path);
  }

  /**
   * Writes the weights alone, as `layer/weight`, into a safetensors file.
   *
   * @throws TypeError when path is no name of a file; Error when it cannot be written
   * @example
   * ```ts
   * const model = sequential([layers.gru({ units: 2, inputShape: [null, 1] }), layers.dense({ units: 1 })], { seed: 1 });
   * await model.saveWeights('weights.safetensors');
   * ```
   */
  async saveWeights(path: string): Promise<void> {
    await saveWeights(this, path);
  }

  /**
   * Takes the weights of a file, whatever wrote it:
   *
   * - `saveWeights` or `save` of gatescope;
   * - PyTorch (a `state_dict` as safetensors): its modules are matched with the layers by their
   *   shapes, or by `modules`;
   * - Keras (`.keras`, `.weights.h5`, or the older `.h5`): layers of the same kinds in the same order;
   *   those under names of a class of one's own by their shapes, or by `modules`.
   *
   * A file may be in pieces: then `path` is that of their index (`.json`), beside which they lie.
   *
   * @param options `modules`: for a layer's name the file's, where shapes and order do not tell; where
   *   it names one for each layer, the file may have others
   * @throws TypeError when path is no name of a file, or for a GRU of PyTorch into `resetAfter: false`;
   *   Error when it cannot be read; RangeError when a weight is missing or left over, no module fits, or
   *   `modules` names no layer of the model or none of the file
   * @example
   * ```ts
   * const model = sequential([layers.gru({ units: 2, inputShape: [null, 1] }), layers.dense({ units: 1 })], { seed: 1 });
   * await model.saveWeights('weights.safetensors');
   * await model.loadWeights('weights.safetensors');
   * ```
   */
  async loadWeights(
    path: string,
    options: { modules?: Readonly<Record<string, string>> } = {}
  ): Promise<void> {
    await loadWeights(this, path, options);
  }

  /**
   * The network as Python code for PyTorch, to paste: an `nn.Module` with its weights in the text. Its
   * answers are the model's own; of a compiled model the loss is written too, of logits where it is so
   * here. What else concerns training alone (optimizer, regularisers, constraints) is not written.
   *
   * @param options `dtype: 'f64'` writes and computes in float64
   * @returns the text of a program that ends with `model`, ready to answer
   * @throws Error when the model has no weights yet, or a layer has no counterpart in PyTorch, which it
   *   names; TypeError on a wrong option; RangeError when a weight is no number
   * @example
   * ```ts
   * const model = sequential([layers.gru({ units: 2, inputShape: [null, 1] }), layers.dense({ units: 1 })], { seed: 1 });
   * model.toPyTorch().includes('self.gru = nn.GRU(1, 2, batch_first=True)'); // true
   * ```
   */
  toPyTorch(options: PytorchOptions = {}): string {
    return toPytorch(this, options);
  }

  /**
   * The network as Python code for Keras 3, to paste: a `keras.Sequential` with its weights in the text
   * (float32), and of a compiled model its loss. What else concerns training alone (optimizer,
   * regularisers, constraints) is not written.
   *
   * @returns the text of a program that ends with `model`, ready to answer
   * @throws Error when the model has no weights yet, or a layer has no counterpart in Keras, which it
   *   names; RangeError when a weight is no number
   * @example
   * ```ts
   * const model = sequential([layers.gru({ units: 2, inputShape: [null, 1] }), layers.dense({ units: 1 })], { seed: 1 });
   * model.toKeras().includes('layers.GRU(2, name="gru")'); // true
   * ```
   */
  toKeras(): string {
    return toKeras(this);
  }

  /**
   * @internal The kernels that compute this model, or null when the tape does.
   *
   * @throws Error when `compute: 'fused'` was asked for and they cannot
   */
  fused(): FusedModel | null {
    const found = this.#fusedOrReason();
    if (found && !found.fused && this.compute === 'fused') {
      throw new Error(
        `sequential: compute 'fused' was asked for, but ${found.reason}; use compute: 'auto'`
      );
    }
    return found?.fused ?? null;
  }

  /** @internal The kernels compute in float32, also with weights of f64. */
  override get precision(): Precision {
    return {
      computes: 'network',
      inFloat32: () =>
        this.dtype === 'f32' || Boolean(this.#fusedOrReason()?.fused)
    };
  }

  /** Null when the tape was asked for or there are no weights yet. */
  #fusedOrReason(): FusedOrReason | null {
    if (this.compute === 'tape' || this.inputShape === null) {
      return null;
    }
    this.#kernels ??= fusedModels(this);
    return this.#kernels.current(this.inputShape.at(-1) ?? 1);
  }

  /** @internal Examples in the shape that the first layer takes; builds the model if need be. */
  prepare(who: string, x: TensorLike): Tensor {
    return prepareInput(this, who, x);
  }
}

/**
 * A network of layers one after the other, as Keras's `Sequential`.
 *
 * Which precision: `sequential(layers)` keeps its weights in f64 and computes in f32 where the kernels
 * can, on the tape in f64 where they cannot; with `dtype: 'f64'` everything is computed in f64 on the
 * tape; with `dtype: 'f32'` weights and tape are f32, too. `summary()` says which path is taken.
 *
 * @throws TypeError when something in the list is not a layer
 * @example
 * ```ts
 * const model = sequential([layers.lstm({ units: 8 }), layers.dense({ units: 1 })], { seed: 7 });
 * model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
 * const history = await model.fit([[0, 1, 2], [1, 2, 3]], [3, 4], { epochs: 2 });
 * model.predict([[2, 3, 4]]).shape; // [1, 1]
 * ```
 */
export function sequential(
  layers: readonly Layer[],
  options: SequentialOptions = {}
): Sequential {
  return new Sequential(layers, options);
}
