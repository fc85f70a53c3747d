import { requireNumber } from '../base/check';
import { described, isRecord } from '../base/described';
import type { LayerShape } from '../layers/layer';
import { shapeText } from '../tensor/shape';
import type { Answer } from '../tensor/metric';
import type { TensorLike } from '../tensor/tensor';
import { Tensor } from '../tensor/tensor';
import { requireExamples } from './dataset';

export type ClassWeight = Readonly<Record<number, number>>;

/** What rows of examples count by themselves, and by their class. */
export interface Importances {
  /** `[N]`, or `[N, T]` where there is an output for each step. */
  readonly sample?: Tensor;
  readonly classWeight?: ClassWeight;
}

/**
 * One importance for each row of some outputs, the product of what its example and its class count;
 * undefined when all count alike.
 *
 * @param output extents of one output
 */
export function importanceOf(
  y: Tensor,
  output: LayerShape,
  { sample, classWeight }: Importances
): Tensor | undefined {
  const ofClass = classWeight && classWeights(y, classWeight, output);
  if (!sample) {
    return ofClass;
  }
  // One weight of a sequence is that of each of its steps.
  const steps = output.length > 1 && sample.rank === 1 ? y.shape[1] : 1;
  const values = Float64Array.from(
    { length: sample.size * steps },
    (_, row) =>
      sample.values[Math.floor(row / steps)] * (ofClass?.values[row] ?? 1)
  );
  const rows = output.length > 1 ? [y.shape[0], y.shape[1]] : [y.shape[0]];
  return new Tensor(values, rows);
}

/**
 * Checked importances of examples.
 *
 * @param output extents of one output
 * @throws TypeError or RangeError unless there is a number of at least 0 for each example, or for each
 *   step
 */
export function requireSampleWeight(
  who: string,
  given: TensorLike,
  y: Tensor,
  output: readonly number[]
): Tensor {
  const weight = requireExamples(who, 'sampleWeight', given);
  const [count] = y.shape;
  const perStep = output.length > 1 ? [count, output[0]] : null;
  const fits = (shape: readonly number[]) =>
    shape.length === weight.rank &&
    shape.every((extent, axis) => extent === weight.shape[axis]);
  if (!fits([count]) && !(perStep && fits(perStep))) {
    throw new RangeError(
      `${who}: sampleWeight must hold one number for each example, so have shape ${shapeText([count])}${perStep ? ` (or ${shapeText(perStep)}, one for each step)` : ''}, got ${shapeText(weight.shape)}`
    );
  }
  weight.values.forEach((value, at) =>
    requireNumber(who, `sampleWeight[${at}]`, value, { least: 0 })
  );
  requireSomeImportance(who, 'sampleWeight', weight);
  return weight;
}

/** Throws when nothing counts. */
export function requireSomeImportance(
  who: string,
  name: string,
  { values }: Tensor,
  each = 'example'
): void {
  if (values.every(value => value === 0)) {
    throw new RangeError(
      `${who}: ${name} is 0 for every ${each}, so nothing would count: give some of them a number above 0, or leave ${name} out`
    );
  }
}

/** What is to be learned, and what of it counts. */
interface Targets {
  readonly y: Tensor;
  /** `[N, T]`: 0 at padding; undefined where all count. Asked for where a target is no class. */
  mask(): Tensor | undefined;
  /** `[N]` or `[N, T]`: what examples count by themselves. */
  readonly weight?: Tensor;
}

/**
 * Throws unless there are classes, and each has a number.
 *
 * @param targets of one output each that counts must be a class, or it would silently count 1
 */
export function requireClassWeight(
  who: string,
  weights: unknown,
  output: LayerShape,
  answer: Answer | null,
  { y, mask, weight }: Targets
): void {
  if (weights === undefined) {
    return;
  }
  if (answer?.kind === 'number') {
    throw new TypeError(
      `${who}: classWeight is of classes, but the network answers with quantities, by its loss and its last layer; use sampleWeight`
    );
  }
  if (!isRecord(weights)) {
    throw new TypeError(
      `${who}: classWeight must be an object such as { 0: 1, 1: 5 }, got ${described(weights)}`
    );
  }
  const outputs = output[output.length - 1] ?? 1;
  // One output tells two classes apart, unless a loss of the user's own reads more from it.
  const classes = outputs === 1 && !answer ? Infinity : Math.max(outputs, 2);
  for (const [id, weight] of Object.entries(weights)) {
    // '01' is no id: rows of class 1 would not find it.
    const isId = /^(0|[1-9]\d*)$/.test(id);
    if (!isId || Number(id) >= classes) {
      throw new RangeError(
        `${who}: classWeight must name classes by their ids${outputs > 1 ? ` from 0 to ${outputs - 1}` : ', 0 and 1'}, got '${id}'`
      );
    }
    requireNumber(who, `classWeight[${id}]`, weight, { least: 0 });
  }
  if (outputs === 1) {
    const isClass = (id: number) =>
      Number.isSafeInteger(id) && id >= 0 && id < classes;
    const others = Array.from(y.values.keys()).filter(
      row => !isClass(y.values[row])
    );
    const excused = others.length > 0 ? [mask(), weight] : [];
    const at = others.find(row =>
      excused.every(
        of => of?.values[Math.floor((row * of.size) / y.size)] !== 0
      )
    );
    if (at !== undefined) {
      throw new RangeError(
        `${who}: classWeight must go with targets that are classes, ${classes === 2 ? '0 and 1' : 'whole numbers from 0'}, got the target ${y.values[at]} at position ${at}; use sampleWeight`
      );
    }
  }
}

/**
 * One importance for each row of y, by its class.
 *
 * @param output extents of one output: y holds as many numbers, or a class id for each row
 */
function classWeights(
  y: Tensor,
  weights: Readonly<Record<number, number>>,
  output: LayerShape
): Tensor {
  const outputs = output[output.length - 1] ?? 1;
  const rank = output.length + 1;
  const width = y.rank === rank && y.shape[rank - 1] === outputs ? outputs : 1;
  const rows = y.size / width;
  const values = Float64Array.from({ length: rows }, (_, row) => {
    let id = y.values[row];
    if (width > 1) {
      id = 0;
      for (let k = 1; k < width; k++) {
        if (y.values[row * width + k] > y.values[row * width + id]) {
          id = k;
        }
      }
    }
    return weights[id] ?? 1;
  });
  return new Tensor(values, y.shape.slice(0, rank - 1));
}
