import type { Trace } from '../../trace';
import {
  gradientFlow,
  type GradientFlow,
  type GradientFlowOptions
} from './gradientFlow';
import type { Channels, Named } from '../recurrence/definition';
import { madeNow, type Changing, type Revised } from '../base/revised';
import { freshId, type Showable } from '../base/showable';
import { requireName } from '../base/check';
import { integer, options } from '../base/options';
import type { Matrix, Tensor, TensorLike } from '../tensor/tensor';
import { noChanges, requireIndex, type Changes } from '../recurrence/changes';
import type {
  ChangesRequest,
  ClampRequest,
  EditRequest
} from './changeRequests';
import { meansByUnit, type ChannelMeans } from './channelMeans';
import { changesAsked, clampAsked, editsAsked } from './changeRequests';
import { LayerRun } from './layerRun';
import { once } from './recordOfPass';
import { gradientsOfRecord } from './gradientsOfRecord';
import type { GradientsOfRecord, RunRecord } from './record';
import { runText } from './runText';
import { saveRun, type SaveRunOptions } from './saveRun';
import { traceBundle, type TraceOptions } from './traceBundle';

/** How a run is made, so that it can be made again with changes. */
export interface RunPlan {
  /** The public function, for messages. */
  readonly who: string;
  readonly title?: string;
  /** What was asked of which network, for a file from which the run is made again. */
  readonly made?: {
    readonly network: unknown;
    readonly x: TensorLike;
    readonly options: object;
  };
  /** Counts changes of the weights. */
  readonly weights: Changing;
  record(changes: Changes, means: ChannelMeans): RunRecord;
}

/** Which answer is followed to the input. */
export interface OutputGradientOptions {
  /** From 0. Default the first. */
  readonly output?: number;
  /** From 0. Default the last. */
  readonly step?: number;
}

const readAnswer = options('run.outputGradient', {
  output: integer(0).or(0),
  step: integer(0).optional()
});

/**
 * The record of one run of a network over a sequence: every gate, state and gradient at every step.
 * Made by `cell.run` and `model.trace`.
 */
export class RunOfNetwork implements Showable<Trace> {
  readonly id = freshId('run');
  /** One entry for each recurrent layer and direction. */
  readonly layers: readonly LayerRun[];
  /** Edits and clamps, each clamp by the name that its channel has today. */
  readonly changes: Changes;
  readonly #made: Revised;
  readonly #plan: RunPlan;
  /** The run with no changes. */
  readonly #original: () => RunOfNetwork;
  readonly #gradients: GradientsOfRecord | null;

  /** @internal */
  constructor(
    plan: RunPlan,
    changes: Changes = noChanges,
    original: (() => RunOfNetwork) | null = null
  ) {
    this.#plan = plan;
    this.#made = madeNow(plan.weights);
    const isChanged = changes.edits.length + changes.clamps.length > 0;
    this.#original = isChanged
      ? (original ?? once(() => new RunOfNetwork(plan)))
      : () => this;
    this.record = plan.record(changes, (layer, channel) =>
      this.#meanOf(layer, channel)
    );
    const { layers, batched } = this.record;
    this.changes = changes;
    this.#gradients = layers.some(({ known }) => known)
      ? null
      : gradientsOfRecord(this.record);
    const gradientOf = this.#gradients?.of ?? null;
    this.layers = layers.map(layer => new LayerRun(layer, batched, gradientOf));
  }

  /** @internal What the pass left behind, on the tape. */
  readonly record: RunRecord;

  /** dL/dx_t `[T, I]`, when there was a loss. */
  get inputGradient(): Tensor | undefined {
    const { input, batched, inputGradient } = this.record;
    if (inputGradient) {
      return inputGradient();
    }
    const found = this.#gradients?.of(input.x);
    return found && (batched ? found : found.at(0));
  }

  /**
   * What one answer depends on: the derivative of an output at a step by each number of the input, in the
   * units of both, `[T, I]`. Of tokens it is by each number of their embeddings, `[T, D]`.
   *
   * @param answer which `output`, from 0 (the first unless given), at which `step` (the last unless
   *   given)
   * @throws TypeError on a wrong or unknown option; Error when the run is not of a model with an output; RangeError when there is no such output
   *   or the network does not answer at that step
   * @example
   * ```ts
   * const model = sequential([layers.gru({ units: 2, inputShape: [3, 1] }), layers.dense({ units: 1 })], { seed: 1 });
   * model.trace([1, 0, 0]).outputGradient({ step: 2 }).shape; // [3, 1]
   * ```
   */
  outputGradient(answer: OutputGradientOptions = {}): Tensor {
    const who = 'run.outputGradient';
    const { output, step: chosen } = readAnswer(answer);
    const { outputs, outputGradient } = this.record;
    if (!outputGradient) {
      throw new Error(
        `${who}: only a run of a model has it: give model.trace a sequence`
      );
    }
    requireIndex(who, 'output', output, outputs.length);
    const answers = outputs[output].values.values;
    const step = chosen ?? answers.findLastIndex(value => !Number.isNaN(value));
    requireIndex(who, 'step', step, this.steps);
    if (Number.isNaN(answers[step])) {
      throw new RangeError(
        `${who}: step must be one at which the network answers, got ${step}`
      );
    }
    return outputGradient(output, step);
  }

  /** @internal */
  ofAnswer(step: number): (channel: Tensor) => Tensor {
    const ofAnswer = this.record.ofAnswer ?? this.#gradients?.ofAnswer;
    if (!ofAnswer) {
      throw new Error('run.ofAnswer: this run has no loss');
    }
    return ofAnswer(step);
  }

  /** @internal What was asked of which network. */
  get made(): RunPlan['made'] {
    return this.#plan.made;
  }

  get title(): string | undefined {
    return this.#plan.title;
  }

  /** T, the number of steps. */
  get steps(): number {
    return this.record.steps;
  }

  /** The number that was differentiated, or null when there was none. */
  get loss(): number | null {
    return this.record.loss?.value.item() ?? null;
  }

  /** Of the weights when the run was made; the network has others when it differs. */
  get revision(): number {
    return this.#made.revision;
  }

  /** True when the network has other weights than those of this run. */
  get stale(): boolean {
    return this.#made.stale;
  }

  /** @internal Why, in words; null where it is not stale. */
  get staleReason(): string | null {
    return this.#made.staleReason;
  }

  /** The network's output, for a run of a model. */
  get output(): Tensor | undefined {
    return this.record.output?.detach();
  }

  /** Total derivatives of the loss by each channel of the only layer (or the first). */
  get gradients(): Named {
    return this.layers[0].gradients;
  }

  /** dL/dparameter of the first layer, by the names in its step. */
  get parameterGradients(): Named {
    return this.layers[0].parameterGradients;
  }

  /** dL/dweight of the first layer, by the framework's names. */
  get weightGradients(): Named {
    return this.layers[0].weightGradients;
  }

  /**
   * One recurrent layer by its name.
   *
   * @throws RangeError that lists the names there are
   * @example
   * ```ts
   * const run = gru({ inputSize: 1, units: 2, seed: 7 }).run([1, 0, 0]);
   * run.layer('gru').channels.z.shape; // [3, 2]
   * ```
   */
  layer(name: string): LayerRun {
    const names = this.layers.map(layer => layer.name);
    requireName('run.layer', 'layer', name, names);
    return this.layers[names.indexOf(name)];
  }

  /**
   * A channel of the only layer (or the first) by name, `[T, H]` (`[B, T, H]` for a batch).
   *
   * @throws RangeError that lists the channels there are
   * @example
   * ```ts
   * gru({ inputSize: 1, units: 2, seed: 7 }).run([1, 0, 0]).channel('z').shape; // [3, 2]
   * ```
   */
  channel(name: string): Matrix {
    const { channels } = this.layers[0];
    if (!Object.hasOwn(channels, name)) {
      throw new RangeError(
        `run.channel: there is no channel '${name}'; the channels are ${Object.keys(channels).join(', ')}`
      );
    }
    return channels[name];
  }

  /**
   * The run again with these edits and clamps, and only these, with its gradients.
   *
   * @throws TypeError on an unknown field; RangeError on a layer, channel, unit or step that does not exist
   * @example
   * ```ts
   * const run = gru({ inputSize: 1, units: 2, seed: 7 }).run([1, 0, 0]);
   * const other = run.recompute({ edits: [{ step: 0, feature: 0, value: 0 }] });
   * other.h.at(-1).toArray(); // [0, 0]
   * ```
   */
  recompute(changes: ChangesRequest): this {
    const whole = changesAsked('run.recompute', changes, this.layers[0].name);
    return makeRun(this.#plan, whole, this.#original) as unknown as this;
  }

  /**
   * The run again with a channel held at a value over some units and steps, besides what was
   * changed before. A held value is a constant: no gradient passes it.
   *
   * @throws TypeError on an unknown field; RangeError on a layer, channel, unit or step that does not exist
   * @example
   * ```ts
   * const run = lstm({ inputSize: 1, units: 2, seed: 7 }).run([1, 0, 0]);
   * run.clamp({ channel: 'f', value: 1, units: [0] }).f.at(0).at(0).item(); // 1
   * run.clamp({ channel: 'f', value: 1, steps: { from: 1, to: 2 } }).f.at(2).toArray(); // [1, 1]
   * ```
   */
  clamp(clamp: ClampRequest): this {
    return this.recompute({
      edits: this.changes.edits,
      clamps: [
        ...this.changes.clamps,
        clampAsked('run.clamp', clamp, this.layers[0].name)
      ]
    });
  }

  /**
   * The run again with a number of the input replaced at one step or several, besides what was changed
   * before; of a batch, in the first sequence unless `sequence` says which.
   *
   * @throws TypeError on an unknown field; RangeError on a step, feature or sequence that does not exist, or a value that is not finite
   * @example
   * ```ts
   * const run = gru({ inputSize: 1, units: 2, seed: 7 }).run([1, 0, 0]);
   * run.edit({ steps: 0, value: 0 }).h.at(-1).toArray(); // [0, 0]
   * ```
   */
  edit(edit: EditRequest): this {
    return this.recompute({
      edits: [...this.changes.edits, ...editsAsked('run.edit', edit)],
      clamps: this.changes.clamps
    });
  }

  /**
   * How far back the loss reaches in each recurrent layer; see the function `gradientFlow`.
   *
   * @throws RangeError when there is no such layer or step
   * @example
   * ```ts
   * const run = gru({ inputSize: 1, units: 2, seed: 7 }).run([1, 0, 0]);
   * run.gradientFlow({ threshold: 0.05 }).threshold; // 0.05
   * ```
   */
  gradientFlow(options: GradientFlowOptions = {}): GradientFlow {
    return gradientFlow(this, options);
  }

  /**
   * What the views of a run read.
   *
   * @throws RangeError when the batch has no such sequence
   * @example
   * ```ts
   * gru({ inputSize: 1, units: 2, seed: 7 }).run([1, 0, 0]).toBundle({ title: 'mine' }).title; // 'mine'
   * ```
   */
  toBundle(options: TraceOptions = {}): Trace {
    return traceBundle(this, options);
  }

  /** What `JSON.stringify` writes: what the views read, not the network. */
  toJSON(): Trace {
    return this.toBundle();
  }

  /**
   * Writes the numbers of the run, not its network, for `loadRun` and for `gatescope.load` of Python.
   *
   * @param options of a batch, which `sequence`; a `title`
   * @throws TypeError when path is no name of a file; RangeError when the batch has no such sequence;
   *   Error when it cannot be written
   * @example
   * ```ts
   * const run = gru({ inputSize: 1, units: 2, seed: 7 }).run([1, 0, 0]);
   * await run.save('run.json', { title: 'a pulse' });
   * (await loadRun('run.json')).title; // 'a pulse'
   * ```
   */
  async save(path: string, options: SaveRunOptions = {}): Promise<void> {
    await saveRun(this, path, options);
  }

  toString(): string {
    return runText(this);
  }

  /** Over real steps and sequences, of the run with no changes. */
  #meanOf(layer: string, channel: string): ArrayLike<number> {
    const { channels, record } = this.#original().layer(layer);
    return meansByUnit(channels[channel], record.mask);
  }
}

/** A run whose channels are also its own properties: `run.f`, `run.h`, … */
export type Run<C extends string = string> = string extends C
  ? RunOfNetwork
  : RunOfNetwork & Channels<C>;

/** Makes a run; the channels of its first layer become properties of the run itself. */
export function makeRun<C extends string>(
  plan: RunPlan,
  changes: Changes = noChanges,
  original: (() => RunOfNetwork) | null = null
): Run<C> {
  const run = new RunOfNetwork(plan, changes, original);
  const first = run.layers[0];
  for (const name of Object.keys(first?.channels ?? {})) {
    if (!(name in run)) {
      Object.defineProperty(run, name, {
        enumerable: true,
        get: () => first.channels[name]
      });
    }
  }
  return run as Run<C>;
}
