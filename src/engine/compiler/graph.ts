/** What computes a value from those before it, number by number. */
export type ElementwiseName =
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'divide'
  | 'negate'
  | 'copy'
  | 'stop'
  | 'curve'
  | 'maximum'
  | 'minimum'
  // 1 where it holds, else 0.
  | 'greater'
  | 'greaterEqual'
  | 'select'
  | 'sigmoid'
  | 'tanh'
  | 'relu'
  | 'exp'
  | 'log'
  | 'sqrt'
  | 'abs'
  | 'sign'
  | 'softplus'
  | 'elu';

/**
 * One value of a step, for one sequence: `width` numbers. Of the inputs of an elementwise operation
 * each has the same width, or is one number that stands for all.
 *
 * - `given`: what the walk brings, by name: `x`, a state, a mask, a derivative by a state after
 * - `copy`: its input, in another place
 * - `stop`: its input, of which nothing goes back
 * - `curve`: its first input, whose slope by the second is that of the function `name`
 * - `vector`: a weight that is the same for every sequence; `number`: a constant
 * - `product`: a value times a matrix; `productT`: times the matrix transposed
 * - `gather`: `out[j] = in[table[j]]`; `scatter`: `out[table[j]] += in[j]`
 * - `largest`: `out[table[j]] = max in[j]`, as a constant: only what does not depend on it reads it
 */
export interface Value {
  readonly op:
    | ElementwiseName
    | 'given'
    | 'vector'
    | 'number'
    | 'product'
    | 'productT'
    | 'gather'
    | 'scatter'
    | 'largest';
  readonly inputs: readonly number[];
  readonly width: number;
  /** Of `given` and of `curve`. */
  readonly name?: string;
  /** Of `curve`: what its function is told. */
  readonly numbers?: readonly number[];
  /** Of `number`. */
  readonly number?: number;
  /** Which vector or matrix. */
  readonly weight?: number;
  readonly table?: readonly number[];
  /** Of `elu`: scale and α. */
  readonly bend?: readonly [number, number];
}

/** A step as values in the order in which they can be computed. */
export interface Graph {
  readonly values: readonly Value[];
  /** K and N of each matrix. */
  readonly matrices: readonly (readonly [number, number])[];
  readonly vectors: readonly number[];
  readonly states: readonly StateOfGraph[];
  /** Which state the layer gives out. */
  readonly output: number;
  readonly channels: Readonly<Record<string, number>>;
}

export interface StateOfGraph {
  readonly name: string;
  readonly width: number;
  readonly after: number;
}

/** Operations whose value is not elementwise: each stands in a loop of its own. */
export const moves: readonly Value['op'][] = ['gather', 'scatter', 'largest'];

export const isLeaf = ({ op }: Value): boolean =>
  op === 'given' || op === 'vector' || op === 'number';

export const isConstant = ({ op }: Value): boolean =>
  op === 'vector' || op === 'number';

export const isProduct = ({ op }: Value): boolean =>
  op === 'product' || op === 'productT';

export const isElementwise = (value: Value): boolean =>
  !isLeaf(value) && !isProduct(value) && !moves.includes(value.op);

/** Makes values, each only once: what is computed alike is the same value. */
export class Builder {
  readonly values: Value[];
  readonly #known = new Map<string, number>();

  constructor(values: readonly Value[] = []) {
    this.values = [...values];
    this.values.forEach((value, id) => this.#known.set(keyOf(value), id));
  }

  #make(value: Value): number {
    const key = keyOf(value);
    let id = this.#known.get(key);
    if (id === undefined) {
      id = this.values.push(value) - 1;
      this.#known.set(key, id);
    }
    return id;
  }

  /** A value as it is, of other inputs. */
  again(value: Value, inputs: readonly number[]): number {
    return this.#make({ ...value, inputs });
  }

  given(name: string, width: number): number {
    return this.#make({ op: 'given', inputs: [], width, name });
  }

  number(number: number): number {
    return this.#make({ op: 'number', inputs: [], width: 1, number });
  }

  vector(weight: number, width: number): number {
    return this.#make({ op: 'vector', inputs: [], width, weight });
  }

  product(left: number, weight: number, width: number): number {
    return this.#make({ op: 'product', inputs: [left], width, weight });
  }

  productT(left: number, weight: number, width: number): number {
    return this.#make({ op: 'productT', inputs: [left], width, weight });
  }

  move(
    op: 'gather' | 'scatter' | 'largest',
    inputs: readonly number[],
    table: readonly number[],
    width: number
  ): number {
    return this.#make({ op, inputs, width, table });
  }

  elu(input: number, bend: readonly [number, number]): number {
    const { width } = this.values[input];
    return this.#make({ op: 'elu', inputs: [input], width, bend });
  }

  curve(
    value: number,
    x: number,
    name: string,
    numbers: readonly number[]
  ): number {
    const { width } = this.values[value];
    const inputs = [value, x];
    return this.#make({ op: 'curve', inputs, width, name, numbers });
  }

  /** An elementwise operation; what costs nothing to leave out is left out. */
  of(op: ElementwiseName, ...inputs: readonly number[]): number {
    const [a, b] = inputs;
    const width = Math.max(...inputs.map(id => this.values[id].width));
    const same = (id: number) => this.values[id].width === width;
    const is = (id: number, number: number) =>
      this.values[id].op === 'number' && this.values[id].number === number;
    switch (op) {
      case 'multiply':
        if (is(a, 1) && same(b)) {
          return b;
        }
        if (is(b, 1) && same(a)) {
          return a;
        }
        break;
      case 'subtract':
        if (is(b, 0) && same(a)) {
          return a;
        }
        break;
      case 'negate':
        if (this.values[a].op === 'negate') {
          return this.values[a].inputs[0];
        }
        break;
      case 'stop':
        if (this.values[a].op === 'stop') {
          return a;
        }
    }
    return this.#make({ op, inputs, width });
  }
}

function keyOf(value: Value): string {
  const { op, inputs, width, name, number, weight, table, bend } = value;
  const own =
    name ?? weight ?? table?.join() ?? bend?.join() ?? numberKey(number);
  const told = value.numbers?.map(numberKey).join() ?? '';
  return `${op} ${inputs.join()} ${width} ${own}${told}`;
}

/** −0 is another number than 0, and two NaNs are one. */
export const numberKey = (number: number | undefined) =>
  Object.is(number, -0) ? '-0' : `${number}`;

/** What a value depends on, itself included. */
export function ancestors(
  values: readonly Value[],
  of: readonly number[]
): ReadonlySet<number> {
  const found = new Set<number>();
  const open = [...of];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (!found.has(id)) {
      found.add(id);
      open.push(...values[id].inputs);
    }
  }
  return found;
}

/** The graph as text, a value a line: the key of what is made of it, and what tests read. */
export function graphText({
  values,
  matrices,
  vectors,
  states,
  channels
}: Graph): string {
  return [
    ...values.map((value, id) => `${id} = ${keyOf(value)}`),
    `matrices ${matrices.map(shape => shape.join('×')).join(' ')}`,
    `vectors ${vectors.join(' ')}`,
    ...states.map(({ name, width, after }) => `${name} [${width}] = ${after}`),
    Object.entries(channels)
      .map(([name, id]) => `${name}: ${id}`)
      .join(', ')
  ].join('\n');
}
