import { shapeText, sizeOf } from '../tensor/shape';
import type { Tensor, TensorLike } from '../tensor/tensor';
import { noGradient } from '../tensor/recording';
import type { Compiled } from './compile';
import { range, requireExamples, selectedRows, trainedCount } from './dataset';
import { requireSampleWeight, requireSomeImportance } from './importance';
import type { Model } from './model';
import { requireRange } from './prepareInput';
import { withFreshStates } from './withFreshStates';

/** Held-out examples `[x, y]`, perhaps with an importance of each. */
export type ValidationData =
  | readonly [TensorLike, TensorLike]
  | readonly [TensorLike, TensorLike, TensorLike];

/** How `fit` is told what to hold out. */
export interface HeldOut {
  readonly validationSplit?: number;
  readonly validationData?: ValidationData;
}

/** Inputs with what is to come out. */
export interface Examples {
  readonly x: Tensor;
  readonly y: Tensor;
  /** What each counts, `[N]` or `[N, T]`; all count alike without it. */
  readonly weight?: Tensor;
}

/** Throws unless `compile` was called. */
export function requireCompiled(who: string, model: Model): Compiled {
  if (!model.compiled) {
    throw new Error(
      `${who}: the model has no loss yet; call model.compile({ optimizer: 'adam', loss: … }) first`
    );
  }
  return model.compiled;
}

/** Checked examples; a wrong shape is found before the first epoch rather than inside it. */
export function examples(
  who: string,
  model: Model,
  xGiven: TensorLike,
  yGiven: TensorLike,
  sampleWeight?: TensorLike
): Examples {
  const x = model.prepare(who, xGiven);
  const y = requireExamples(who, 'y', yGiven);
  if (x.shape[0] !== y.shape[0]) {
    throw new RangeError(
      `${who}: x holds ${x.shape[0]} examples, but y ${y.shape[0]}`
    );
  }
  requireRange(model, who, y, 'y');
  const output = outputShape(model, x);
  if (labelsSequences(model)) {
    requireLabels(who, y, output);
    return isGiven(sampleWeight)
      ? { x, y, weight: requireSampleWeight(who, sampleWeight, y, []) }
      : { x, y };
  }
  const size = sizeOf(output);
  const rows = size / output[output.length - 1];
  const numbers = y.size / y.shape[0];
  if (numbers !== size && numbers !== rows) {
    throw new RangeError(
      `${who}: the model answers with shape ${shapeText(output)} for each example, but y holds ${shapeText(y.shape.slice(1))}`
    );
  }
  return isGiven(sampleWeight)
    ? { x, y, weight: requireSampleWeight(who, sampleWeight, y, output) }
    : { x, y };
}

/** Whether the truth is of whole sequences, with a length of its own. */
export const labelsSequences = ({ compiled }: Model): boolean =>
  compiled?.loss.spec?.kind === 'ctc';

function requireLabels(
  who: string,
  y: Tensor,
  output: readonly number[]
): void {
  if (output.length !== 2 || y.rank !== 2) {
    throw new RangeError(
      `${who}: with the loss ctc the model must answer at each step, [T, K], and y be labels [N, L], but it answers with shape ${shapeText(output)} and y has shape ${shapeText(y.shape)}`
    );
  }
}

const isGiven = (value: unknown) => value !== undefined && value !== null;

/**
 * Extents of the output for one example. The kernels' layers say it themselves; a layer of the
 * student's own may say what it likes, so there the first example is tried.
 */
function outputShape(model: Model, x: Tensor): readonly number[] {
  const said = model.outputShapes.at(-1);
  if (said && model.fused()) {
    return said.map(extent => extent ?? x.shape[1]);
  }
  const { shape } = withFreshStates(model, () =>
    noGradient(
      () =>
        model.forward(selectedRows(x, range(0, 1)), model.passFor(false, 0))
          .values
    )
  );
  return shape.slice(1);
}

/** What is learned from, and what is held out. */
export function split(
  who: string,
  model: Model,
  all: Examples,
  options: HeldOut
): { training: Examples; validation: Examples | null } {
  if (options.validationData !== undefined) {
    const pair: unknown = options.validationData;
    if (!Array.isArray(pair) || (pair.length !== 2 && pair.length !== 3)) {
      throw new TypeError(
        `${who}: validationData must be [x, y] or [x, y, sampleWeight]`
      );
    }
    const [x, y, weight] = options.validationData;
    return {
      training: all,
      validation: examples(`${who}: validationData`, model, x, y, weight)
    };
  }
  const count = all.x.shape[0];
  const kept = trainedCount(who, options.validationSplit, count);
  if (kept === count) {
    return { training: all, validation: null };
  }
  const part = (from: number, to: number): Examples => {
    const weight = all.weight && selectedRows(all.weight, range(from, to));
    if (weight) {
      const which = from === 0 ? 'left to learn from' : 'held out';
      requireSomeImportance(who, 'sampleWeight', weight, `example ${which}`);
    }
    return {
      x: selectedRows(all.x, range(from, to)),
      y: selectedRows(all.y, range(from, to)),
      ...(weight && { weight })
    };
  };
  return { training: part(0, kept), validation: part(kept, count) };
}
