import { requireObject } from '../base/check';
import type { LossSpec } from '../spec/losses';
import { select } from '../tensor/joining';
import { ones } from '../tensor/making';
import type { Operation } from '../tensor/operation';
import { allocate, commonType } from '../tensor/operation';
import { sameShape, shapeText } from '../tensor/shape';
import { asTensor, Tensor } from '../tensor/tensor';
import { described } from '../base/described';
import type { Loss, LossWeights } from './loss';

/** A loss that is one number for each row of truth and output. */
export function rowwise(
  spec: LossSpec,
  compute: (truth: Tensor, output: Tensor) => Tensor,
  requireTruth?: (who: string, value: number) => void
): Loss {
  const who = `losses.${spec.kind}`;
  return {
    name: spec.kind,
    spec,
    of(value, given, weights = {}) {
      const truth = asTensor(value, `${who}: the truth`).detach();
      const output = asTensor(given, `${who}: the output`);
      const rows =
        output.rank === 0
          ? [1, 1]
          : output.rank === 1
            ? [output.size, 1]
            : null;
      const wide = rows ? output.reshape(rows) : output;
      const fitting = sameShape(truth.shape, wide.shape)
        ? truth
        : reshaped(who, truth, wide.shape, output.shape);
      const counted = countedTruth(who, fitting, weights);
      if (requireTruth) {
        counted.values.forEach(value => requireTruth(who, value));
      }
      return averaged(who, compute(counted, wide), weights);
    }
  };
}

/** A truth `[B, …, K]`, 0 in each row that a mask leaves out: whatever stands there enters nothing. */
function countedTruth(
  who: string,
  truth: Tensor,
  weights: LossWeights
): Tensor {
  const { mask } = requireWeights(who, weights);
  const rows = truth.shape.slice(0, -1);
  return mask
    ? select(forRows(who, mask, rows).reshape([...rows, 1]), truth, 0)
    : truth;
}

/** Throws unless weights are tensors. */
export function requireWeights(who: string, weights: LossWeights): LossWeights {
  requireObject(who, 'weights', weights);
  for (const [name, value] of Object.entries(weights) as [string, unknown][]) {
    if (value !== undefined && !(value instanceof Tensor)) {
      throw new TypeError(
        `${who}: ${name} must be a tensor, got ${described(value)}`
      );
    }
  }
  return weights;
}

/** A mask or importances, one for each row; one a sequence serves all of its steps. */
export function forRows(
  who: string,
  of: Tensor,
  rows: readonly number[]
): Tensor {
  const wide =
    of.rank < rows.length && sameShape(of.shape, rows.slice(0, of.rank))
      ? of.reshape([...of.shape, ...rows.slice(of.rank).map(() => 1)])
      : of;
  if (
    wide.rank !== rows.length ||
    wide.shape.some((extent, axis) => extent !== 1 && extent !== rows[axis])
  ) {
    throw new RangeError(
      `${who}: weights have shape ${shapeText(of.shape)}, but there is one loss for each of ${shapeText(rows)}`
    );
  }
  return sameShape(wide.shape, rows) ? wide : wide.mul(ones(rows));
}

/** Throws unless it can be the probability of one of two classes. */
export function requireProbability(who: string, value: number): void {
  if (!(value >= 0 && value <= 1)) {
    throw new RangeError(
      `${who}: the truth must lie between 0 and 1, got ${value}`
    );
  }
}

/** `[B]` for an output `[B, 1]`, and the like; anything else is a mistake. */
export function reshaped(
  who: string,
  truth: Tensor,
  wanted: readonly number[],
  output: readonly number[]
): Tensor {
  requireTruthShape(who, truth.shape, wanted, output);
  return truth.reshape(wanted);
}

/** The extents that say anything: `[N]` and `[N, 1]` hold the same rows. */
const long = (shape: readonly number[]) => shape.filter(extent => extent !== 1);

/**
 * The truth as functions of the user's own are given it: in the shape of the output where the two
 * hold the same numbers, so that `[N]` beside `[N, 1]` does not broadcast to `[N, N]`; as it is where
 * they do not. As Keras aligns the ranks of both.
 */
export function alignedTruth(truth: Tensor, { shape }: Tensor): Tensor {
  return !sameShape(truth.shape, shape) &&
    sameShape(long(truth.shape), long(shape))
    ? truth.reshape(shape)
    : truth;
}

/**
 * Throws unless a truth of this shape goes with the output.
 *
 * @param wanted shape of the truth: that of the output, or without its last axis for class ids
 */
export function requireTruthShape(
  who: string,
  truth: readonly number[],
  wanted: readonly number[],
  output: readonly number[]
): void {
  if (sameShape(long(truth), long(wanted))) {
    return;
  }
  throw new RangeError(
    wanted.length < output.length
      ? `${who}: the truth must hold one class id for each row of the output ${shapeText(output)}, so have shape ${shapeText(wanted)}, got ${shapeText(truth)}` +
          (sameShape(truth, output)
            ? ' (one-hot truths go with categoricalCrossentropy)'
            : '')
      : `${who}: the truth has shape ${shapeText(truth)}, but the output ${shapeText(output)}`
  );
}

/** The mean over the rows, or over those that count. */
export function averaged(
  who: string,
  perRow: Tensor,
  weights: LossWeights,
  emptyIsNaN = false
): Tensor {
  const { mask, sample } = requireWeights(who, weights);
  const fit = (of: Tensor): Tensor =>
    forRows(who, of, perRow.shape).cast(perRow.dtype);
  const each = sample ? perRow.mul(fit(sample)) : perRow;
  if (!mask) {
    return each.mean();
  }
  const kept = fit(mask);
  const weighted = select(kept, each, 0);
  const count = kept.detach().sum();
  if (count.item() > 0) {
    return weighted.sum().div(count);
  }
  // The mean of nothing is no reason to move any weight: 0 in Keras, not a number in PyTorch.
  const nothing = weighted.sum().mul(0);
  return emptyIsNaN ? nothing.add(NaN) : nothing;
}

/**
 * PyTorch's `BCELoss` on bare probabilities: the log is kept above −100, and the slope's
 * denominator p(1−p) above 1e-12 (as a float32, whatever the precision of p).
 */
export const bareCrossentropy: Operation<void> = {
  name: 'binaryCrossentropy',
  forward([output, truth]) {
    const p = output.values;
    const y = truth.values;
    const values = allocate(commonType([output]), p.length);
    for (let at = 0; at < p.length; at++) {
      values[at] = -(
        y[at] * Math.max(Math.log(p[at]), -100) +
        (1 - y[at]) * Math.max(Math.log1p(-p[at]), -100)
      );
    }
    return { values, shape: output.shape };
  },
  backward(gradient, [target], [output, truth]) {
    for (let at = 0; target !== null && at < gradient.length; at++) {
      const p = output.values[at];
      target[at] +=
        (gradient[at] * (p - truth.values[at])) /
        Math.max(p * (1 - p), Math.fround(1e-12));
    }
  }
};

/** What went into the named function, when the output came straight out of it. */
export function inputOf(output: Tensor, name: string): Tensor | null {
  let tensor = output;
  while (tensor.node?.operation.name === 'reshape') {
    tensor = tensor.node.inputs[0];
  }
  return tensor.node?.operation.name === name
    ? tensor.node.inputs[0].reshape(output.shape)
    : null;
}

/** log p of every class. */
export function logProbabilities(
  output: Tensor,
  { fromLogits }: { readonly fromLogits: boolean }
): Tensor {
  const logits = fromLogits ? output : inputOf(output, 'softmax');
  if (logits) {
    return logits.logSoftmax(-1);
  }
  return clipped(output.div(output.sum(-1, { keepDims: true }))).log();
}

/** Kept away from 0 and 1 as Keras does. */
export function clipped(probabilities: Tensor): Tensor {
  return probabilities.clip(1e-7, 1 - 1e-7);
}
