import { Tensor } from '../../src/engine';

/** All numbers of a tensor or of nested arrays, in order; 'nan' and 'inf' of a fixture too. */
export function asNumbers(value: unknown): number[] {
  if (value instanceof Tensor) {
    return [...value.values];
  }
  if (Array.isArray(value)) {
    return value.flatMap(asNumbers);
  }
  if (typeof value === 'string') {
    return [value === 'nan' ? NaN : Number(value.replace('inf', 'Infinity'))];
  }
  return [Number(value)];
}
