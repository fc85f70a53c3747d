import type { FloatType } from '../tensor/operation';
import type { Value } from './graph';

/** What a value of the graph is read from, for one sequence. */
export interface Leaves {
  readonly given: Readonly<Record<string, ArrayLike<number>>>;
  readonly vectors: readonly ArrayLike<number>[];
  /** Row by row, `[K, N]`. */
  readonly matrices: readonly ArrayLike<number>[];
  readonly shapes: readonly (readonly [number, number])[];
}

/**
 * All values of a graph for one sequence at one step, in plain loops: the second reading of what the
 * machine code computes.
 *
 * @param dtype in f32 each value is rounded to it
 */
export function interpret(
  values: readonly Value[],
  leaves: Leaves,
  dtype: FloatType
): readonly Float64Array[] {
  const round = dtype === 'f32' ? Math.fround : (x: number) => x;
  const results: Float64Array[] = [];
  for (const value of values) {
    const result = computed(value, results, leaves);
    for (let at = 0; at < result.length; at++) {
      result[at] = round(result[at]);
    }
    results.push(result);
  }
  return results;
}

/** One value from those before it. */
export function computed(
  value: Value,
  results: readonly Float64Array[],
  { given, vectors, matrices, shapes }: Leaves
): Float64Array {
  const { op, inputs, width, table } = value;
  const [a, b, c] = inputs.map(id => results[id]);
  const out = new Float64Array(width);
  switch (op) {
    case 'given':
      return Float64Array.from(given[value.name!]);
    case 'vector':
      return Float64Array.from(vectors[value.weight!]);
    case 'number':
      return out.fill(value.number!);
    case 'product':
    case 'productT': {
      const matrix = matrices[value.weight!];
      const [rows, columns] = shapes[value.weight!];
      for (let k = 0; k < rows; k++) {
        const from = k * columns;
        if (op === 'product') {
          const factor = a[k];
          for (let n = 0; n < columns; n++) {
            out[n] += factor * matrix[from + n];
          }
        } else {
          let sum = 0;
          for (let n = 0; n < columns; n++) {
            sum += a[n] * matrix[from + n];
          }
          out[k] = sum;
        }
      }
      return out;
    }
    case 'gather':
      return out.map((_, at) => a[table![at]]);
    case 'scatter':
      a.forEach((x, at) => (out[table![at]] += x));
      return out;
    case 'largest':
      out.fill(-Infinity);
      a.forEach((x, at) => (out[table![at]] = Math.max(out[table![at]], x)));
      return out;
  }
  const read = (from: Float64Array, at: number) =>
    from.length === 1 ? from[0] : from[at];
  const compute = functions[op];
  for (let at = 0; at < width; at++) {
    out[at] = compute(
      read(a, at),
      b ? read(b, at) : 0,
      c ? read(c, at) : 0,
      value.bend
    );
  }
  return out;
}

type Compute = (a: number, b: number, c: number, bend: Value['bend']) => number;

const functions: Readonly<
  Record<
    Exclude<
      Value['op'],
      | 'given'
      | 'vector'
      | 'number'
      | 'product'
      | 'productT'
      | 'gather'
      | 'scatter'
      | 'largest'
    >,
    Compute
  >
> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  negate: a => -a,
  copy: a => a,
  stop: a => a,
  curve: a => a,
  maximum: (a, b) => Math.max(a, b),
  minimum: (a, b) => Math.min(a, b),
  greater: (a, b) => (a > b ? 1 : 0),
  greaterEqual: (a, b) => (a >= b ? 1 : 0),
  select: (a, b, c) => (a !== 0 ? b : c),
  sigmoid: a => {
    const e = Math.exp(-Math.abs(a));
    return a < 0 ? e / (1 + e) : 1 / (1 + e);
  },
  tanh: a => Math.tanh(a),
  relu: a => Math.max(a, 0),
  exp: a => Math.exp(a),
  log: a => Math.log(a),
  sqrt: a => Math.sqrt(a),
  abs: a => Math.abs(a),
  sign: a => Math.sign(a),
  softplus: a => Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a))),
  elu: (a, _b, _c, bend) => {
    const [scale, alpha] = bend!;
    return scale * (a > 0 ? a : alpha * Math.expm1(a));
  }
};
