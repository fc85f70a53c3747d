import type { Differentiated } from '../compiler/differentiate';
import { isSeed, stateOfSeed } from '../compiler/differentiate';
import { ancestors } from '../compiler/graph';
import type { Leaves } from '../compiler/interpret';
import { computed } from '../compiler/interpret';
import type { RealMatrix } from './matrix';
import { product } from './matrix';

/**
 * A derivative as a linear function of the derivatives by the states after the step: a sum of values, each
 * times numbers of its own, all of one width. The values are those that are not computed number by number from
 * what arrives: what arrives itself, and what a matrix or a table makes of it.
 */
type Terms = ReadonlyMap<number, Float64Array>;

/**
 * The Jacobian of a step by its way back, which is linear in what arrives. Where a matrix turns what was
 * scaled number by number it is Σ diag(a) Mᵀ diag(b) and a diagonal: rows of weights, scaled. Whatever else a
 * step does (a softmax, a gate before a product) becomes a matrix where it stands.
 *
 * @returns from what is given to a step, by name: rows are the states after it, columns those before it
 */
export function graphJacobian(
  of: Differentiated,
  weights: Omit<Leaves, 'given'>
): (given: Leaves['given']) => RealMatrix {
  const { values, graph } = of;
  const ends = graph.states.map(({ name, width }) => ({
    id: of.given[name],
    width
  }));
  const asked = ends.flatMap(({ id }) => id ?? []);
  const order = [...ancestors(values, asked)].sort((a, b) => a - b);
  const isLinear = new Set<number>();
  for (const id of order) {
    const value = values[id];
    const arrives = value.op === 'given' && isSeed(value);
    if (arrives || value.inputs.some(input => isLinear.has(input))) {
      isLinear.add(id);
    }
  }
  const turned = new Map<number, RealMatrix>();
  return given => {
    const leaves = { ...weights, given };
    const results: Float64Array[] = [];
    const terms = new Map<number, Terms>();
    for (const id of order) {
      if (isLinear.has(id)) {
        terms.set(id, termsOf(of, id, terms, results));
      } else {
        results[id] = computed(values[id], results, leaves);
      }
    }
    const sums = new Sums(of, terms, weights, turned);
    const whole = sums.zeros(sums.size);
    let from = 0;
    for (const { id, width } of ends) {
      if (id !== undefined) {
        sums.add(terms.get(id)!, whole, from, width);
      }
      from += width;
    }
    const [{ width: first }, ...others] = ends;
    const areDiagonals = others.every(
      ({ id, width }) =>
        width === first &&
        (id === undefined || [...terms.get(id)!.keys()].every(sums.isSeed))
    );
    return areDiagonals && others.length > 0
      ? { ...whole, denseColumns: first }
      : whole;
  };
}

/** Of one number, which stands for all, or of many. */
const at = (numbers: ArrayLike<number>, index: number): number =>
  numbers[numbers.length === 1 ? 0 : index];

function termsOf(
  { values }: Differentiated,
  id: number,
  terms: ReadonlyMap<number, Terms>,
  results: readonly Float64Array[]
): Terms {
  const { op, inputs, width } = values[id];
  const [a, b, c] = inputs;
  const found = new Map<number, Float64Array>();
  /** Adds a value's terms, each number of them as it is scaled. */
  const take = (
    from: number,
    scaled: (number: number, index: number) => number
  ): void => {
    for (const [term, numbers] of terms.get(from) ?? []) {
      const own = found.get(term) ?? new Float64Array(width);
      found.set(term, own);
      for (let index = 0; index < width; index++) {
        own[index] += scaled(numbers[index], index);
      }
    }
  };
  switch (op) {
    case 'add':
      take(a, number => number);
      take(b, number => number);
      return found;
    case 'subtract':
      take(a, number => number);
      take(b, number => -number);
      return found;
    case 'negate':
      take(a, number => -number);
      return found;
    case 'copy':
      take(a, number => number);
      return found;
    case 'multiply': {
      const [from, by] = terms.has(a) ? [a, results[b]] : [b, results[a]];
      take(from, (number, index) => number * at(by, index));
      return found;
    }
    case 'divide':
      take(a, (number, index) => number / at(results[b], index));
      return found;
    case 'select': {
      const isChosen = (index: number) => at(results[a], index) !== 0;
      take(b, (number, index) => (isChosen(index) ? number : 0));
      take(c, (number, index) => (isChosen(index) ? 0 : number));
      return found;
    }
    default:
      return new Map([[id, new Float64Array(width).fill(1)]]);
  }
}

/** Sums of terms as matrices, a row for each number that arrives. */
class Sums {
  readonly size: number;
  readonly #tops: readonly number[];
  readonly #made = new Map<number, RealMatrix>();

  constructor(
    private readonly of: Differentiated,
    private readonly terms: ReadonlyMap<number, Terms>,
    private readonly weights: Omit<Leaves, 'given'>,
    private readonly turned: Map<number, RealMatrix>
  ) {
    let size = 0;
    this.#tops = of.graph.states.map(({ width }) => (size += width) - width);
    this.size = size;
  }

  readonly isSeed = (id: number): boolean => this.of.values[id].op === 'given';

  zeros(columns: number): RealMatrix {
    const values = new Float64Array(this.size * columns);
    return { rows: this.size, columns, values };
  }

  /** Adds a sum of terms to so many columns of a matrix, from one on. */
  add(sum: Terms, into: RealMatrix, from: number, width: number): void {
    for (const [id, scale] of sum) {
      const value = this.of.values[id];
      const [input] = value.inputs;
      if (this.isSeed(id)) {
        const top = this.#topOf(id);
        for (let index = 0; index < width; index++) {
          into.values[(top + index) * into.columns + from + index] +=
            scale[index];
        }
      } else if (
        value.op === 'productT' &&
        [...this.terms.get(input)!.keys()].every(this.isSeed)
      ) {
        for (const [seed, numbers] of this.terms.get(input)!) {
          const weights = this.#turned(value.weight!);
          addRows(into, this.#topOf(seed), from, numbers, weights, scale);
        }
      } else {
        const { values } = this.#matrixOf(id);
        for (let row = 0; row < this.size; row++) {
          for (let index = 0; index < width; index++) {
            into.values[row * into.columns + from + index] +=
              scale[index] * values[row * width + index];
          }
        }
      }
    }
  }

  #topOf(seed: number): number {
    const { values, graph } = this.of;
    return this.#tops[stateOfSeed(graph, values[seed])];
  }

  /** What a matrix or a table makes of what arrives. */
  #matrixOf(id: number): RealMatrix {
    let made = this.#made.get(id);
    if (made === undefined) {
      const { op, inputs, width, weight, table } = this.of.values[id];
      const from = this.zeros(this.of.values[inputs[0]].width);
      this.add(this.terms.get(inputs[0])!, from, 0, from.columns);
      if (op === 'productT') {
        made = product(from, this.#turned(weight!));
      } else {
        made = this.zeros(width);
        for (let row = 0; row < this.size; row++) {
          table!.forEach((to, own) => {
            const [target, source] = op === 'scatter' ? [to, own] : [own, to];
            made!.values[row * width + target] +=
              from.values[row * from.columns + source];
          });
        }
      }
      this.#made.set(id, made);
    }
    return made;
  }

  /** Mᵀ */
  #turned(weight: number): RealMatrix {
    let made = this.turned.get(weight);
    if (made === undefined) {
      const [columns, rows] = this.weights.shapes[weight];
      const matrix = this.weights.matrices[weight];
      const values = new Float64Array(rows * columns);
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++) {
          values[row * columns + column] = matrix[column * rows + row];
        }
      }
      made = { rows, columns, values };
      this.turned.set(weight, made);
    }
    return made;
  }
}

/** `J += diag(left) M diag(right)`, from a row and a column on. */
function addRows(
  { values, columns: width }: RealMatrix,
  top: number,
  from: number,
  left: Float64Array,
  { rows, columns, values: weights }: RealMatrix,
  right: Float64Array
): void {
  for (let row = 0; row < rows; row++) {
    const factor = left[row];
    const to = (top + row) * width + from;
    const own = row * columns;
    for (let column = 0; column < columns; column++) {
      values[to + column] += factor * weights[own + column] * right[column];
    }
  }
}
