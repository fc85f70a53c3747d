import type { Named } from '../recurrence/definition';
import { copiedLetters } from '../recurrence/copiedLetters';
import type { LayerRecord } from '../recurrence/layerRecord';
import { stepsAtOnce } from '../recurrence/stepsAtOnce';
import { lazily } from '../tensor/lazily';
import type { Operation } from '../tensor/operation';
import { Tensor } from '../tensor/tensor';
import { gradientsOfRecord } from './gradientsOfRecord';
import { LayerRun, overTime } from './layerRun';
import type { PassOnTape, RecordOfKernels } from './passOfKernels';
import type { RunRecord, TapedPass } from './record';

/** What a run keeps of its pass, whoever computed it. */
type Pass = RecordOfKernels & Pick<RunRecord, 'output'>;

/** The ways to a run's pass. */
export interface Passes<P extends PassOnTape> {
  /** The input as the first layer gets it. */
  readonly x: Tensor;
  /** The run as trained; null where this is it, or where no kernels could have computed it. */
  readonly original: (() => RunRecord) | null;
  /** Null where the kernels do not compute it. */
  byKernels(): (P & RecordOfKernels) | null;
  onTape(): P;
}

/**
 * The pass of a run, by the kernels where they compute it. They round otherwise than the tape, and over
 * many steps such differences grow: a run with changes has to go its original's way, or each step would
 * seem to be changed. Where only the original could go by the kernels, the tape computes both, and what is
 * the same there to the last bit has the original's own number: the change does not reach it.
 */
export function passLikeOriginal<P extends PassOnTape>({
  x,
  original,
  byKernels,
  onTape
}: Passes<P>): P | (P & RecordOfKernels) {
  const before = original?.();
  const isTaped = before && !before.onTape;
  const pass = isTaped ? null : byKernels();
  if (pass) {
    return pass;
  }
  const now = onTape();
  return before?.onTape
    ? withSameNumbers(now, x, before, before.onTape())
    : now;
}

function withSameNumbers<P extends PassOnTape>(
  now: P,
  x: Tensor,
  original: RunRecord,
  then: TapedPass
): P & Pass {
  const gradients = gradientsOfRecord({ ...now, input: { x } });
  const { output, loss } = now;
  return {
    ...now,
    ...(output && { output: same(output, then.output!, original.output!) }),
    ...(loss && {
      loss: {
        ...loss,
        value: same(loss.value, then.loss!.value, original.loss!.value)
      },
      ofAnswer: (step: number) => gradients!.ofAnswer(step),
      inputGradient: () =>
        sameDerivative(
          gradients!.of(x).at(0),
          then.gradients!.of(original.input.x).at(0),
          original.inputGradient!()
        )
    }),
    layers: now.layers.map((layer, at) =>
      layerWithSameNumbers(
        layer,
        new LayerRun(layer, false, gradients?.of ?? null),
        new LayerRun(then.layers[at], false, then.gradients?.of ?? null),
        new LayerRun(original.layers[at], false, null)
      )
    )
  };
}

/** @param now of the layer on the tape, @param then of the original on the tape, @param own by the kernels */
function layerWithSameNumbers(
  layer: LayerRecord,
  now: LayerRun,
  then: LayerRun,
  own: LayerRun
): LayerRecord {
  const { cell, direction, clampsAt } = layer;
  const each = (of: (run: LayerRun) => Named, among: typeof same): Named =>
    lazily(Object.keys(of(now)), name => among(...of3(run => of(run)[name])));
  const of3 = <T>(of: (run: LayerRun) => T): [T, T, T] => [
    of(now),
    of(then),
    of(own)
  ];
  const derivatives = (of: (run: LayerRun) => Named) =>
    now.inputGradient ? each(of, sameDerivative) : null;
  const channels = each(run => run.channels, same);
  const input = same(...of3(run => entered(run.record)));
  // A step's summands are computed when they are asked for, and weights may have learned by then.
  const parameters = copiedLetters(cell);
  return {
    ...layer,
    known: {
      channels,
      input,
      steps: () =>
        stepsAtOnce(cell, input, channels, parameters, direction, clampsAt),
      gradients: () => derivatives(run => run.gradients),
      weightGradients: () => derivatives(run => run.weightGradients),
      inputGradient: () =>
        now.inputGradient
          ? sameDerivative(...of3(run => run.inputGradient!))
          : null
    },
    parameterGradients: () => derivatives(run => run.parameterGradients) ?? {}
  };
}

/** x_t `[T, I]` as a layer got it. */
function entered({ known, steps }: LayerRecord): Tensor {
  return (
    known?.input ??
    overTime(
      steps.map(({ input }) => input.x),
      false
    )
  );
}

/** The numbers of now, and the original's own where the tape computes the same as for the original. */
function same(now: Tensor, then: Tensor, own: Tensor): Tensor {
  return merged(now, own, (value, at) => Object.is(value, then.values[at]));
}

/** Of derivatives: where a tape of f32 has nothing but zeros, the kernels go on in f64. */
function sameDerivative(now: Tensor, then: Tensor, own: Tensor): Tensor {
  return merged(
    now,
    own,
    (value, at) =>
      Object.is(value, then.values[at]) && (value !== 0 || own.values[at] === 0)
  );
}

function merged(
  now: Tensor,
  own: Tensor,
  isSame: (value: number, at: number) => boolean
): Tensor {
  const values =
    own.values instanceof Float64Array
      ? Float64Array.from(now.values)
      : now.values.slice();
  now.values.forEach((value, at) => {
    if (isSame(value, at)) {
      values[at] = own.values[at];
    }
  });
  return new Tensor(
    values,
    now.shape,
    { operation: rounded, inputs: [now], attributes: null },
    now.tracked
  );
}

/** Another rounding of the same numbers: whoever differentiates it goes back on the tape. */
const rounded: Operation = {
  name: 'rounded',
  forward: ([now]) => now,
  backward(gradient, [into]) {
    gradient.forEach((value, at) => (into![at] += value));
  }
};
