import type { GradientFlow as GradientFlowBundle, TimeAxis } from '../../trace';
import {
  computedSteps,
  float64,
  isPadding,
  plural,
  timeAsRead,
  TRACE_VERSION,
  uint8,
  wholeLayers
} from '../../trace';
import {
  integer,
  list,
  number,
  options as reader,
  text
} from '../base/options';
import { flowOfRun, type NetworkFlow } from './flowOfRun';
import type { RecordedRun } from './recordedRun';
import { traceBundle } from './traceBundle';
import { madeOf, type Revised } from '../base/revised';
import type { Showable } from '../base/showable';
import { freshId } from '../base/showable';
import type { Tensor, TensorLike } from '../tensor/tensor';
import { requireInteger, requireObject } from '../base/check';
import { described } from '../base/described';

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
        ...(network.writtenOver && { writtenOver: true }),
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
        if (!hidden.some(value => value !== 0 && !Number.isNaN(value))) {
          return `${name}: no gradient reaches this layer; a loss that is constant has none`;
        }
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
        const { beyond, logProduct, cell } = network;
        const size = beyond
          ? `is ${beyond.is} than ${cell.dtype.slice(1)}-bit numbers hold from ${one} ${beyond.step} back; ‖∂${state}_${lossStep}/∂${state}_${first}‖ is 10^${logProduct[first].toFixed(1)}`
          : `at ${one} ${first} is ${share.toExponential(1)} of that at ${one} ${lossStep}`;
        return `${name}: effective memory ${memory}${alone}; ‖dL/d${state}‖ ${size}`;
      })
      .join('\n');
  }
}

/**
 * How far back the loss of one answer reaches: norms of dL/dh_t and dL/dc_t, the step Jacobians ∂s_t/∂s_{t−1}
 * (2H×2H over (h, c) for an LSTM) and their products, spectral radii, and the effective memory (steps
 * back from the loss until ‖dL/dh_t‖ is below 1 % of its value there). Gradients are in the network's own
 * precision, all else in f64; `beyond` says where no number of it holds them, and `logProduct` goes on there.
 *
 * A loss that reads an answer at every step sends something back to each of them, and their sum hides how
 * far any one reaches. So all of this is of one answer, the last or `lossStep`, with the others taken as
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
  const { labels, marks } = stepsAsRead(runs, options);
  return new GradientFlow(
    networks.map((network, at) => ({ ...network, name: names[at] })),
    (networks.find(({ direction }) => direction === 'forward') ?? networks[0])
      .lossStep,
    threshold,
    {
      steps,
      name: time.name,
      ...(labels && { labels }),
      ...(time.mask && { mask: uint8(time.mask.at(sequence).values, [steps]) }),
      ...(marks && { marks })
    },
    options.title,
    step => flowOfRuns(runs, { ...given, lossStep: step }),
    runs
  );
}

/** Labels and marks of the steps of all layers that are followed, in the order in which these read them. */
function stepsAsRead(
  runs: readonly RecordedRun[],
  { layer, sequence }: Pick<GradientFlowOptions, 'layer' | 'sequence'>
): Pick<TimeAxis, 'labels' | 'marks'> {
  const [{ record }] = runs;
  const { time } = record;
  const mayTurn = runs.some(
    ({ layers }) =>
      layers.length > 1 &&
      layers.some(({ direction }) => direction === 'backward')
  );
  if (!mayTurn || !(time.labels ?? time.marks)) {
    return time;
  }
  return timeAsRead(
    runs.flatMap(run => {
      const trace = traceBundle(run, { sequence, terms: false, spread: false });
      return wholeLayers(trace)
        .filter(({ name }) => layer === undefined || name === layer)
        .map(each => ({ trace, layer: each }));
    })
  );
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
