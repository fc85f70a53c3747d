import { requirePath } from '../base/check';
import type { Compiled } from '../models/compile';
import { optimizerParts } from '../models/optimizerParts';
import { requireFiniteWeights, saveWeights } from '../models/weightFiles';
import type { Cell } from '../cells/cell';
import type { Named } from '../recurrence/definition';
import { gru } from '../cells/gru';
import { lstm } from '../cells/lstm';
import { rnn } from '../cells/rnn';
import { host } from '../base/host';
import type { Variable } from '../tensor/variable';
import { copyWeights, prefixed } from '../tensor/variable';
import type { Summary } from '../models/summary';
import { setWeights } from '../models/setWeights';
import { freshSeed } from '../base/random';
import type { FloatType } from '../tensor/operation';
import type { Tensor, TensorLike } from '../tensor/tensor';
import type { History } from '../training/history';
import type { Optimizer } from '../training/optimizer';
import type { AttentionScore } from '../spec/layers';
import type { AttentionView } from '../models/attentionView';
import type { AttentionViewOptions } from './attentionView';
import { attentionView } from './attentionView';
import type { Decoding, DecodeOptions } from './decode';
import { decode } from './decode';
import type { Seq2seqFitOptions } from './fitEncoderDecoder';
import { fitEncoderDecoder } from './fitEncoderDecoder';
import { evaluateEncoderDecoder } from './evaluateEncoderDecoder';
import type { Seq2seqCompileOptions } from './compileEncoderDecoder';
import { compileEncoderDecoder } from './compileEncoderDecoder';
import { loadSeq2seqWeights, writeEncoderDecoder } from './encoderDecoderFile';
import type { EncoderDecoderOptions } from './encoderDecoderOptions';
import { settle } from './encoderDecoderOptions';
import { gateWeightsOf } from './gateWeights';
import { ownWeights } from './ownWeights';
import type { Seq2seqPredictOptions } from './predictEncoderDecoder';
import { predictEncoderDecoder } from './predictEncoderDecoder';
import { summaryOf } from './summaryOf';
import type { Seq2seqTrace, Seq2seqTraceOptions } from './traceEncoderDecoder';
import { traceEncoderDecoder } from './traceEncoderDecoder';

/** One sequence in, another out. Made by `encoderDecoder`. */
export class EncoderDecoder {
  readonly name: string;
  readonly seed: number;
  readonly dtype: FloatType;
  readonly units: number;
  readonly sourceSize: number;
  readonly targetSize: number;
  readonly startToken: number;
  readonly endToken: number;
  readonly attention: AttentionScore | 'none';
  readonly encoder: Cell;
  /** Reads the source from its end. */
  readonly backEncoder: Cell | null;
  readonly decoder: Cell;
  compiled: Compiled | null = null;
  /** The last training run, from its first batch on. */
  history: History | null = null;
  /** Counts changes of the weights. */
  revision = 0;
  /** Weights apart from the cells', by name. */
  readonly #own: readonly Variable[];

  /** @internal */
  constructor(
    /** What it was made with. */
    readonly options: EncoderDecoderOptions
  ) {
    const { cell: kind, embedding: size, ...settled } = settle(options);
    this.sourceSize = settled.sourceSize;
    this.targetSize = settled.targetSize;
    this.units = settled.units;
    this.startToken = settled.startToken;
    this.endToken = settled.endToken;
    this.attention = settled.attention;
    this.dtype = settled.dtype;
    this.name = options.name ?? 'encoder–decoder';
    this.seed = options.seed ?? freshSeed();
    const make = (inputSize: number, offset: number): Cell =>
      ({ rnn, lstm, gru })[kind]({
        inputSize,
        units: this.units,
        convention: options.convention,
        seed: this.seed + offset,
        dtype: this.dtype
      });
    this.encoder = make(size, 1);
    this.backEncoder = options.bidirectional ? make(size, 2) : null;
    this.decoder = make(size, 3);
    this.#own = ownWeights(this, size);
  }

  /** How many numbers the encoder keeps of each source step. */
  get keySize(): number {
    return this.backEncoder ? 2 * this.units : this.units;
  }

  /** All weights, by name. */
  get variables(): readonly Variable[] {
    const of = (prefix: string, cell: Cell | null) =>
      (cell?.variables ?? []).map(variable => prefixed(prefix, variable));
    return [
      ...this.#own,
      ...of('encoder', this.encoder),
      ...of('backEncoder', this.backEncoder),
      ...of('decoder', this.decoder)
    ];
  }

  /** All of them learn. */
  get trainable(): readonly Variable[] {
    return this.variables;
  }

  /** How it learns; null before `compile`. */
  get optimizer(): Optimizer | null {
    return this.compiled?.optimizer ?? null;
  }

  /** @internal One weight apart from the cells'. */
  weight(name: string): Tensor {
    return this.#own.find(variable => variable.name === name)!.tensor;
  }

  /** @internal Parameters of the attention's score by their letters. */
  get scoreParameters(): Named {
    return Object.fromEntries(
      this.#own
        .filter(({ name }) => name.startsWith('attention/'))
        .map(({ name, tensor }) => [name.slice('attention/'.length), tensor])
    );
  }

  /**
   * Settles how it learns. Default Adam, and the accuracy of the next token beside the loss.
   *
   * @throws TypeError on an optimizer or metric that does not exist, or on a metric of numbers
   * @example
   * ```ts
   * const model = encoderDecoder({ sourceSize: 6, targetSize: 6, units: 4, seed: 1 });
   * model.compile({ optimizer: 'sgd', metrics: ['accuracy'] });
   * model.compiled.optimizer.name; // 'sgd'
   * ```
   */
  compile(options: Seq2seqCompileOptions = {}): void {
    this.compiled = compileEncoderDecoder(options);
  }

  /**
   * Trains on pairs. Targets end with the end token; both sides are padded with 0 at the end. The
   * loss is the cross-entropy of the next token, over all tokens that are not padding.
   *
   * @param source `[N, S]` token ids
   * @param target `[N, T]` token ids
   * @throws Error when it was not compiled; TypeError on a wrong option; RangeError on ids that do not
   *   exist or padding that is not at the end
   * @example
   * ```ts
   * const model = encoderDecoder({ sourceSize: 6, targetSize: 6, units: 4, seed: 1 });
   * model.compile({ optimizer: 'adam' });
   * const half = epoch => 1 / (1 + epoch); // fed less and less with the right tokens
   * const history = await model.fit([[3, 4]], [[4, 2]], { epochs: 3, teacherForcing: half });
   * history.epochs.length; // 3
   * ```
   */
  fit(
    source: TensorLike,
    target: TensorLike,
    options: Seq2seqFitOptions = {}
  ): Promise<History> {
    return fitEncoderDecoder(this, source, target, options);
  }

  /**
   * Loss and metrics with teacher forcing, and the share of targets written without a fault.
   *
   * @throws RangeError on ids that do not exist or padding that is not at the end
   * @example
   * ```ts
   * const model = encoderDecoder({ sourceSize: 6, targetSize: 6, units: 4, seed: 1 });
   * Object.keys(await model.evaluate([[3, 4]], [[4, 2]]))[0]; // 'loss'
   * ```
   */
  evaluate(
    source: TensorLike,
    target: TensorLike,
    options: { batchSize?: number; maxLength?: number } = {}
  ): Promise<Readonly<Record<string, number>>> {
    return evaluateEncoderDecoder(this, source, target, options);
  }

  /**
   * Writes what belongs to one source, token by token, each from those it wrote before (free-running).
   *
   * @param source `[S]` token ids
   * @param options `greedy` (default), `sample` with a temperature, or `beam` with a width; `lookAt`
   *   holds attention elsewhere
   * @throws TypeError on a wrong or unknown option; RangeError on ids that do not exist
   * @example
   * ```ts
   * const model = encoderDecoder({ sourceSize: 6, targetSize: 6, units: 4, seed: 1 });
   * model.decode([3, 4], { method: 'beam', width: 2, maxLength: 5 }).tokens.length <= 5; // true
   * ```
   */
  decode(source: TensorLike, options: DecodeOptions = {}): Decoding {
    return decode(this, source, options);
  }

  /**
   * Runs of encoder and decoder over one pair, with every gate, state and gradient.
   *
   * @throws RangeError on ids that do not exist
   * @example
   * ```ts
   * const model = encoderDecoder({ sourceSize: 6, targetSize: 6, units: 4, seed: 1 });
   * Object.keys(model.trace([3, 4], { target: [4, 2] })).length > 0; // true
   * ```
   */
  trace(source: TensorLike, options: Seq2seqTraceOptions): Seq2seqTrace {
    return traceEncoderDecoder(this, source, options);
  }

  /**
   * What it writes to several sources, the likeliest token each time, each to its end token.
   *
   * @param source `[N, S]` token ids
   * @param options `lookAt` makes each step look elsewhere, as in `decode`
   * @throws RangeError on ids that do not exist
   * @example
   * ```ts
   * const model = encoderDecoder({ sourceSize: 6, targetSize: 6, units: 4, seed: 1 });
   * model.predict([[3, 4], [4, 3]]).length; // 2
   * ```
   */
  predict(source: TensorLike, options: Seq2seqPredictOptions = {}): number[][] {
    return predictEncoderDecoder(this, source, options);
  }

  /**
   * Writes weights, what `compile` settled and what the optimizer remembers into a safetensors file,
   * for `loadEncoderDecoder`.
   *
   * @throws TypeError when path is no name of a file; RangeError on a weight that is no number; Error
   *   when the optimizer is of your own making, or the file cannot be written
   * @example
   * ```ts
   * const model = encoderDecoder({ sourceSize: 6, targetSize: 6, units: 4, seed: 1 });
   * await model.save('copier.safetensors');
   * ```
   */
  async save(path: string): Promise<void> {
    requirePath('model.save', path);
    requireFiniteWeights('model.save', this);
    await host().writeFile(
      path,
      writeEncoderDecoder(this, optimizerParts(this))
    );
  }

  /**
   * Writes the weights alone, by name, into a safetensors file.
   *
   * @throws TypeError when path is no name of a file; RangeError on a weight that is no number; Error
   *   when it cannot be written
   * @example
   * ```ts
   * const model = encoderDecoder({ sourceSize: 6, targetSize: 6, units: 4, seed: 1 });
   * await model.saveWeights('weights.safetensors');
   * ```
   */
  async saveWeights(path: string): Promise<void> {
    await saveWeights(this, path);
  }

  /**
   * Takes the weights of a file that `saveWeights`, `save` or `callbacks.checkpoint` wrote. Arrays of
   * PyTorch or Keras go in by name: `model.setWeights`.
   *
   * @throws TypeError when path is no name of a file; Error when it cannot be read; RangeError when a
   *   weight is missing or has another shape
   * @example
   * ```ts
   * const model = encoderDecoder({ sourceSize: 6, targetSize: 6, units: 4, seed: 1 });
   * await model.saveWeights('weights.safetensors');
   * await model.loadWeights('weights.safetensors');
   * ```
   */
  async loadWeights(path: string): Promise<void> {
    await loadSeq2seqWeights(this, path);
  }

  /**
   * Where the decoder looked, fed with the right tokens and with its own, for `show`.
   *
   * @throws RangeError on ids that do not exist
   * @example
   * ```ts
   * const model = encoderDecoder({ sourceSize: 6, targetSize: 6, units: 4, seed: 1 });
   * model.attentionOf([3, 4]).source.length; // 2
   * ```
   */
  attentionOf(
    source: TensorLike,
    options: AttentionViewOptions = {}
  ): AttentionView {
    return attentionView(this, source, options);
  }

  /**
   * Weights by name, copied.
   *
   * @example
   * ```ts
   * const model = encoderDecoder({ sourceSize: 6, targetSize: 6, units: 4, seed: 1 });
   * model.getWeights()['sourceEmbedding'].shape; // [6, 4]
   * ```
   */
  getWeights(): Readonly<Record<string, Tensor>> {
    return copyWeights(this.variables);
  }

  /**
   * Takes weights by name, or a list in the order of `getWeights`.
   *
   * @throws RangeError on a missing or wrongly shaped weight
   * @example
   * ```ts
   * const model = encoderDecoder({ sourceSize: 6, targetSize: 6, units: 4, seed: 1 });
   * model.setWeights(model.getWeights());
   * ```
   */
  setWeights(
    weights: readonly TensorLike[] | Readonly<Record<string, TensorLike>>
  ): void {
    setWeights('model.setWeights', this.variables, weights, {
      computes: 'network',
      inFloat32: () => this.dtype === 'f32'
    });
    this.changed();
  }

  /** @internal For `weightsByGate`. */
  gateWeights(who: string, source?: TensorLike, target?: TensorLike) {
    return gateWeightsOf(who, this, source, target);
  }

  /** @internal */
  changed(): void {
    this.revision++;
    for (const cell of [this.encoder, this.backEncoder, this.decoder]) {
      if (cell) {
        cell.revision++;
      }
    }
  }

  /** The parts with the arithmetic of their parameters. */
  summary(): Summary {
    return summaryOf(this, this.#own);
  }

  toString(): string {
    return this.summary().toString();
  }
}

/**
 * An encoder–decoder (Sutskever et al. 2014; Cho et al. 2014): one recurrent network reads the source,
 * another writes the target from the state that is left. With attention (Luong et al. 2015) each
 * written token looks back at every source step: the scores of `attend`, then
 * `tanh(W_c [context; h])` before the output.
 *
 * @throws TypeError on a wrong option
 * @example
 * ```ts
 * const model = encoderDecoder({ sourceSize: 6, targetSize: 6, units: 8, seed: 1 });
 * model.compile();
 * const history = await model.fit([[3, 4, 0]], [[4, 3, 2]], { epochs: 2 });
 * model.decode([3, 4]).tokens.length > 0; // true
 * ```
 */
export function encoderDecoder(options: EncoderDecoderOptions): EncoderDecoder {
  return new EncoderDecoder(options);
}
