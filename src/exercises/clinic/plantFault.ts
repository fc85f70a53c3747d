import { described } from '../../engine/base/described';
import {
  anything,
  integer,
  list,
  object,
  oneOf,
  options as reader,
  text
} from '../../engine/base/options';
import { random } from '../../engine/base/random';
import type { LstmChannel } from '../../engine/cells/lstm';
import {
  isRecurrent,
  type RecurrentLayer
} from '../../engine/layers/recurrent';
import type { Sequential } from '../../engine/models/sequential';
import type {
  ModelTraceOptions,
  TwoWayScaler
} from '../../engine/models/traceOptions';
import type { Run } from '../../engine/run/run';
import { featureNames } from '../../engine/run/runCell';
import { shapeText } from '../../engine/tensor/shape';
import { asTensor, Tensor, type TensorLike } from '../../engine/tensor/tensor';
import type { QuestionOptions } from '../questions/question';
import { faultNames, faults, type FaultName } from './faults';
import { patientRun, type Patient } from './patientRun';
import { spoiltCell } from './spoiltCell';

export type { FaultName } from './faults';

export interface PlantFaultOptions extends Pick<
  ModelTraceOptions,
  | 'labels'
  | 'scaler'
  | 'targetScaler'
  | 'inputNames'
  | 'inputUnit'
  | 'outputNames'
  | 'outputUnit'
  | 'stepName'
  | 'title'
> {
  /** Chooses the fault, and where a gradient is cut. */
  seed: number;
  /** `[T]` or `[T, 1]`: what should come out at each step, in the network's numbers. */
  target: TensorLike;
  /** Which fault, in place of one that the seed chooses; `none` leaves the network healthy. */
  fault?: FaultName;
  /** How many steps of padding follow the sequence. Default 10. */
  padding?: number;
}

/** A copy of a network in which something may be wrong. */
export interface PlantedFault {
  /** The run to look at; nothing in it names the fault. */
  readonly run: Run<LstmChannel>;
  /** The run of the network as it was given, over the same steps. */
  readonly healthy: Run<LstmChannel>;
  /**
   * Asks what is wrong: an item for `questions`. Each wrong choice is told what would have been seen.
   *
   * @param id unique among the questions
   */
  question(id: string, words?: string): QuestionOptions;
}

const who = 'plantFault';

const read = reader(who, {
  seed: integer(0),
  target: anything<TensorLike>(),
  fault: oneOf(faultNames).optional(),
  padding: integer(1).or(10),
  labels: list<string>().optional(),
  scaler: object<TwoWayScaler>().optional(),
  targetScaler: object<TwoWayScaler>().optional(),
  inputNames: list<string>().optional(),
  inputUnit: text.optional(),
  outputNames: list<string>().optional(),
  outputUnit: text.optional(),
  stepName: text.or('step'),
  title: text.optional()
});

/** So that a cut has steps before and after it. */
const FEWEST_STEPS = 16;

/**
 * Plants a fault in a copy of an LSTM, to be found by the views alone: the forget gate shut, forget
 * and input gate swapped, the gradient cut at some step, padding read as data, the target in the
 * input, or nothing at all. Gradients are of the output after the last step.
 *
 * @param model an LSTM with `returnSequences`, then layers that make one number of each state
 * @param x `[T, I]`, at least 16 steps; padding is added behind it
 * @throws TypeError when the model is another one or an option is wrong; RangeError when shapes do
 *   not fit
 * @example
 * ```ts
 * const model = sequential(
 *   [layers.lstm({ units: 3, returnSequences: true, inputShape: [null, 1] }), layers.dense({ units: 1 })],
 *   { seed: 1 }
 * );
 * const wave = Array.from({ length: 21 }, (_, step) => Math.sin(step / 2));
 * const planted = plantFault(model, wave.slice(0, 20).map(value => [value]), { seed: 4, target: wave.slice(1) });
 * planted.run.steps; // 30
 * planted.question('first').choice?.length; // 6
 * ```
 */
export function plantFault(
  model: Sequential,
  x: TensorLike,
  options: PlantFaultOptions
): PlantedFault {
  const settled = read(options);
  const { layer, readOut } = partsOf(model, x);
  const { cell } = layer;
  const draw = random(settled.seed, who);
  const drawn = faultNames[draw.integer(faultNames.length)];
  const fault = settled.fault ?? drawn;
  const sequence = sequenceOf(x, cell.inputSize);
  const steps = sequence.shape[0];
  const healthy: Patient = {
    ...padded(sequence, settled),
    ...namesOf(settled, steps, cell.inputSize),
    title: 'Healthy',
    name: layer.name,
    cell: spoiltCell(cell, 'none'),
    readOut,
    cutAfter: null
  };
  const patient: Patient = {
    ...healthy,
    title: settled.title ?? 'Is something wrong?',
    cell: spoiltCell(cell, fault),
    shown: fault === 'targetLeaked' ? leaked(healthy) : healthy.shown,
    mask: fault === 'paddingRead' ? null : healthy.mask,
    cutAfter: fault === 'gradientCut' ? steps - 4 - draw.integer(8) : null
  };
  return {
    run: patientRun(patient),
    healthy: patientRun(healthy),
    question: (id, words = 'What is wrong with this network?') => ({
      id,
      question: words,
      choice: faultNames.map(name => ({
        text: faults[name].text,
        right: name === fault,
        reply: name === fault ? faults[name].found : faults[name].wouldShow
      }))
    })
  };
}

type Settled = ReturnType<typeof read>;

/** The LSTM and what reads it. */
function partsOf(model: Sequential, x: TensorLike) {
  const [layer, ...readOut] = model?.layers ?? [];
  if (!isRecurrent(layer) || layer.spec.type !== 'LSTM') {
    throw new TypeError(
      `${who}: model must begin with layers.lstm, got ${layer ? layer.type : described(model)}`
    );
  }
  // A model without inputShape gets its weights with the first input.
  model.prepare(
    who,
    asTensor(x, `${who}: x`)
      .detach()
      .reshape([1, ...rowsOf(x)])
  );
  const { spec } = layer;
  const reads = spec.returnSequences && !spec.goBackwards;
  if (!reads || readOut.some(({ cells }) => cells.length > 0)) {
    throw new TypeError(
      `${who}: model must be one LSTM with returnSequences: true, read forward, and layers without a state after it`
    );
  }
  const biases = layer.cell.weights.biases > 0;
  if (!biases || isProjected(layer.cell)) {
    throw new TypeError(
      `${who}: the LSTM of the model must have biases, and h and c of one size`
    );
  }
  const shape = model.outputShapes.at(-1)!;
  if (shape.length !== 2 || shape[1] !== 1) {
    throw new RangeError(
      `${who}: model must make one number of each state, got outputs ${shapeText(shape)}`
    );
  }
  return { layer: layer as RecurrentLayer, readOut };
}

const isProjected = ({ definition, units }: RecurrentLayer['cell']) =>
  definition.state.h !== units;

/** `[T, I]` of x. */
function rowsOf(x: TensorLike): number[] {
  const { shape } = asTensor(x, `${who}: x`);
  return shape.length === 1 ? [shape[0], 1] : [...shape];
}

function sequenceOf(x: TensorLike, features: number): Tensor {
  const rows = rowsOf(x);
  if (rows.length !== 2 || rows[1] !== features || rows[0] < FEWEST_STEPS) {
    throw new RangeError(
      `${who}: x must be one sequence [T, ${features}] of at least ${FEWEST_STEPS} steps, got shape ${shapeText(rows)}`
    );
  }
  return asTensor(x).detach().reshape(rows);
}

/** Zeros behind the sequence, as `padSequences` puts them; nothing is to be forecast there. */
function padded(
  sequence: Tensor,
  { target, padding, scaler, targetScaler }: Settled
): Pick<
  Patient,
  'shown' | 'target' | 'mask' | 'padsFrom' | 'scaler' | 'targetScaler'
> {
  const [steps, features] = sequence.shape;
  const wanted = asTensor(target, `${who}: target`).detach();
  if (wanted.size !== steps) {
    throw new RangeError(
      `${who}: target must be one number a step (${steps}), got shape ${shapeText(wanted.shape)}`
    );
  }
  const all = steps + padding;
  const numbers = new Float64Array(all * features);
  numbers.set(sequence.values);
  const whole = new Tensor(numbers, [1, all, features]);
  const column = wanted.reshape([steps, 1]);
  const truth = new Float64Array(all).fill(NaN);
  truth.set((targetScaler ? targetScaler.invert(column) : column).values);
  return {
    shown: scaler ? scaler.invert(whole) : whole,
    target: new Tensor(truth, [1, all]),
    mask: new Tensor(
      Float64Array.from({ length: all }, (_, step) => Number(step < steps)),
      [1, all]
    ),
    padsFrom: steps,
    scaler,
    targetScaler
  };
}

/** The input with its first feature replaced by what is to be forecast, in the reader's units. */
function leaked({ shown, target, padsFrom }: Patient): Tensor {
  const values = shown.values.slice();
  const features = shown.shape[2];
  for (let step = 0; step < padsFrom; step++) {
    values[step * features] = target.values[step];
  }
  return new Tensor(values, shown.shape);
}

function namesOf(settled: Settled, steps: number, features: number) {
  const { labels, padding, inputNames, outputNames } = settled;
  if (labels !== undefined && labels.length !== steps) {
    throw new RangeError(
      `${who}: labels must be one a step (${steps}), got ${labels.length}`
    );
  }
  const names = inputNames ?? featureNames(features);
  if (names.length !== features) {
    throw new RangeError(
      `${who}: inputNames must be one a feature (${features}), got ${names.length}`
    );
  }
  return {
    inputNames: names,
    inputUnit: settled.inputUnit,
    outputName: outputNames?.[0] ?? 'output',
    outputUnit: settled.outputUnit,
    stepName: settled.stepName,
    labels: labels && [
      ...labels,
      ...Array.from({ length: padding }, (_, at) => `padding ${at + 1}`)
    ]
  };
}
