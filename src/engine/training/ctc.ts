import { requireKnown } from '../base/check';
import { described } from '../base/described';
import type { LossSpec } from '../spec/losses';
import { sameShape, shapeText } from '../tensor/shape';
import type { Operation } from '../tensor/operation';
import { allocate } from '../tensor/operation';
import type { TensorLike } from '../tensor/tensor';
import { apply, asTensor, Tensor } from '../tensor/tensor';
import type { Loss } from './loss';
import { averaged } from './rowLoss';

/** The labels of some sequences, and which of their steps count. */
interface Alignment {
  readonly labels: readonly (readonly number[])[];
  readonly blank: number;
  readonly zeroInfinity: boolean;
  /** The steps of a sequence that are no padding. */
  steps(row: number): readonly number[];
}

/** −log p of each sequence's labels, over all ways to spread them over its steps. */
export function ctcLoss(spec: LossSpec<'ctc'>): Loss {
  const who = 'losses.ctc';
  const { blank, zeroInfinity } = spec;
  return {
    name: spec.kind,
    spec,
    of(value, given, weights = {}) {
      requireKnown(who, weights, ['mask', 'sample']);
      const output = asTensor(given, `${who}: the output`);
      const truth = asTensor(value, `${who}: the truth`);
      if (output.rank !== 3 || truth.rank !== 2) {
        throw new RangeError(
          `${who}: the output must be [B, T, K] and the truth [B, L], labels with -1 or the blank behind them, got ${shapeText(output.shape)} and ${shapeText(truth.shape)}`
        );
      }
      const [batch, , classes] = output.shape;
      if (truth.shape[0] !== batch) {
        throw new RangeError(
          `${who}: the truth is of ${truth.shape[0]} sequences, but the output of ${batch}`
        );
      }
      if (blank >= classes) {
        throw new RangeError(
          `${who}: blank must be one of the ${classes} classes of the output, got ${blank}`
        );
      }
      const labels = labelsOf(who, truth, { blank, classes });
      const steps = liveSteps(who, output.shape, weights.mask);
      let each = apply(ctc, [output], { labels, blank, zeroInfinity, steps });
      if (spec.convention === 'pytorch') {
        const lengths = labels.map(({ length }) => Math.max(length, 1));
        each = each.div(new Tensor(Float64Array.from(lengths), [batch]));
      }
      const sample = ofSequences(who, weights.sample);
      return averaged(who, each, sample ? { sample } : {});
    }
  };
}

/** `[B]`, also where one importance stands at each label of its sequence. */
function ofSequences(
  who: string,
  sample: Tensor | undefined
): Tensor | undefined {
  if (!(sample instanceof Tensor) || sample.rank < 2) {
    return sample;
  }
  const [batch] = sample.shape;
  const width = sample.size / batch;
  const first = sample.values.filter((_, at) => at % width === 0);
  if (
    sample.values.some((each, at) => each !== first[Math.floor(at / width)])
  ) {
    throw new RangeError(
      `${who}: importances are of whole sequences, one number for each, not of labels or classes`
    );
  }
  return new Tensor(first, [batch]);
}

/** The labels of each row, without what is padded behind them. */
function labelsOf(
  who: string,
  { values, shape: [rows, width] }: Tensor,
  { blank, classes }: { readonly blank: number; readonly classes: number }
): number[][] {
  const isPadding = (label: number) => label === blank || label === -1;
  return Array.from({ length: rows }, (_, row) => {
    const labels = Array.from(values.subarray(row * width, (row + 1) * width));
    while (labels.length > 0 && isPadding(labels[labels.length - 1])) {
      labels.pop();
    }
    labels.forEach((label, at) => {
      if (isPadding(label)) {
        throw new RangeError(
          `${who}: sequence ${row} has ${label === -1 ? '-1' : `the blank, ${label},`} at place ${at}, before other labels: it can only stand behind them`
        );
      }
      if (!Number.isInteger(label) || label < 0 || label >= classes) {
        throw new RangeError(
          `${who}: labels must be whole numbers from 0 to ${classes - 1}, got ${described(label)} at place ${at} of sequence ${row}`
        );
      }
    });
    return labels;
  });
}

/**
 * Why the labels of a batch have no way through their steps, or null where each has one: each label
 * takes a step, and so does the blank that must stand between two that are equal.
 *
 * @param rows which examples of the training the batch holds
 */
export function ctcExcuse(
  { blank }: LossSpec<'ctc'>,
  truth: Tensor,
  { values: output, mask }: { readonly values: Tensor; readonly mask?: Tensor },
  rows: ArrayLike<number>
): string | null {
  const who = 'losses.ctc';
  const classes = output.shape[2];
  const stepsOf = liveSteps(who, output.shape, mask);
  const all = labelsOf(who, truth, { blank, classes });
  for (const [row, labels] of all.entries()) {
    const repeats = labels.filter(
      (label, at) => at > 0 && label === labels[at - 1]
    ).length;
    const steps = stepsOf(row).length;
    if (labels.length + repeats > steps) {
      return `example ${rows[row]} has ${labels.length} labels${repeats > 0 ? `, ${repeats} of them equal to the one before, which takes a blank between` : ''}, and so needs ${labels.length + repeats} steps, but has ${steps}: give it more steps or fewer labels, or take losses.ctc({ zeroInfinity: true }), for which it counts 0`;
    }
  }
  return null;
}

/** Which steps of each sequence count: all, or those that a mask `[B, T]` leaves. */
export function liveSteps(
  who: string,
  [batch, steps]: readonly number[],
  given: TensorLike | undefined
): (row: number) => readonly number[] {
  const all = Array.from({ length: steps }, (_, step) => step);
  if (given === undefined) {
    return () => all;
  }
  const mask = asTensor(given, `${who}: mask`);
  if (!sameShape(mask.shape, [batch, steps])) {
    throw new RangeError(
      `${who}: mask must have shape ${shapeText([batch, steps])}, got ${shapeText(mask.shape)}`
    );
  }
  return row => all.filter(step => mask.values[row * steps + step] !== 0);
}

/** log(eᵃ + eᵇ) */
export function logAdd(a: number, b: number): number {
  const most = Math.max(a, b);
  return most === -Infinity
    ? most
    : most + Math.log1p(Math.exp(-Math.abs(a - b)));
}

/** log softmax of the classes at each of some steps, one row after the other. */
export function logSoftmaxAt(
  values: ArrayLike<number>,
  classes: number,
  places: readonly number[]
): Float64Array {
  const found = new Float64Array(places.length * classes);
  places.forEach((place, step) => {
    let most = -Infinity;
    for (let k = 0; k < classes; k++) {
      most = Math.max(most, values[place * classes + k]);
    }
    let sum = 0;
    for (let k = 0; k < classes; k++) {
      sum += Math.exp(values[place * classes + k] - most);
    }
    const total = most + Math.log(sum);
    for (let k = 0; k < classes; k++) {
      found[step * classes + k] = values[place * classes + k] - total;
    }
  });
  return found;
}

/** A sequence under its labels with a blank around each: states of a chain that goes on or stays. */
interface Lattice {
  readonly states: readonly number[];
  /** `[T, states]`: log of all ways that are in a state at a step, what the step shows included. */
  readonly forward: Float64Array;
  /** log p of the labels; −∞ where the steps are too few for them. */
  readonly total: number;
  /** Whether a state can be entered past the blank before it. */
  skips(state: number): boolean;
}

function latticeOf(
  logs: Float64Array,
  steps: number,
  classes: number,
  labels: readonly number[],
  blank: number
): Lattice {
  const states = [blank, ...labels.flatMap(label => [label, blank])];
  const width = states.length;
  const skips = (state: number) =>
    state > 1 && states[state] !== blank && states[state] !== states[state - 2];
  const forward = new Float64Array(steps * width).fill(-Infinity);
  for (let step = 0; step < steps; step++) {
    for (let state = 0; state < width; state++) {
      let before = step === 0 && state < 2 ? 0 : -Infinity;
      if (step > 0) {
        const from = (step - 1) * width + state;
        before = forward[from];
        if (state > 0) {
          before = logAdd(before, forward[from - 1]);
        }
        if (skips(state)) {
          before = logAdd(before, forward[from - 2]);
        }
      }
      forward[step * width + state] =
        before + logs[step * classes + states[state]];
    }
  }
  const end = steps * width - 1;
  const total =
    steps === 0
      ? labels.length === 0
        ? 0
        : -Infinity
      : width > 1
        ? logAdd(forward[end], forward[end - 1])
        : forward[end];
  return { states, forward, total, skips };
}

/**
 * Adds p − γ to the derivatives by the logits of one sequence: γ is how likely each class is at each
 * step among the ways that give the labels.
 */
function addGradient(
  into: (step: number, k: number, value: number) => void,
  logs: Float64Array,
  steps: number,
  classes: number,
  { states, forward, total, skips }: Lattice
): void {
  const width = states.length;
  let later = new Float64Array(width).fill(-Infinity);
  later.fill(0, Math.max(0, width - 2));
  for (let step = steps - 1; step >= 0; step--) {
    if (step < steps - 1) {
      const after = (state: number) =>
        later[state] + logs[(step + 1) * classes + states[state]];
      later = Float64Array.from({ length: width }, (_, state) => {
        let ways = after(state);
        if (state + 1 < width) {
          ways = logAdd(ways, after(state + 1));
        }
        return state + 2 < width && skips(state + 2)
          ? logAdd(ways, after(state + 2))
          : ways;
      });
    }
    for (let k = 0; k < classes; k++) {
      into(step, k, Math.exp(logs[step * classes + k]));
    }
    states.forEach((k, state) =>
      into(
        step,
        k,
        -Math.exp(forward[step * width + state] + later[state] - total)
      )
    );
  }
}

/** `[B, T, K] → [B]`, in float64 whatever the logits are. */
const ctc: Operation<Alignment> = {
  name: 'ctc',
  forward([{ values, shape }], { labels, blank, zeroInfinity, steps }) {
    const [batch, length, classes] = shape;
    const found = allocate(
      values instanceof Float32Array ? 'f32' : 'f64',
      batch
    );
    labels.forEach((own, row) => {
      const places = steps(row).map(step => row * length + step);
      const logs = logSoftmaxAt(values, classes, places);
      const { total } = latticeOf(logs, places.length, classes, own, blank);
      found[row] = total === -Infinity && zeroInfinity ? 0 : -total;
    });
    return { values: found, shape: [batch] };
  },
  backward(
    gradient,
    [target],
    [{ values, shape }],
    _,
    { labels, blank, steps }
  ) {
    const [, length, classes] = shape;
    labels.forEach((own, row) => {
      const places = steps(row).map(step => row * length + step);
      const logs = logSoftmaxAt(values, classes, places);
      const count = places.length;
      const lattice = latticeOf(logs, count, classes, own, blank);
      // What is impossible whatever the weights are moves none of them.
      if (target === null || lattice.total === -Infinity) {
        return;
      }
      addGradient(
        (step, k, value) => {
          target[places[step] * classes + k] += gradient[row] * value;
        },
        logs,
        count,
        classes,
        lattice
      );
    });
  }
};
