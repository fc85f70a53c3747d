import type { RecurrentCell } from './recurrentCell';
import type { Named } from './definition';
import { select, stack } from '../tensor/joining';
import { zeros } from '../tensor/making';
import { remembered } from '../tensor/recording';
import type { Tensor } from '../tensor/tensor';
import { upcomingId } from '../tensor/tensor';
import { checkedStep } from './checkedStep';
import type { StepClamp } from './clampedStep';
import { clampedStep } from './clampedStep';

/** One pass of a cell over a batch of sequences. */
export interface SequenceRequest {
  readonly cell: RecurrentCell;
  /** The parameters of the step, from `cell.weights.parameters()`. */
  readonly parameters: Named;
  /** `[B, T, I]` */
  readonly x: Tensor;
  /** `[B, size]` for each state. */
  readonly initial: Named;
  /** `[B, T]`: 0 where a step is padding. The state is carried over such a step. */
  readonly mask?: Tensor;
  /** From the last step to the first. Results stay in the order of time. */
  readonly reverse?: boolean;
  /** Output of a masked step: the one before it (Keras) or zeros (PyTorch). */
  readonly paddedOutput?: 'repeat' | 'zero';
  /** `[B, H]`, multiplied into what the recurrent matrices (U…) are multiplied with. */
  readonly recurrentDropout?: Tensor;
}

export interface SequenceResult {
  /** `[B, T, H]`, in the order of time; computed when it is first asked for. */
  readonly output: Tensor;
  /** `[B, H]`: the output of the step that was computed last. */
  readonly last: Tensor;
  /** `[B, size]` for each state, after the last step that was computed. */
  readonly state: Named;
}

/** The same with everything that each step computed. */
export interface SteppedSequence extends SequenceResult {
  /** What the step was given and what it returned, in the order of time. */
  readonly steps: readonly SequenceStep[];
}

export interface SequenceStep {
  /** `x` and the state before. */
  readonly input: Named;
  /** What the equations give with what is held, before the channel itself is held or carried. */
  readonly computed: Named;
  /** The channels: as returned, with clamps; the state carried where the step is masked. */
  readonly channels: Named;
  /**
   * Beside a mask, the channels before states were carried: what a real step computes from a state (an
   * LSTM's h from its c) depends on these.
   */
  readonly uncarried?: Named;
}

/** Which channels are held at a step; undefined when none is. */
export type ClampsAt = (
  step: number
) => ReadonlyMap<string, StepClamp> | undefined;

/** Calls the step function once for each step. */
export function stepThrough(
  request: SequenceRequest,
  clampsAt?: ClampsAt
): SteppedSequence {
  const { cell, x, mask, reverse, recurrentDropout } = request;
  const parameters = recurrentDropout
    ? withDroppedInputs(request.parameters, recurrentDropout)
    : request.parameters;
  const { output: outputName, stateNames } = cell;
  const [batch, length] = x.shape;
  requireRoom(cell, batch, length);
  const steps = new Array<SequenceStep>(length);
  const outputs = new Array<Tensor>(length);
  let state: Record<string, Tensor> = { ...request.initial };
  let first: Named | undefined;
  /** `[B, 1]`: 1 where a real step was met. */
  let seen = zeros([batch, 1]);
  for (let count = 0; count < length; count++) {
    const t = reverse ? length - 1 - count : count;
    const firstId = upcomingId();
    const input: Record<string, Tensor> = {
      x: x.at(t, { axis: 1 }),
      ...state
    };
    const clamps = clampsAt?.(t);
    const step = () => checkedStep(cell, input, parameters, first);
    const returned = clamps ? remembered(step) : step();
    first ??= returned;
    const { computed, channels: own } = clamps
      ? clampedStep(returned, clamps, firstId)
      : { computed: returned, channels: returned };
    let channels = own;
    if (mask) {
      const column = mask.slice(t, t + 1, { axis: 1 });
      const carried: Record<string, Tensor> = {};
      for (const name of stateNames) {
        carried[name] = select(column, own[name], state[name]);
      }
      channels = { ...own, ...carried };
      // What is carried is the output before; there is none before the first real step.
      const shown =
        request.paddedOutput === 'zero'
          ? column
          : (seen = column.maximum(seen));
      outputs[t] = shown.values.every(value => value === 1)
        ? channels[outputName]
        : select(shown, channels[outputName], 0);
    } else {
      outputs[t] = channels[outputName];
    }
    state = {};
    for (const name of stateNames) {
      state[name] = channels[name];
    }
    steps[t] = { input, computed, channels, ...(mask && { uncarried: own }) };
  }
  let output: Tensor | null = null;
  return {
    get output() {
      return (output ??= stack(outputs, 1));
    },
    last: outputs[reverse ? 0 : length - 1],
    state,
    steps
  };
}

/** The most that the steps of one pass may take: 8 GB. */
const MOST_BYTES = 2 ** 33;

/** What a step keeps for each number of its states, with the gates that it was computed from … */
const BYTES_OF_NUMBER = 100;

/** … and beside the numbers. */
const BYTES_OF_STEP = 5000;

/** Refuses at once what would otherwise run for minutes until memory ends. */
function requireRoom(cell: RecurrentCell, batch: number, steps: number): void {
  const ofStep = Object.values(cell.definition.state).reduce(
    (sum, width) => sum + batch * width * BYTES_OF_NUMBER,
    BYTES_OF_STEP
  );
  const bytes = steps * ofStep;
  if (bytes > MOST_BYTES) {
    throw new RangeError(
      `${cell.who}: ${steps} steps${batch > 1 ? ` of ${batch} sequences` : ''} through ${cell.units} units would take about ${Math.ceil(bytes / 2 ** 30)} GB step by step; take shorter sequences or a smaller batch`
    );
  }
}

/**
 * The same parameters, but each recurrent matrix drops part of what it is multiplied with: one mask
 * for all gates and steps of a sequence (Gal and Ghahramani 2016). The state itself is carried whole.
 */
function withDroppedInputs(parameters: Named, dropped: Tensor): Named {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, tensor]) => {
      if (!name.startsWith('U')) {
        return [name, tensor];
      }
      const masked = tensor.reshape(tensor.shape);
      masked.inputMask = dropped;
      return [name, masked];
    })
  );
}
