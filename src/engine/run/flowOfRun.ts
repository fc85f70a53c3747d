import { stack } from '../tensor/joining';
import type { Tensor } from '../tensor/tensor';
import { gradients } from '../tensor/tape';
import type { LayerFlow } from '../analysis/flowOfLayer';
import {
  carriedState,
  computedOf,
  feltAt,
  flowOfLayer,
  followedState
} from '../analysis/flowOfLayer';
import type { RecurrentCell } from '../recurrence/recurrentCell';
import type { LayerRun } from './layerRun';
import { totalGradient } from './layerRun';
import type { RecordedRun } from './recordedRun';

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

/** Which answer is followed, through which layer, in which sequence, and below what it is forgotten. */
export interface FollowedOptions {
  readonly lossStep?: number;
  readonly layer?: string;
  readonly threshold: number;
  readonly sequence: number;
}

/** The flow of one answer through each layer and direction of a run. */
export function flowOfRun(
  run: RecordedRun,
  { lossStep, layer, threshold, sequence }: FollowedOptions,
  isOnly: boolean
): NetworkFlow[] {
  const layers = layer === undefined ? run.layers : [run.layer(layer)];
  const source = flowSource(run, { lossStep, sequence });
  const gradientsOf = (of: LayerRun): Record<string, Tensor> =>
    Object.fromEntries(
      of.record.cell.stateNames.map(name => [name, source.gradientOf(of, name)])
    );
  const all = layers.map(each => ({
    layer: each,
    gradients: gradientsOf(each)
  }));
  // Where layers of both directions are above one another, each direction has its loss at one step: where it
  // comes into the topmost. Below a layer of the other direction it comes in at steps beyond, too. Of one
  // direction alone, an encoder is read to its end by every answer of its decoder.
  const isOneWay = run.layers.every(
    ({ direction }) => direction === run.layers[0].direction
  );
  const startIn = (of: LayerRun, gradients: Record<string, Tensor>): number =>
    startOf(
      gradients[followedState(of.record, gradients, sequence)],
      of,
      sequence
    );
  const starts = new Map<LayerRun['direction'], number>();
  for (const { direction } of layers) {
    if (!starts.has(direction)) {
      const top = run.layers.findLast(each => each.direction === direction)!;
      const gradients =
        all.find(({ layer: each }) => each === top)?.gradients ??
        gradientsOf(top);
      starts.set(direction, startIn(top, gradients));
    }
  }
  if (!source.answers && lossStep !== undefined && run.record.loss) {
    const only = starts.get('forward') ?? starts.get(layers[0].direction)!;
    if (lossStep !== only && lossStep !== source.only) {
      throw new RangeError(
        `gradientFlow: lossStep must be the step of the only answer, ${only}, got ${lossStep}`
      );
    }
  }
  return all.map(({ layer: each, gradients }) => {
    const { cell } = each.record;
    const start = isOneWay
      ? startIn(each, gradients)
      : starts.get(each.direction)!;
    const ofSequence = (tensor: Tensor): Tensor =>
      run.record.batched ? tensor.at(sequence) : tensor;
    return {
      ...flowOfLayer(each.record, gradients, {
        lossStep: start,
        threshold,
        sequence,
        ...(source.answers && {
          wholeLoss: Object.fromEntries(
            cell.stateNames.map(name => [
              name,
              ofSequence(each.gradients[name])
            ])
          )
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
  /** The only one, where the network answers at each step; it may be padding, before which its way begins. */
  readonly only?: number;
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
  if (answers.length < 2) {
    return {
      ...(answers.length === 1 && { only: answers[0] }),
      gradientOf: (layer, state) => ofSequence(layer.gradients[state])
    };
  }
  if (lossStep !== undefined && !answers.includes(lossStep)) {
    throw new RangeError(
      `gradientFlow: lossStep must be a step whose answer the loss reads, ${answers[0]} to ${answers.at(-1)}, got ${lossStep}`
    );
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
      return back(layer, state, answer);
    });
  return {
    answers,
    answerOf,
    gradientOf: (layer, state) => back(layer, state, answerOf(layer))
  };
}

/**
 * The answer that a layer comes to last. Of a layer that reads backwards that is the first in a network
 * of both directions, and the last where the layer gives its outputs in its own order, as Keras's do. An
 * answer at padding may send nothing back, or what the last real step before it does: that one goes first.
 */
function lastAnswerOf(
  layer: LayerRun,
  answers: readonly number[],
  sequence: number,
  gradientOf: (answer: number) => Tensor
): number {
  const order = computedOf(layer.record, sequence);
  const real = answers.filter(answer => order.includes(answer));
  const ends = [real, answers].flatMap(each =>
    (isBackward(layer) ? [each[0], each.at(-1)] : [each.at(-1)]).filter(
      answer => answer !== undefined
    )
  );
  const candidates = [...new Set(ends)];
  let [found] = candidates;
  let latest = -1;
  for (const answer of candidates.length > 1 ? candidates : []) {
    const felt = feltAt(gradientOf(answer), layer.record, sequence);
    const place = felt === undefined ? -1 : order.indexOf(felt);
    if (place > latest) {
      [found, latest] = [answer, place];
    }
    if (latest === order.length - 1) {
      break;
    }
  }
  return found;
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
 * Where the way back begins: the last step with a gradient by the carried state, in the order of
 * computing. An answer at padding is that of the step which was computed last before it.
 */
function startOf(hidden: Tensor, layer: LayerRun, sequence: number): number {
  return (
    feltAt(hidden, layer.record, sequence) ??
    computedOf(layer.record, sequence).at(-1) ??
    (isBackward(layer) ? 0 : layer.record.steps.length - 1)
  );
}

function isBackward({ direction }: LayerRun): boolean {
  return direction === 'backward';
}
