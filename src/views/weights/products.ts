import type { EnteringNumbers, LayerWeights } from '../../trace';
import type { WeightPlace } from './weightPlaces';

/** A weight times what enters it, in the sequence that was run and over its batch. */
export interface Product {
  readonly own: number;
  /** What enters in that sequence. */
  readonly enters: number;
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** What a parameter multiplies; undefined of a bias, and where it is not known. */
export function enteringOf(
  { entering = [], parameters }: LayerWeights,
  parameter: number
): EnteringNumbers | undefined {
  const { name } = parameters[parameter];
  return entering.find(each => each.parameters.includes(name));
}

/**
 * One weight times what enters it at a step. A weight is the same in every sequence, so the quantiles of
 * its product are the quantiles of what enters, times the weight: the other way up below zero.
 */
export function weightProductAt(
  layer: LayerWeights,
  { parameter: index, row, unit }: WeightPlace,
  step: number
): Product | null {
  const parameter = layer.parameters[index];
  const [rows, units] = parameter.shape;
  const weight = parameter.weights.array?.values[row * units + unit];
  const entering = enteringOf(layer, index);
  if (weight === undefined || !entering || unit >= units) {
    return null;
  }
  const at = step * rows + row;
  const { low, median, high } = entering.spread;
  const [least, most] = weight < 0 ? [high, low] : [low, high];
  return {
    own: weight * entering.array.values[at],
    enters: entering.array.values[at],
    low: weight * least.values[at],
    median: weight * median.values[at],
    high: weight * most.values[at]
  };
}

/** The largest size of any product that enters a unit, over all steps: the end of one axis for all gates. */
export function largestProduct(layer: LayerWeights, unit: number): number {
  let largest = 0;
  layer.parameters.forEach(({ shape: [rows, units], weights }, index) => {
    const entering = enteringOf(layer, index);
    if (!entering || !weights.array || unit >= units) {
      return;
    }
    const { array, spread } = entering;
    for (const { values } of [array, spread.low, spread.high]) {
      for (let at = 0; at < values.length; at++) {
        const weight = weights.array.values[(at % rows) * units + unit];
        const size = Math.abs(weight * values[at]);
        if (size > largest && size !== Infinity) {
          largest = size;
        }
      }
    }
  });
  return largest;
}
