import type { Cell } from '../../engine/cells/cell';
import type { LstmChannel } from '../../engine/cells/lstm';
import { atRest, type Layer } from '../../engine/layers/layer';
import type { TwoWayScaler } from '../../engine/models/traceOptions';
import {
  clampsOf,
  edited,
  requireLayers
} from '../../engine/recurrence/changes';
import type { Named } from '../../engine/recurrence/definition';
import { initialState } from '../../engine/recurrence/inputSequence';
import {
  stepThrough,
  type ClampsAt,
  type SequenceStep
} from '../../engine/recurrence/sequence';
import { overTime } from '../../engine/run/layerRun';
import type { RunRecord } from '../../engine/run/record';
import { makeRun, type Run } from '../../engine/run/run';
import { runRecord } from '../../engine/run/runRecord';
import { variable } from '../../engine/tensor/making';
import { Tensor } from '../../engine/tensor/tensor';

/** A network with what it reads, perhaps with a fault. */
export interface Patient {
  readonly title: string;
  /** The layer's name. */
  readonly name: string;
  readonly cell: Cell;
  /** What makes an output of each h. */
  readonly readOut: readonly Layer[];
  /** `[1, T, I]` in the reader's own units, padding included. */
  readonly shown: Tensor;
  /** `[1, T]` in the reader's own units; NaN where there is none. */
  readonly target: Tensor;
  /** `[1, T]`: 0 where a step is padding. Null for a network that reads it. */
  readonly mask: Tensor | null;
  /** No gradient passes from the step after this one to it; null for none. */
  readonly cutAfter: number | null;
  readonly scaler?: TwoWayScaler;
  readonly targetScaler?: TwoWayScaler;
  readonly inputNames: readonly string[];
  readonly inputUnit?: string;
  readonly outputName: string;
  readonly outputUnit?: string;
  readonly stepName: string;
  readonly labels?: readonly string[];
  /** The first padded step. */
  readonly padsFrom: number;
}

/**
 * The run of a patient. Views get padding as a mark on the time axis and not as a mask: they draw
 * no value over a mask, and whether the states stand still there is what is to be seen.
 */
export function patientRun(patient: Patient): Run<LstmChannel> {
  const { name, cell, shown, scaler, stepName, labels, padsFrom } = patient;
  const who = 'plantFault';
  const steps = shown.shape[1];
  return makeRun<LstmChannel>({
    who,
    title: patient.title,
    weights: cell,
    record(changes, means): RunRecord {
      requireLayers(who, changes.clamps, [name]);
      const seen = edited(who, shown, changes.edits);
      const scaled = scaler ? scaler.apply(seen) : seen;
      const x = variable(scaled.cast(cell.dtype));
      const clampsAt = clampsOf(
        who,
        name,
        cell,
        steps,
        changes.clamps,
        channel => means(name, channel)
      );
      const parameters = cell.weights.parameters();
      const initial = initialState(
        who,
        cell.definition.state,
        undefined,
        1,
        cell.dtype
      );
      const stepped = inParts(patient, { x, parameters, initial }, clampsAt);
      const h = stepped.map(({ channels }) => channels.h);
      const output = patient.readOut.reduce(
        (values, layer) => layer.call({ values }, atRest).values,
        overTime(h, true)
      );
      return runRecord({
        input: {
          x,
          shown: seen,
          names: patient.inputNames,
          unit: patient.inputUnit,
          editable: true
        },
        time: {
          name: stepName,
          labels,
          ...(padsFrom < steps && {
            marks: [{ step: padsFrom, name: 'padding' }]
          })
        },
        layers: [
          {
            name,
            cell,
            direction: 'forward',
            parameters,
            steps: stepped,
            initial,
            ...(patient.mask && { mask: patient.mask }),
            clampsAt
          }
        ],
        outputs: [series(patient, forecasts(patient, output))],
        targets: [series(patient, patient.target)],
        loss: {
          name: 'last output',
          value: output.at(steps - 1, { axis: 1 }).sum()
        }
      });
    }
  });
}

/** Through all steps; where the gradient is cut, the state goes on as a constant. */
function inParts(
  { cell, mask, cutAfter }: Patient,
  given: {
    readonly x: Tensor;
    readonly parameters: Named;
    readonly initial: Named;
  },
  clampsAt: ClampsAt | undefined
): SequenceStep[] {
  const { x, parameters } = given;
  const ends = [...(cutAfter === null ? [] : [cutAfter + 1]), x.shape[1]];
  const steps: SequenceStep[] = [];
  let { initial } = given;
  for (const end of ends) {
    const from = steps.length;
    const part = stepThrough(
      {
        cell,
        parameters,
        x: x.slice(from, end, { axis: 1 }),
        initial,
        ...(mask && { mask: mask.slice(from, end, { axis: 1 }) })
      },
      clampsAt && (step => clampsAt(from + step))
    );
    steps.push(...part.steps);
    initial = Object.fromEntries(
      Object.entries(part.state).map(([name, state]) => [name, state.detach()])
    );
  }
  return steps;
}

/** `[1, T]` in the reader's units; nothing is forecast after padding. */
function forecasts(
  { targetScaler, padsFrom }: Patient,
  output: Tensor
): Tensor {
  const plain = output.detach();
  const { values } = targetScaler ? targetScaler.invert(plain) : plain;
  return new Tensor(
    Float64Array.from(values, (value, step) => (step < padsFrom ? value : NaN)),
    [1, values.length]
  );
}

function series(
  { outputName, outputUnit }: Patient,
  values: Tensor
): RunRecord['outputs'][number] {
  return {
    name: outputName,
    ...(outputUnit !== undefined && { unit: outputUnit }),
    values
  };
}
