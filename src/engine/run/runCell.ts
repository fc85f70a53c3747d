import { ofNamed } from '../base/family';
import { anything, flag, options as reader } from '../base/options';
import type { RecurrentCell } from '../recurrence/recurrentCell';
import type { Named } from '../recurrence/definition';
import type { TensorLike } from '../tensor/tensor';
import { variable } from '../tensor/making';
import { Tensor } from '../tensor/tensor';
import { described } from '../base/described';
import { requireRangeOfCell } from '../tensor/requireFinite';
import { shapeText } from '../tensor/shape';
import { clampsOf, edited, requireLayers } from '../recurrence/changes';
import {
  initialState,
  inputSequence,
  maskSequence
} from '../recurrence/inputSequence';
import type { LayerRecord } from '../recurrence/layerRecord';
import { changesAsked, type ChangesRequest } from './changeRequests';
import { overTime } from './layerRun';
import { lossByAnswer } from './lossByAnswer';
import type { PassOnTape } from './recordOfPass';
import { recordedCell } from './recordedCell';
import type { RunRecord } from './record';
import type { Run } from './run';
import { makeRun } from './run';
import { runRecord } from './runRecord';
import { requireMarks, runNames, shortName } from './runNames';
import { stepThrough } from '../recurrence/sequence';

export interface CellRunOptions<C extends string = string> {
  /**
   * A number computed from the channels, to be differentiated: `({ h }) => h.at(-1).sum()`. Each
   * channel is `[T, H]` (`[B, T, H]` for a batch).
   */
  gradientsOf?: (channels: Named<C>) => Tensor;
  /** The state before the first step, `[H]` (`[B, H]`) each; zeros by default. */
  initialState?: Readonly<Record<string, TensorLike>>;
  /** One label a step: a token, a date. */
  labels?: readonly string[];
  /** `[T]` or `[B, T]`: 0 where a step is padding; the state is carried over it. */
  mask?: TensorLike;
  /** From the last step to the first. */
  reverse?: boolean;
  /** One name a feature. */
  inputNames?: readonly string[];
  /** The unit of the input, for the axis. */
  inputUnit?: string;
  /** What one step is: `day`, `token`. Default `step`. */
  stepName?: string;
  /** Steps that matter to the task, marked on the time axis. */
  marks?: readonly { readonly step: number; readonly name: string }[];
  title?: string;
  /** The layer's name in the trace; the cell's kind by default. */
  name?: string;
  /** Numbers of the input to replace, as `run.edit` and `run.changes` write them. */
  edits?: ChangesRequest['edits'];
  /** Channels to hold, as `run.clamp` and `run.changes` write them. */
  clamps?: ChangesRequest['clamps'];
}

const read = <C extends string>(who: string) =>
  reader(who, {
    gradientsOf: anything<CellRunOptions<C>['gradientsOf']>(),
    initialState: anything<CellRunOptions['initialState']>(),
    mask: anything<TensorLike | undefined>(),
    reverse: flag.or(false),
    labels: runNames.labels,
    inputNames: runNames.inputNames,
    inputUnit: runNames.inputUnit,
    stepName: runNames.stepName,
    marks: runNames.marks,
    title: runNames.title,
    name: shortName.optional(),
    edits: anything<ChangesRequest['edits']>(),
    clamps: anything<ChangesRequest['clamps']>()
  });

/** What `cell.run` does; see there. */
export function runCell<C extends string>(
  cell: RecurrentCell<C>,
  value: TensorLike,
  given: CellRunOptions<C>
): Run<C> {
  const who = `${cell.who}.run`;
  const options = read<C>(who)(given);
  const { x, batched } = inputSequence(who, value, cell.inputSize);
  requireRangeOfCell(who, 'x', cell.dtype, x);
  const [batch, steps] = x.shape;
  const name = options.name ?? cell.who;
  const { labels } = options;
  if (labels !== undefined && labels.length !== steps) {
    throw new RangeError(
      `${who}: labels must be one a step (${steps}), got ${labels.length}`
    );
  }
  requireMarks(who, options.marks, steps);
  const names = options.inputNames ?? featureNames(cell.inputSize);
  if (names.length !== cell.inputSize) {
    throw new RangeError(
      `${who}: inputNames must be one a feature (${cell.inputSize}), got ${names.length}`
    );
  }
  const mask =
    options.mask === undefined
      ? undefined
      : maskSequence(who, options.mask, batch, steps);
  const initial = initialState(
    who,
    cell.definition.state,
    options.initialState,
    batch,
    cell.dtype
  );
  const { gradientsOf } = options;
  if (gradientsOf !== undefined && typeof gradientsOf !== 'function') {
    throw new TypeError(
      `${who}: gradientsOf must be a function of the channels, got ${described(gradientsOf)}`
    );
  }
  const of = cell as RecurrentCell;
  const { reverse } = options;
  const lossOf =
    gradientsOf &&
    ((channels: Named) => {
      const numberOf = (of: Named): Tensor =>
        ofNamed(`${who}: gradientsOf`, 'channel', of, channels =>
          oneNumber(who, gradientsOf(channels as Named<C>))
        );
      return {
        name: lossText(gradientsOf),
        value: numberOf(channels),
        byAnswer: lossByAnswer(channels, batched, numberOf)
      };
    });
  return makeRun<C>(
    {
      who,
      title: options.title,
      made: { network: cell, x: value, options: given },
      weights: cell,
      record(changes, means): RunRecord {
        requireLayers(who, changes.clamps, [name]);
        const shown = edited(who, x, changes.edits);
        // A tensor with a history (an encoder's output) stays connected to it.
        const input =
          shown.tracked && shown === x ? x : variable(shown.cast(cell.dtype));
        const clampsAt = clampsOf(
          who,
          name,
          of,
          steps,
          changes.clamps,
          channel => means(name, channel)
        );
        const onTape = (parameters: Named): PassOnTape => {
          const { steps: stepped } = stepThrough(
            { cell: of, parameters, x: input, initial, mask, reverse },
            clampsAt
          );
          const layer: LayerRecord = {
            name,
            cell: of,
            direction: reverse ? 'backward' : 'forward',
            parameters,
            steps: stepped,
            initial,
            mask,
            clampsAt
          };
          return {
            layers: [layer],
            loss: lossOf?.(
              Object.fromEntries(
                Object.keys(stepped[0].channels).map(channel => [
                  channel,
                  overTime(
                    stepped.map(({ channels }) => channels[channel]),
                    batched
                  )
                ])
              )
            )
          };
        };
        // One whole sequence, whose numbers are nobody's but its own.
        const plain = !batched && !mask && !options.initialState && input !== x;
        const record =
          (plain
            ? recordedCell(
                { name, cell: of, x: input, reverse, clampsAt },
                lossOf,
                onTape
              )
            : null) ?? onTape(cell.weights.parameters());
        return runRecord({
          batched,
          input: {
            x: input,
            shown,
            names,
            unit: options.inputUnit,
            editable: true
          },
          time: {
            name: options.stepName ?? 'step',
            labels,
            mask,
            marks: options.marks
          },
          ...record
        });
      }
    },
    changesAsked(who, { edits: options.edits, clamps: options.clamps }, name)
  );
}

/** `x`, or `x0`, `x1`, … */
export function featureNames(count: number): string[] {
  return count === 1
    ? ['x']
    : Array.from({ length: count }, (_, index) => `x${index}`);
}

function oneNumber(who: string, loss: unknown): Tensor {
  if (!(loss instanceof Tensor) || loss.size !== 1) {
    throw new TypeError(
      `${who}: gradientsOf must return one number as a tensor, such as h.at(-1).sum(); got ${
        loss instanceof Tensor
          ? `a tensor of shape ${shapeText(loss.shape)}`
          : described(loss)
      }`
    );
  }
  return loss;
}

/** The body of a short arrow function, as the name of what it computes. */
function lossText(compute: (...args: never[]) => unknown): string {
  const text = String(compute);
  const body = text.slice(text.indexOf('=>') + 2).trim();
  return text.includes('=>') && body.length <= 60 && !body.includes('{')
    ? body
    : 'loss';
}
