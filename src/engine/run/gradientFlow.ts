import type { GradientFlow as GradientFlowBundle, TimeAxis } from '../../trace';
import { float64, TRACE_VERSION, uint8 } from '../../trace';
import {
  integer,
  list,
  number,
  options as reader,
  text
} from '../base/options';
import type { RecurrentCell } from '../recurrence/recurrentCell';
import type { LayerRun } from './layerRun';
import type { RecordedRun } from './recordedRun';
import type { Showable } from '../base/showable';
import { freshId } from '../base/showable';
import { gradients } from '../tensor/tape';
import type { Tensor, TensorLike } from '../tensor/tensor';
import { stack } from '../tensor/joining';
import { described } from '../base/described';
import type { LayerFlow } from '../analysis/flowOfLayer';
import { flowOfLayer } from '../analysis/flowOfLayer';

export interface GradientFlowOptions {
  /** Fraction of the norm at the loss under which a step no longer counts. Default 0.01. */
  threshold?: number;
  /**
   * Where the loss is; by default the last step with a gradient, and of a backward layer the first.
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

/** How far back the loss reaches, for one network or several over one task. */
export class GradientFlow implements Showable<GradientFlowBundle> {
  readonly id = freshId('flow');

  /** @internal */
  constructor(
    readonly networks: readonly (LayerFlow & {
      readonly name: string;
      readonly cell: RecurrentCell;
      readonly direction: 'forward' | 'backward';
      readonly lossStep: number;
    })[],
    readonly lossStep: number,
    readonly threshold: number,
    readonly time: TimeAxis,
    readonly title?: string
  ) {}

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
    return this.networks
      .map(({ name, hidden, effectiveMemory, direction, lossStep }) => {
        const forward = direction === 'forward';
        const last = hidden.length - 1;
        const share = hidden[forward ? 0 : last] / hidden[lossStep];
        const memory =
          effectiveMemory === null
            ? `more than ${forward ? lossStep : last - lossStep} steps`
            : `${effectiveMemory} step${effectiveMemory === 1 ? '' : 's'}`;
        return `${name}: effective memory ${memory}; ‖dL/dh‖ at the ${forward ? 'first' : 'last'} step is ${share.toExponential(1)} of that at step ${lossStep + 1}`;
      })
      .join('\n');
  }
}

/**
 * How far back the loss reaches: norms of dL/dh_t and dL/dc_t, the step Jacobians ∂s_t/∂s_{t−1}
 * (2H×2H over (h, c) for an LSTM) and their products, spectral radii, and the effective memory (steps
 * back from the loss until ‖dL/dh_t‖ is below 1 % of its value there). All in f64.
 *
 * @param of a run, several runs over the same steps, or a cell or model with a sequence `x`. A run
 *   without a loss is differentiated by the sum of h at its last step.
 * @throws RangeError when runs differ in length, or have no recurrent layer
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
  const { threshold, sequence } = options;
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
  const chosen = runs.flatMap(run => {
    const layers =
      options.layer === undefined ? run.layers : [run.layer(options.layer)];
    return layers.map(layer => ({
      layer,
      gradients: stateGradients(run, layer, sequence),
      name:
        runs.length === 1
          ? layer.name
          : (run.title ??
            (run.layers.length > 1 ? layer.name : layer.record.cell.name))
    }));
  });
  if (chosen.length === 0) {
    throw new RangeError(
      `${who}: expected a run with a recurrent layer, got one without`
    );
  }
  if (options.lossStep !== undefined && options.lossStep >= steps) {
    throw new RangeError(
      `${who}: lossStep must be from 0 to ${steps - 1}, got ${options.lossStep}`
    );
  }
  const forward = chosen.find(({ layer }) => layer.direction === 'forward');
  // Layers above one another have their loss at one step, each direction its own.
  const starts = new Map(
    [forward, chosen.find(each => each !== forward && isBackward(each.layer))]
      .filter(each => each !== undefined)
      .map(({ layer, gradients }) => [
        layer.direction,
        options.lossStep ?? startOf(gradients, layer, steps)
      ])
  );
  const lossStep = starts.get((forward ?? chosen[0]).layer.direction)!;
  const names = distinct(
    chosen.map(({ name }, at) => options.names?.[at] ?? name)
  );
  const { time } = record;
  return new GradientFlow(
    chosen.map(({ layer, gradients }, at) => {
      const start = starts.get(layer.direction)!;
      return {
        ...flowOfLayer(layer.record, gradients, start, threshold, sequence),
        name: names[at],
        cell: layer.record.cell,
        direction: layer.direction,
        lossStep: start
      };
    }),
    lossStep,
    threshold,
    {
      steps,
      name: time.name,
      ...(time.labels && { labels: time.labels }),
      ...(time.mask && { mask: uint8(time.mask.at(sequence).values, [steps]) }),
      ...(time.marks && { marks: time.marks })
    },
    options.title
  );
}

/** Of the run's loss, or of the sum of the layer's last output when it has none. */
function stateGradients(
  run: RecordedRun,
  layer: LayerRun,
  sequence: number
): Record<string, Tensor> {
  const { cell, steps } = layer.record;
  const ofSequence = (tensor: Tensor) =>
    run.record.batched ? tensor.at(sequence) : tensor;
  if (run.loss !== null) {
    return Object.fromEntries(
      cell.stateNames.map(name => [name, ofSequence(layer.gradients[name])])
    );
  }
  const last =
    steps[isBackward(layer) ? 0 : steps.length - 1].channels[cell.output];
  return Object.fromEntries(
    cell.stateNames.map(name => {
      const found = gradients(
        last.at(sequence).sum(),
        steps.map(({ channels }) => channels[name])
      );
      return [name, rowsOf(found, sequence)];
    })
  );
}

function rowsOf(steps: readonly Tensor[], sequence: number): Tensor {
  return stack(steps.map(step => step.at(sequence)));
}

/** Where the way back begins: the last step with a gradient, in the order of computing. */
function startOf(
  gradients: Readonly<Record<string, Tensor>>,
  layer: LayerRun,
  steps: number
): number {
  const hidden = gradients[layer.record.cell.output];
  const felt = Array.from({ length: steps }, (_, step) =>
    hidden.at(step).values.some(value => value !== 0)
  );
  const last = isBackward(layer) ? felt.indexOf(true) : felt.lastIndexOf(true);
  return last >= 0 ? last : isBackward(layer) ? 0 : steps - 1;
}

function isBackward({ direction }: LayerRun): boolean {
  return direction === 'backward';
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
