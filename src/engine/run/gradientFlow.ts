import type { GradientFlow as GradientFlowBundle, TimeAxis } from '../../trace';
import {
  computedSteps,
  float64,
  isPadding,
  plural,
  TRACE_VERSION,
  uint8
} from '../../trace';
import {
  integer,
  list,
  number,
  options as reader,
  text,
  type Settled
} from '../base/options';
import type { RecurrentCell } from '../recurrence/recurrentCell';
import type { LayerRun } from './layerRun';
import { totalGradient } from './layerRun';
import type { RecordedRun } from './recordedRun';
import { madeOf, type Revised } from '../base/revised';
import type { Showable } from '../base/showable';
import { freshId } from '../base/showable';
import { gradients } from '../tensor/tape';
import type { Tensor, TensorLike } from '../tensor/tensor';
import { stack } from '../tensor/joining';
import { requireInteger, requireObject } from '../base/check';
import { described } from '../base/described';
import type { LayerFlow } from '../analysis/flowOfLayer';
import { carriedState, computedOf, flowOfLayer } from '../analysis/flowOfLayer';

export interface GradientFlowOptions {
  /** Fraction of the norm at the loss under which a step no longer counts. Default 0.01. */
  threshold?: number;
  /**
   * Which answer is followed back, by its step. By default the last that the loss reads, and through
   * layers that go backward the first, which is the last that they compute.
   */
  lossStep?: number;
  /** One recurrent layer by name; all by default, a bidirectional one in both directions. */
  layer?: string;
  /** Which sequence of a batch. Default 0. */
  sequence?: number;
  /** One name a network. */
  names?: readonly string[];
  title?: string;
}

/** A cell: it runs over a sequence. */
export interface RunsSequences {
  readonly definition: unknown;
  /** Runs over `x` `[T, I]` and keeps every gate and state. */
  run(x: TensorLike): RecordedRun;
}

/** A model: it traces a sequence, with options of its own. */
export interface Traceable<O extends object = object> {
  /** Runs over `x`, one sequence, and keeps every gate, state and gradient. */
  trace(x: TensorLike, options?: O): RecordedRun;
}

const fields = {
  threshold: number({ least: 0, most: 1 }).or(0.01),
  lossStep: integer(0).optional(),
  layer: text.optional(),
  sequence: integer(0).or(0),
  names: list<string>().optional(),
  title: text.optional()
};
const read = reader('gradientFlow', fields);

/** One recurrent layer and direction of a run. */
export interface NetworkFlow extends LayerFlow {
  readonly name: string;
  readonly cell: RecurrentCell;
  readonly direction: 'forward' | 'backward';
  /** Where its way back begins. */
  readonly lossStep: number;
  /** `[T]`: 0 at padding, of a run that was masked. */
  readonly mask?: Uint8Array;
  /** The steps whose answers its loss reads, where there are several. */
  readonly answers?: readonly number[];
  /** The one of them whose loss is followed. */
  readonly answer?: number;
}

/** How far back the loss of one answer reaches, for one network or several over one task. */
export class GradientFlow implements Showable<GradientFlowBundle> {
  readonly id = freshId('flow');
  readonly #made: Revised;

  /** @internal */
  constructor(
    readonly networks: readonly NetworkFlow[],
    readonly lossStep: number,
    readonly threshold: number,
    readonly time: TimeAxis,
    readonly title: string | undefined,
    private readonly again: (lossStep: number) => GradientFlow,
    runs: readonly RecordedRun[]
  ) {
    this.#made = madeOf(runs);
  }

  /** Changes of all networks behind the runs, counted when those were made. */
  get revision(): number {
    return this.#made.revision;
  }

  /** True when a network was trained or replaced after its run. */
  get stale(): boolean {
    return this.#made.stale;
  }

  /** @internal Why, in words; null where it is not stale. */
  get staleReason(): string | null {
    return this.#made.staleReason;
  }

  /**
   * The same networks, followed back from another answer.
   *
   * @param lossStep the step of the answer
   * @throws TypeError unless it is a whole number; RangeError when the loss of one of them reads no
   *   answer there
   * @example
   * ```ts
   * const run = rnn({ inputSize: 1, units: 2, seed: 7 }).run([1, 0, 0], { gradientsOf: ({ h }) => h.sum() });
   * gradientFlow(run).from(1).lossStep; // 1
   * ```
   */
  from(lossStep: number): GradientFlow {
    requireInteger('gradientFlow.from', 'lossStep', lossStep, 0);
    return this.again(lossStep);
  }

  /** What the view reads. */
  toBundle(): GradientFlowBundle {
    const line = (values: Float64Array) => float64(values, [values.length]);
    return {
      version: TRACE_VERSION,
      kind: 'gradientFlow',
      id: this.id,
      ...(this.title !== undefined && { title: this.title }),
      time: this.time,
      lossStep: this.lossStep,
      threshold: this.threshold,
      networks: this.networks.map(network => ({
        name: network.name,
        cell: network.cell.kind,
        units: network.cell.units,
        ...(network.direction === 'backward' && {
          direction: network.direction
        }),
        ...(network.lossStep !== this.lossStep && {
          lossStep: network.lossStep
        }),
        ...maskApart(this.time, network),
        ...(network.answers && { answers: network.answers }),
        ...(network.answer !== undefined && { answer: network.answer }),
        ...(network.wholeLoss && { wholeLoss: line(network.wholeLoss) }),
        ...(network.state !== 'h' && { state: network.state }),
        hidden: line(network.hidden),
        ...(network.cellState && { cellState: line(network.cellState) }),
        factors: line(network.factors),
        ...(network.radii && { radii: line(network.radii) }),
        product: line(network.product),
        ...(network.direct && { direct: line(network.direct) }),
        spectralRadius: network.spectralRadius,
        effectiveMemory: network.effectiveMemory
      }))
    };
  }

  toString(): string {
    const one = this.time.name;
    const steps = (count: number): string =>
      `${count} ${count === 1 ? one : plural(one)}`;
    return this.networks
      .map(network => {
        const { name, state, hidden, effectiveMemory, lossStep, mask } =
          network;
        const { direction, answer, answers = [] } = network;
        const order = computedSteps(
          {
            steps: hidden.length,
            ...(mask && { mask: uint8(mask, [mask.length]) })
          },
          direction
        );
        const [first = lossStep] = order;
        const memory =
          effectiveMemory === null
            ? `all ${steps(order.indexOf(lossStep) + 1)}`
            : steps(effectiveMemory);
        const alone =
          answer === undefined
            ? ''
            : ` of the answer at ${one} ${answer}, one of ${answers.length}`;
        const share = hidden[first] / hidden[lossStep];
        return `${name}: effective memory ${memory}${alone}; ‖dL/d${state}‖ at ${one} ${first} is ${share.toExponential(1)} of that at ${one} ${lossStep}`;
      })
      .join('\n');
  }
}

/**
 * How far back the loss of one answer reaches: norms of dL/dh_t and dL/dc_t, the step Jacobians ∂s_t/∂s_{t−1}
 * (2H×2H over (h, c) for an LSTM) and their products, spectral radii, and the effective memory (steps
 * back from the loss until ‖dL/dh_t‖ is below 1 % of its value there). All in f64.
 *
 * A loss that reads an answer at every step sends something back to each of them, and their sum hides how
 * far any one reaches. So all of this is of one answer, the last or `lossStep`, with the others held as
 * constants; `wholeLoss` is the norm of the sum.
 *
 * @param of a run, several runs over the same steps, or a cell or model with a sequence `x`. A run
 *   without a loss is differentiated by the sum of h at its last step.
 * @throws RangeError when runs differ in length, have no recurrent layer, or no answer at `lossStep`
 * @example
 * ```ts
 * const cell = rnn({ inputSize: 1, units: 4, seed: 7 });
 * const flow = gradientFlow(cell, [1, 0, 0, 0]);
 * flow.networks[0].hidden.length; // 4
 * ```
 */
export function gradientFlow(
  of: RecordedRun | readonly RecordedRun[],
  options?: GradientFlowOptions
): GradientFlow;
export function gradientFlow(
  of: RunsSequences,
  x: TensorLike,
  options?: GradientFlowOptions
): GradientFlow;
export function gradientFlow<O extends object>(
  of: Traceable<O>,
  x: TensorLike,
  options?: GradientFlowOptions & O
): GradientFlow;
export function gradientFlow(
  of: RecordedRun | readonly RecordedRun[] | RunsSequences | Traceable,
  ...more: unknown[]
): GradientFlow {
  if (isRun(of)) {
    return flowOfRuns([of], more[0] as GradientFlowOptions | undefined);
  }
  if (Array.isArray(of)) {
    return flowOfRuns(of, more[0] as GradientFlowOptions | undefined);
  }
  const [x, options = {}] = more as [TensorLike, object?];
  requireObject('gradientFlow', 'options', options);
  const own: Record<string, unknown> = {};
  const rest: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) {
    (name in fields ? own : rest)[name] = value;
  }
  if (isModel(of)) {
    const trace =
      'target' in rest || 'gradientsOf' in rest
        ? rest
        : { ...rest, gradientsOf: lastAnswer };
    return flowOfRuns([of.trace(x, trace)], own);
  }
  if (isCell(of)) {
    return flowOfRuns([of.run(x)], options);
  }
  throw new TypeError(
    `gradientFlow: expected a run, runs, or a cell or model with a sequence, got ${described(of)}`
  );
}

function flowOfRuns(
  runs: readonly RecordedRun[],
  given: GradientFlowOptions = {}
): GradientFlow {
  const who = 'gradientFlow';
  const options = read(given);
  if (runs.length === 0 || !runs.every(isRun)) {
    throw new TypeError(`${who}: expected at least one run`);
  }
  const [{ steps, record }] = runs;
  const other = runs.find(run => run.steps !== steps);
  if (other) {
    throw new RangeError(
      `${who}: the runs must be of one length, got ${steps} and ${other.steps} steps`
    );
  }
  if (options.lossStep !== undefined && options.lossStep >= steps) {
    throw new RangeError(
      `${who}: lossStep must be from 0 to ${steps - 1}, got ${options.lossStep}`
    );
  }
  const networks = runs.flatMap(run =>
    flowOfRun(run, options, runs.length === 1)
  );
  if (networks.length === 0) {
    throw new RangeError(
      `${who}: expected a run with a recurrent layer, got one without`
    );
  }
  const names = distinct(
    networks.map(({ name }, at) => options.names?.[at] ?? name)
  );
  const { time } = record;
  const { sequence, threshold } = options;
  return new GradientFlow(
    networks.map((network, at) => ({ ...network, name: names[at] })),
    (networks.find(({ direction }) => direction === 'forward') ?? networks[0])
      .lossStep,
    threshold,
    {
      steps,
      name: time.name,
      ...(time.labels && { labels: time.labels }),
      ...(time.mask && { mask: uint8(time.mask.at(sequence).values, [steps]) }),
      ...(time.marks && { marks: time.marks })
    },
    options.title,
    step => flowOfRuns(runs, { ...given, lossStep: step }),
    runs
  );
}

/** The flow of one answer through each layer and direction of a run. */
function flowOfRun(
  run: RecordedRun,
  { lossStep, layer, threshold, sequence }: Settled<typeof fields>,
  isOnly: boolean
): NetworkFlow[] {
  const layers = layer === undefined ? run.layers : [run.layer(layer)];
  const source = flowSource(run, { lossStep, sequence });
  const all = layers.map(each => ({
    layer: each,
    gradients: Object.fromEntries(
      each.record.cell.stateNames.map(name => [
        name,
        source.gradientOf(each, name)
      ])
    )
  }));
  // Layers above one another have their loss at one step, each direction its own.
  const starts = new Map<LayerRun['direction'], number>();
  for (const { layer: each, gradients } of all) {
    if (!starts.has(each.direction)) {
      starts.set(each.direction, startOf(gradients, each, sequence));
    }
  }
  return all.map(({ layer: each, gradients }) => {
    const { cell } = each.record;
    const start = starts.get(each.direction)!;
    const ofSequence = (tensor: Tensor): Tensor =>
      run.record.batched ? tensor.at(sequence) : tensor;
    return {
      ...flowOfLayer(each.record, gradients, {
        lossStep: start,
        threshold,
        sequence,
        ...(source.answers && {
          wholeLoss: ofSequence(each.gradients[carriedState(each.record)])
        })
      }),
      ...(source.answers && {
        answers: source.answers,
        answer: source.answerOf?.(each)
      }),
      ...(each.record.mask && {
        mask: Uint8Array.from(each.record.mask.at(sequence).values)
      }),
      name: isOnly
        ? each.name
        : (run.title ?? (run.layers.length > 1 ? each.name : cell.name)),
      cell,
      direction: each.direction,
      lossStep: start
    };
  });
}

/** What is followed back: one answer's loss. */
interface FlowSource {
  /** The answers that the loss reads, where there are several. */
  readonly answers?: readonly number[];
  /** The one of them that is followed through a layer. */
  answerOf?(layer: LayerRun): number;
  /** `[T, H]` of a state, of the sequence. */
  gradientOf(layer: LayerRun, state: string): Tensor;
}

/**
 * The loss of one answer; where there is no loss, the sum of a layer's output at one step. It is the one
 * at `lossStep`, and else, for each direction, the last in its own order of computing.
 */
function flowSource(
  run: RecordedRun,
  {
    lossStep,
    sequence
  }: { readonly lossStep?: number; readonly sequence: number }
): FlowSource {
  const { loss, batched } = run.record;
  const ofSequence = (tensor: Tensor): Tensor =>
    batched ? tensor.at(sequence) : tensor;
  if (!loss) {
    return { gradientOf: ofOutput(lossStep, sequence) };
  }
  const answers = loss.byAnswer?.steps(sequence) ?? [];
  const mask = run.record.time.mask?.at(sequence).values;
  const last = mask?.findLastIndex(real => real !== 0) ?? -1;
  const only = answers[0] ?? (last < 0 ? run.steps - 1 : last);
  if (
    lossStep !== undefined &&
    !(answers.length > 0 ? answers : [only]).includes(lossStep)
  ) {
    throw new RangeError(
      answers.length > 1
        ? `gradientFlow: lossStep must be a step whose answer the loss reads, ${answers[0]} to ${answers.at(-1)}, got ${lossStep}`
        : `gradientFlow: lossStep must be the step of the only answer, ${only}, got ${lossStep}`
    );
  }
  if (answers.length < 2) {
    return {
      gradientOf: (layer, state) => ofSequence(layer.gradients[state])
    };
  }
  const found = new Map<number, (channel: Tensor) => Tensor>();
  const alone = (answer: number): ((channel: Tensor) => Tensor) => {
    const of = found.get(answer) ?? run.ofAnswer(answer);
    found.set(answer, of);
    return of;
  };
  const back = (layer: LayerRun, state: string, answer: number): Tensor =>
    rowsOf(
      layer.record.steps.map((_, step) =>
        totalGradient(layer.record, step, state, alone(answer))
      ),
      sequence
    );
  const answerOf = (layer: LayerRun): number =>
    lossStep ??
    lastAnswerOf(layer, answers, sequence, answer => {
      const state = carriedState(layer.record);
      return { [state]: back(layer, state, answer) };
    });
  return {
    answers,
    answerOf,
    gradientOf: (layer, state) => back(layer, state, answerOf(layer))
  };
}

/**
 * The answer that a layer comes to last. Of a layer that reads backwards that is the first in a network
 * of both directions, and the last where the layer gives its outputs in its own order, as Keras's do.
 */
function lastAnswerOf(
  layer: LayerRun,
  answers: readonly number[],
  sequence: number,
  gradientsOf: (answer: number) => Readonly<Record<string, Tensor>>
): number {
  const [first, last] = [answers[0], answers.at(-1)!];
  if (!isBackward(layer)) {
    return last;
  }
  const [early, late] = [first, last].map(answer =>
    startOf(gradientsOf(answer), layer, sequence)
  );
  return late < early ? last : first;
}

/** Derivatives of the sum of a layer's own output, at a step or at the last that it computes. */
function ofOutput(
  lossStep: number | undefined,
  sequence: number
): FlowSource['gradientOf'] {
  return (layer, state) => {
    const { record } = layer;
    const last = lossStep ?? computedOf(record, sequence).at(-1) ?? 0;
    const tensors = record.steps.flatMap(({ channels, uncarried }) =>
      [channels, uncarried].flatMap(named => named?.[state] ?? [])
    );
    const found = gradients(
      record.steps[last].channels[record.cell.output].at(sequence).sum(),
      tensors
    );
    const of = new Map(tensors.map((tensor, at) => [tensor, found[at]]));
    return rowsOf(
      record.steps.map((_, step) =>
        totalGradient(record, step, state, tensor => of.get(tensor)!)
      ),
      sequence
    );
  };
}

function rowsOf(steps: readonly Tensor[], sequence: number): Tensor {
  return stack(steps.map(step => step.at(sequence)));
}

/**
 * Where the way back begins: the last step with a gradient, in the order of computing. An answer at
 * padding is that of the step which was computed last before it.
 */
function startOf(
  gradients: Readonly<Record<string, Tensor>>,
  layer: LayerRun,
  sequence: number
): number {
  const hidden = gradients[carriedState(layer.record)];
  const order = computedOf(layer.record, sequence);
  return (
    order.findLast(step => hidden.at(step).values.some(value => value !== 0)) ??
    order.at(-1) ??
    (isBackward(layer) ? 0 : layer.record.steps.length - 1)
  );
}

function isBackward({ direction }: LayerRun): boolean {
  return direction === 'backward';
}

/** The mask of a network that has another than the time of its flow. */
function maskApart(
  time: TimeAxis,
  { mask, hidden }: NetworkFlow
): Pick<GradientFlowBundle['networks'][number], 'mask'> {
  const own = mask ?? new Uint8Array(hidden.length).fill(1);
  return own.every((real, step) => isPadding(time, step) === (real === 0))
    ? {}
    : { mask: uint8(own, [own.length]) };
}

/** `LSTM`, `LSTM 2`, … */
function distinct(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map(name => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} ${count}`;
  });
}

function lastAnswer(output: Tensor): Tensor {
  return (output.rank === 3 ? output.at(-1, { axis: 1 }) : output).sum();
}

function isRun(value: unknown): value is RecordedRun {
  return (
    typeof value === 'object' &&
    value !== null &&
    'record' in value &&
    'layers' in value
  );
}

function isModel(value: unknown): value is Traceable {
  return typeof value === 'object' && value !== null && 'trace' in value;
}

function isCell(value: unknown): value is RunsSequences {
  return (
    typeof value === 'object' &&
    value !== null &&
    'definition' in value &&
    'run' in value
  );
}
