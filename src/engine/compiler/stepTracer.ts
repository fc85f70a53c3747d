import type { Named } from '../recurrence/definition';
import type { RecurrentCell } from '../recurrence/recurrentCell';
import type { FloatType, Operation } from '../tensor/operation';
import { isRecording } from '../tensor/recording';
import type { AxisAttributes } from '../tensor/operations/reduce';
import {
  aroundAxis,
  broadcastIndex,
  broadcastShape,
  shapeText,
  sizeOf
} from '../tensor/shape';
import type { TapeNode } from '../tensor/tapeNode';
import type { Tensor, Tracer } from '../tensor/tensor';
import type { Graph } from './graph';
import { Builder, isLeaf } from './graph';
import type { AppliedFunction } from './functions';
import { computed, keyOfFunction } from './functions';
import { movedPlaces } from './movedPlaces';
import { Refusal } from './refusal';
import type { TracedStep } from './tracedStep';
import { withoutNumbers } from './withoutNumbers';

/**
 * Hands a step tensors without numbers, `[batch, …]`, and takes down what it does with them. A value of
 * the graph is one row of such a tensor.
 */
export class StepTracer implements Tracer {
  readonly #builder = new Builder();
  readonly #ids = new Map<Tensor, number>();
  readonly #matrices: Tensor[] = [];
  readonly #vectors: Tensor[] = [];
  /** Of turned vectors, so that one that is met twice is one. */
  readonly #known = new Map<Tensor, number>();
  readonly #functions = new Map<string, AppliedFunction>();
  /** The operation that is taken down. */
  #node: TapeNode<Tensor> | null = null;

  constructor(
    readonly cell: RecurrentCell,
    readonly batch: number,
    readonly dtype: FloatType
  ) {}

  /** What the walk brings for each sequence, under a name. */
  given(name: string, width: number): Tensor {
    return this.#symbol(
      this.#builder.given(name, width),
      [this.batch, width],
      name
    );
  }

  finish(input: Named, outputs: Named): TracedStep {
    const channels: Record<string, number> = {};
    for (const [name, tensor] of Object.entries(outputs)) {
      channels[name] = this.#rowOf(tensor, `'${name}'`);
    }
    const { stateNames, output, definition } = this.cell;
    const taken = new Set<number>();
    const states = stateNames.map(name => {
      // Each state has a place of its own, which a leaf or another state's value has not.
      let after = channels[name];
      while (taken.has(after) || isLeaf(this.#builder.values[after])) {
        after = this.#builder.of('copy', after);
      }
      taken.add(after);
      return { name, width: definition.state[name], after };
    });
    const graph: Graph = {
      values: this.#builder.values,
      matrices: this.#matrices.map(({ shape }) => [shape[0], shape[1]]),
      vectors: this.#vectors.map(({ size }) => size),
      states,
      output: stateNames.indexOf(output),
      channels
    };
    return {
      graph,
      matrices: this.#matrices,
      vectors: this.#vectors,
      functions: [...this.#functions.values()],
      input,
      outputs,
      idOf: tensor => this.#ids.get(tensor) ?? this.#idOfVector(tensor)
    };
  }

  #idOfVector(tensor: Tensor): number | undefined {
    const id = this.#builder.values.findIndex(
      ({ op, weight }) => op === 'vector' && this.#vectors[weight!] === tensor
    );
    return id < 0 ? undefined : id;
  }

  apply(
    operation: Operation,
    inputs: readonly Tensor[],
    attributes: unknown
  ): Tensor {
    const { name } = operation;
    this.#node = { operation, inputs, attributes };
    switch (name) {
      case 'matmul':
        return this.#product(inputs[0], inputs[1]);
      case 'sum':
      case 'mean':
        return this.#reduced(name, inputs[0], attributes as AxisAttributes);
      case 'softmax':
      case 'logSoftmax':
        return this.#softmax(name, inputs[0], attributes as number);
      case 'reshape':
      case 'slice':
      case 'transpose':
      case 'concat':
      case 'stack':
        return this.#moved(operation, inputs, attributes);
    }
    const shape = this.#aligned(name, inputs);
    const ids = inputs.map(input => this.#spread(input, shape));
    const made = computed(
      this.#builder,
      name,
      this.#sorted(ids, name),
      attributes
    );
    if (made === null) {
      throw this.#refusal(name, 'the kernels have no such operation');
    }
    const applied = { operation, attributes, arity: inputs.length };
    this.#functions.set(keyOfFunction(applied), applied);
    return this.#symbol(made, shape, name);
  }

  /** Of a sum products first: they are then added where they are computed. */
  #sorted(ids: readonly number[], name: string): readonly number[] {
    const { values } = this.#builder;
    const isProduct = (id: number) => values[id].op === 'product';
    return name === 'add'
      ? [...ids.filter(isProduct), ...ids.filter(id => !isProduct(id))]
      : ids;
  }

  #refusal(name: string, why: string): Refusal {
    const lines = this.cell.definition.source.split('\n');
    const spoken = name.replace(/^(negate|subtract|multiply|divide)$/, word =>
      word.slice(0, 3)
    );
    const at = lines.filter(line => new RegExp(`\\b${spoken}\\(`).test(line));
    return new Refusal(
      `the step of ${this.cell.name} has '${name}'${
        at.length === 1 ? ` in the line "${at[0].trim()}"` : ''
      }: ${why}`
    );
  }

  #symbol(id: number, shape: readonly number[], what: string): Tensor {
    if (sizeOf(shape) === 0) {
      throw this.#refusal(
        what,
        'it gives a tensor without numbers, which the kernels do not compute'
      );
    }
    const refuse = () => {
      throw new Refusal(
        `the step of ${this.cell.name} reads the numbers of '${what}' while it is followed, so what it does may depend on them`
      );
    };
    const recorded = isRecording();
    const { dtype } = this;
    const symbol = withoutNumbers(
      this,
      dtype,
      shape,
      refuse,
      this.#node,
      recorded
    );
    // Under `noGradient`: what is computed there is a constant to whoever reads it.
    this.#ids.set(symbol, recorded ? id : this.#builder.of('stop', id));
    return symbol;
  }

  /** The value of a tensor without numbers. */
  #id(tensor: Tensor): number {
    const id = this.#ids.get(tensor);
    if (id === undefined) {
      throw new Refusal(
        `the step of ${this.cell.name} reads what another step has computed`
      );
    }
    return id;
  }

  /** What the step returned as a channel, as a value with a row for each sequence. */
  #rowOf(tensor: Tensor, what: string): number {
    if (this.#ids.has(tensor)) {
      const id = this.#id(tensor);
      const { width } = this.#builder.values[id];
      if (tensor.rank === 2 && tensor.shape[1] === width) {
        return id;
      }
    }
    throw new Refusal(
      `the step of ${this.cell.name} returns ${what} that reads neither its input nor a state`
    );
  }

  /** The shape of a result whose first axis is the batch, which nothing may leave. */
  #aligned(name: string, inputs: readonly Tensor[]): readonly number[] {
    const shape = broadcastShape(
      name,
      inputs.map(input => input.shape)
    );
    for (const input of inputs) {
      if (this.#ids.has(input) && input.rank !== shape.length) {
        throw this.#refusal(
          name,
          `shapes ${shapeText(input.shape)} and ${shapeText(shape)} mix the sequences of a batch`
        );
      }
    }
    return shape;
  }

  /** An input of an elementwise operation, as wide as the result or one number. */
  #spread(input: Tensor, shape: readonly number[]): number {
    const isRow = this.#ids.has(input);
    const row = [1, ...shape.slice(1)];
    const size = sizeOf(row);
    if (!isRow && input.size === 1) {
      return this.#scalar(input);
    }
    const id = isRow ? this.#id(input) : this.#vector(input);
    const own = isRow ? [1, ...input.shape.slice(1)] : input.shape;
    const { width } = this.#builder.values[id];
    if (width === size || width === 1) {
      return id;
    }
    if (!isRow && own.length === shape.length && own[0] !== 1) {
      throw this.#refusal('add', 'a weight has a row for each sequence');
    }
    const table = broadcastIndex(own, row);
    return table ? this.#builder.move('gather', [id], [...table], size) : id;
  }

  /** One number: one of the code, or a weight that is one number, or what hangs on such a weight. */
  #scalar(input: Tensor): number {
    return input.tracked || input.rank > 0
      ? this.#vector(input)
      : this.#builder.number(input.values[0]);
  }

  #vector(input: Tensor): number {
    this.#requireType(input);
    let at = this.#known.get(input);
    if (at === undefined) {
      at = this.#vectors.push(input) - 1;
      this.#known.set(input, at);
    }
    return this.#builder.vector(at, input.size);
  }

  #requireType(input: Tensor): void {
    if (input.dtype !== this.dtype) {
      throw new Refusal(
        `the step of ${this.cell.name} reads numbers of ${input.dtype} beside its own of ${this.dtype}`
      );
    }
  }

  #product(left: Tensor, right: Tensor): Tensor {
    if (this.#ids.has(right) || !this.#ids.has(left)) {
      throw this.#refusal(
        'matmul',
        'the kernels multiply what a step computes by a weight, not by what it computes'
      );
    }
    if (left.rank !== 2 || right.rank > 2 || right.rank < 1) {
      throw this.#refusal(
        'matmul',
        `the kernels take matrices, not shapes ${shapeText(left.shape)} and ${shapeText(right.shape)}`
      );
    }
    const width = left.shape[1];
    if (right.shape[0] !== width) {
      throw new Refusal(
        `matmul: shapes ${shapeText(left.shape)} and ${shapeText(right.shape)} do not fit`
      );
    }
    this.#requireType(right);
    let at = this.#known.get(right);
    const columns = right.rank === 1 ? 1 : right.shape[1];
    if (at === undefined) {
      const matrix = right.rank === 1 ? right.reshape([right.size, 1]) : right;
      at = this.#matrices.push(matrix) - 1;
      this.#known.set(right, at);
    }
    const id = this.#builder.product(this.#id(left), at, columns);
    const shape =
      right.rank === 1 ? [this.batch] : [this.batch, right.shape[1]];
    return this.#symbol(id, shape, 'matmul');
  }

  /** From each number of a row to where it goes along an axis that is summed. */
  #groups(
    name: string,
    input: Tensor,
    axis: number | null
  ): {
    readonly table: number[];
    readonly width: number;
    readonly extent: number;
  } {
    if (axis === null || axis === 0) {
      throw this.#refusal(
        name,
        'it is taken over the sequences of a batch, which are computed apart (give the axis of the units: 1)'
      );
    }
    const row = [1, ...input.shape.slice(1)];
    const { extent, inner } = aroundAxis(row, axis);
    const table = Array.from(
      { length: sizeOf(row) },
      (_, at) => Math.floor(at / (extent * inner)) * inner + (at % inner)
    );
    return { table, width: sizeOf(row) / extent, extent };
  }

  #reduced(
    name: 'sum' | 'mean',
    input: Tensor,
    { axis, keep }: AxisAttributes
  ): Tensor {
    const { table, width, extent } = this.#groups(name, input, axis);
    const shape = keep
      ? input.shape.map((size, at) => (at === axis ? 1 : size))
      : input.shape.filter((_, at) => at !== axis);
    const of = this.#builder;
    const id = this.#id(input);
    const sum = of.move('scatter', [id], table, width);
    return this.#symbol(
      name === 'mean' ? of.of('divide', sum, of.number(extent)) : sum,
      shape,
      name
    );
  }

  #softmax(name: string, input: Tensor, axis: number): Tensor {
    const { table, width } = this.#groups(name, input, axis);
    const of = this.#builder;
    const id = this.#id(input);
    const wide = table.length;
    const spread = (one: number) =>
      width === 1 ? one : of.move('gather', [one], table, wide);
    // Taken off so that nothing overflows; the result does not hang on it.
    const top = spread(of.move('largest', [id], table, width));
    const less = of.of('subtract', id, top);
    const e = of.of('exp', less);
    const total = of.move('scatter', [e], table, width);
    const made =
      name === 'softmax'
        ? of.of('divide', e, spread(total))
        : of.of('subtract', less, spread(of.of('log', total)));
    return this.#symbol(made, input.shape, name);
  }

  /** Numbers moved as they are: where to is found by moving their places. */
  #moved(
    operation: Operation,
    inputs: readonly Tensor[],
    attributes: unknown
  ): Tensor {
    const { name } = operation;
    if (inputs.some(input => !this.#ids.has(input))) {
      throw this.#refusal(name, 'it joins what is computed with a constant');
    }
    const moved = movedPlaces(
      operation,
      inputs.map(({ shape }) => [1, ...shape.slice(1)]),
      attributes,
      this.batch
    );
    if (moved === null) {
      throw this.#refusal(name, 'it mixes the sequences of a batch');
    }
    const { values, shape, starts, all } = moved;
    const result = [this.batch, ...shape.slice(1)];
    const of = this.#builder;
    if (inputs.length === 1) {
      const id = this.#id(inputs[0]);
      const table = [...values];
      const { width } = of.values[id];
      return this.#symbol(
        table.length === width && table.every((from, at) => from === at)
          ? id
          : of.move('gather', [id], table, table.length),
        result,
        name
      );
    }
    const target = new Array<number>(all);
    values.forEach((from, to) => (target[from] = to));
    const parts = inputs.map((input, at) => {
      const id = this.#id(input);
      const { width } = of.values[id];
      const table = target.slice(starts[at], starts[at] + width);
      return of.move('scatter', [id], table, values.length);
    });
    return this.#symbol(
      parts.reduce((a, b) => of.of('add', a, b)),
      result,
      name
    );
  }
}
