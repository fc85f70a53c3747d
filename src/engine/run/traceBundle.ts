import type {
  Adjoint,
  Channel,
  Equation,
  InputEdit,
  LayerTrace,
  NumericArray,
  Series,
  Trace,
  ViewOptions
} from '../../trace';
import { float64, floats, TRACE_VERSION, uint8 } from '../../trace';
import {
  flag,
  integer,
  object,
  options as reader,
  text
} from '../base/options';
import type { Floats } from '../tensor/operation';
import type { Tensor } from '../tensor/tensor';
import { isBounded } from '../recurrence/bounds';
import {
  channelLabel,
  channelRange,
  channelRole,
  sharedIn
} from '../recurrence/channelNotes';
import type { SequenceEdit } from '../recurrence/changes';
import type { RecurrentCell } from '../recurrence/recurrentCell';
import type { LayerRun } from './layerRun';
import { layersByWidth } from './layersByWidth';
import type { RunRecord, SeriesRecord } from './record';
import type { RecordedRun } from './recordedRun';
import { hasSpread, sequenceSpread, SHARES } from './sequenceSpread';
import { sourceLines } from './sourceLines';
import { termChannels } from './termChannels';

export interface TraceOptions {
  /** Which sequence of a batch is shown. Default 0. */
  readonly sequence?: number;
  /** Whether the summands of the pre-activations are kept; by default up to a size. */
  readonly terms?: boolean;
  /** Whether it is said how the numbers of a batch spread over its sequences; by default up to a size. */
  readonly spread?: boolean;
  readonly title?: string;
  readonly howToRead?: string;
  readonly view?: ViewOptions;
}

const read = reader('run.toBundle', {
  sequence: integer(0).or(0),
  terms: flag.optional(),
  spread: flag.optional(),
  title: text.optional(),
  howToRead: text.optional(),
  view: object<ViewOptions>().optional()
});

type ReadAdjoints = (
  cell: RecurrentCell,
  recorded: readonly (string | undefined)[]
) => Adjoint[] | undefined;

let adjointsOf: ReadAdjoints | null = null;

/** Gives what reads the way back off a step, which is no part of what a page loads for a cell alone. */
export function readAdjointsBy(given: ReadAdjoints): void {
  adjointsOf = given;
}

/** Above this many numbers, what enters a layer from an embedding or another layer is left out. */
const MOST_ENTERING_VALUES = 10_000;

/** The record of a run as the views read it. */
export function traceBundle(run: RecordedRun, given: TraceOptions): Trace {
  const { record } = run;
  const options = read(given);
  const { sequence } = options;
  const batch = record.input.x.shape[0];
  if (sequence >= batch) {
    throw new RangeError(
      `run.toBundle: sequence must be a whole number from 0 to ${batch - 1}, got ${sequence}`
    );
  }
  const { input, time, outputs, outputCount, targets, loss, model } = record;
  const spread = hasSpread(run, options.spread);
  const title =
    options.title ??
    run.title ??
    (batch > 1 ? sequenceTitle({ sequence, size: batch }) : undefined);
  return {
    version: TRACE_VERSION,
    kind: 'trace',
    id: run.id,
    ...(title !== undefined && { title }),
    ...(options.howToRead !== undefined && { howToRead: options.howToRead }),
    ...(options.view !== undefined && { view: options.view }),
    ...(batch > 1 && {
      batch: { sequence, size: batch, ...(spread && { shares: SHARES }) }
    }),
    time: {
      steps: record.steps,
      name: time.name,
      ...(time.labels && { labels: time.labels }),
      ...(time.mask && {
        mask: uint8(time.mask.at(sequence).values, [record.steps])
      }),
      ...(time.marks && { marks: time.marks })
    },
    input: {
      names: input.names,
      ...(input.unit !== undefined && { unit: input.unit }),
      array: array(input.shown.at(sequence)),
      editable: input.editable,
      ...(input.embedded && { embedding: input.embedded.width })
    },
    layers: run.layers.flatMap(layer =>
      layersByWidth(layerTrace(run, layer, sequence, { ...options, spread }))
    ),
    outputs: outputs.map(output => series(output, sequence)),
    ...(outputCount !== undefined && { outputCount }),
    ...(targets && {
      targets: targets.map(target => series(target, sequence))
    }),
    ...(loss && { loss: lossOf(loss, sequence) }),
    clamps: run.changes.clamps,
    edits: editsOf(run.changes.edits, sequence),
    ...(model && { model: model() })
  };
}

/** What was differentiated, and the answers that it reads where there are several. */
function lossOf(
  { name, value, byAnswer }: NonNullable<RunRecord['loss']>,
  sequence: number
): NonNullable<Trace['loss']> {
  const answers = byAnswer?.steps(sequence) ?? [];
  return {
    name,
    value: value.item(),
    ...(answers.length > 1 && { answers })
  };
}

/** Those of one sequence, as its trace writes them. */
function editsOf(
  edits: readonly SequenceEdit[],
  wanted: number
): readonly InputEdit[] {
  return edits
    .filter(({ sequence = 0 }) => sequence === wanted)
    .map(({ step, feature, value }) => ({ step, feature, value }));
}

function layerTrace(
  run: RecordedRun,
  layer: LayerRun,
  sequence: number,
  options: TraceOptions
): LayerTrace {
  const { cell, direction, initial } = layer.record;
  const equations = cell.equations.filter(isEquation);
  const of = (tensor: Tensor) =>
    run.record.batched ? tensor.at(sequence) : tensor;
  const values = Object.entries(layer.channels).map(
    ([name, tensor]): Channel => {
      const equation = equations.find(({ channel }) => channel === name);
      const role = channelRole(cell, name, equation);
      return {
        name,
        label: channelLabel(cell, name, role),
        role,
        range: channelRange(
          role,
          equation,
          tensor.values,
          name === cell.output &&
            equation !== undefined &&
            isBounded(equation.expression, equations)
        ),
        array: array(of(tensor)),
        ...sharedIn(cell, name),
        ...(options.spread && {
          spread: sequenceSpread(tensor, run.record.time.mask)
        }),
        ...(name in initial && {
          initial: floats(initial[name].at(sequence).values, [
            initial[name].shape[1]
          ])
        })
      };
    }
  );
  const gradients = cell.stateNames
    .filter(name => name in layer.gradients)
    .map((name): Channel => {
      const tensor = of(layer.gradients[name]);
      return {
        name: `dL/d${name}`,
        label: `gradient of the ${channelLabel(cell, name, 'state')}`,
        role: 'gradient',
        of: name,
        range: channelRange('gradient', undefined, tensor.values),
        // A vanishing gradient leaves the range of f32 near step 165.
        array: float64(tensor.values, tensor.shape)
      };
    });
  const back = adjointsOf?.(
    cell,
    gradients.map(({ of }) => of)
  );
  return {
    name: layer.name,
    cell: cell.kind,
    cellName: cell.name,
    direction,
    inputSize: cell.inputSize,
    units: cell.units,
    ...entering(run, layer, sequence),
    parameters: cell.count,
    equations,
    ...(back && { adjoints: back }),
    ...(cell.definition.source !== '' && {
      source: sourceLines(cell.definition.source, Object.keys(layer.channels))
    }),
    channels: [
      ...values,
      ...gradients,
      ...termChannels(run, layer, equations, { ...options, sequence })
    ]
  };
}

/**
 * x_t as the layer got it, where that is not the input as the reader knows it, and the derivative of
 * the loss by it.
 */
function entering(
  { record, layers }: RecordedRun,
  layer: LayerRun,
  sequence: number
): Pick<LayerTrace, 'entering' | 'enteringGradient' | 'otherInput'> {
  const { values, width } = entered(layer, sequence);
  const shown = record.input.shown.at(sequence).values;
  // The reader's own numbers, scaled or not, take no more room than they have already.
  const own = record.input.editable && shown.length === values.length;
  if (!own && values.length > MOST_ENTERING_VALUES) {
    const before = layers[layers.indexOf(layer) - 1];
    const others = before && entered(before, sequence).values;
    return others?.every((value, at) => Object.is(value, values[at])) === false
      ? { otherInput: true }
      : {};
  }
  const { inputGradient } = layer;
  const gradient =
    record.batched && inputGradient
      ? inputGradient.at(sequence)
      : inputGradient;
  return {
    ...(!(own && values.every((value, at) => isSame(value, shown[at]))) && {
      entering: floats(values, [values.length / width, width])
    }),
    ...(gradient && {
      // As those of the states, it may leave the range of f32.
      enteringGradient: float64(gradient.values, gradient.shape)
    })
  };
}

/** Whether two numbers are the same in 32 bits, where these hold them. */
function isSame(one: number, other: number): boolean {
  const rounded = Math.fround(one);
  return (
    one === other ||
    (rounded === Math.fround(other) && Number.isFinite(rounded))
  );
}

/** What the run of one sequence of a batch is called that has no title of its own. */
export function sequenceTitle({
  sequence,
  size
}: NonNullable<Trace['batch']>): string {
  return `sequence ${sequence + 1} of ${size}`;
}

/** x_t of one sequence as the layer got it, and how many numbers each has. */
function entered(
  { record }: LayerRun,
  sequence: number
): { readonly values: Floats; readonly width: number } {
  if (record.known) {
    const { input } = record.known;
    return { values: input.values, width: input.shape[1] };
  }
  const { steps } = record;
  const width = steps[0].input.x.shape[1];
  const values = new Float64Array(steps.length * width);
  steps.forEach(({ input: { x } }, step) =>
    values.set(
      x.values.subarray(sequence * width, (sequence + 1) * width),
      step * width
    )
  );
  return { values, width };
}

/** What a step computed past the tape has no equation: `m = constant` would be wrong. */
function isEquation({ expression }: Equation): boolean {
  return !(expression.kind === 'symbol' && expression.role === 'parameter');
}

function series(record: SeriesRecord, sequence: number): Series {
  return {
    name: record.name,
    ...(record.unit !== undefined && { unit: record.unit }),
    values: array(record.values.at(sequence)),
    ...(record.range !== undefined && { range: record.range })
  };
}

function array(tensor: Tensor): NumericArray {
  return floats(tensor.values, tensor.shape);
}
