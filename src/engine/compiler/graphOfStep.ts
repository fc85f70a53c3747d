import type { RecurrentCell } from '../recurrence/recurrentCell';
import type { FloatType, Operation } from '../tensor/operation';
import type { AxisAttributes } from '../tensor/operations/reduce';
import { aroundAxis, broadcastIndex, shapeText, sizeOf } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import type { FollowedStep } from './followStep';
import type { AppliedFunction } from './functions';
import { computed, keyOfFunction } from './functions';
import type { Graph } from './graph';
import { Builder, isLeaf } from './graph';
import { movedPlaces } from './movedPlaces';
import { StepRefusal } from './refusal';
import type { TracedStep } from './tracedStep';

/**
 * Lowers a step to the compiler's graph, a value of which is one row of a tensor `[batch, …]`.
 *
 * @throws StepRefusal on what the kernels do not compute, in a sentence
 */
export function graphOfStep(
  cell: RecurrentCell,
  step: FollowedStep,
  dtype: FloatType
): TracedStep {
  return new Lowering(cell, step, dtype).traced();
}

class Lowering {
  readonly #builder = new Builder();
  readonly #ids = new Map<Tensor, number>();
  readonly #matrices: Tensor[] = [];
  readonly #vectors: Tensor[] = [];
  /** Of turned vectors, so that one that is met twice is one. */
  readonly #known = new Map<Tensor, number>();
  readonly #functions = new Map<string, AppliedFunction>();

  constructor(
    readonly cell: RecurrentCell,
    readonly step: FollowedStep,
    readonly dtype: FloatType
  ) {}

  traced(): TracedStep {
    const { given, computed, channels: outputs } = this.step;
    for (const [name, tensor] of Object.entries(given)) {
      this.#keep(tensor, this.#builder.given(name, tensor.shape[1]), name);
    }
    for (const tensor of computed) {
      const { name } = tensor.node!.operation;
      this.#keep(tensor, this.#lowered(tensor), name);
    }
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
      followed: this.step,
      idOf: tensor =>
        this.#ids.get(tensor) ??
        this.#builder.values.findIndex(
          ({ op, weight }) =>
            op === 'vector' && this.#vectors[weight!] === tensor
        )
    };
  }

  #keep(tensor: Tensor, id: number, what: string): void {
    if (sizeOf(tensor.shape) === 0) {
      throw this.#refusal(
        what,
        'it gives a tensor without numbers, which the kernels do not compute'
      );
    }
    // Under `noGradient`: what is computed there is a constant to every reader.
    this.#ids.set(tensor, tensor.tracked ? id : this.#builder.of('stop', id));
  }

  #lowered(tensor: Tensor): number {
    const { operation, inputs, attributes } = tensor.node!;
    const { name } = operation;
    switch (name) {
      case 'stop':
        return this.#builder.of('stop', this.#id(inputs[0]));
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
    const made =
      operation.shape === undefined ? this.#elementwise(tensor) : null;
    if (made === null) {
      throw this.#refusal(name, 'the kernels have no such operation');
    }
    const applied = { operation, attributes, arity: inputs.length };
    this.#functions.set(keyOfFunction(applied), applied);
    return made;
  }

  /** Of a sum products first: they are then added where they are computed. */
  #sorted(ids: readonly number[], name: string): readonly number[] {
    const { values } = this.#builder;
    const isProduct = (id: number) => values[id].op === 'product';
    return name === 'add'
      ? [...ids.filter(isProduct), ...ids.filter(id => !isProduct(id))]
      : ids;
  }

  #refusal(name: string, why: string): StepRefusal {
    const lines = this.cell.definition.source.split('\n');
    const spoken = name.replace(/^(negate|subtract|multiply|divide)$/, word =>
      word.slice(0, 3)
    );
    const at = lines.filter(line => new RegExp(`\\b${spoken}\\(`).test(line));
    return new StepRefusal(
      `the step of ${this.cell.name} has '${name}'${
        at.length === 1 ? ` in the line "${at[0].trim()}"` : ''
      }: ${why}`
    );
  }

  /** The value of a tensor without numbers. */
  #id(tensor: Tensor): number {
    return this.#ids.get(tensor)!;
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
    throw new StepRefusal(
      `the step of ${this.cell.name} returns ${what} that reads neither its input nor a state`
    );
  }

  /** The first axis of the result is the batch, which nothing may leave. */
  #elementwise({ node, shape }: Tensor): number | null {
    const { operation, inputs, attributes } = node!;
    const { name } = operation;
    for (const input of inputs) {
      if (this.#ids.has(input) && input.rank !== shape.length) {
        throw this.#refusal(
          name,
          `shapes ${shapeText(input.shape)} and ${shapeText(shape)} mix the sequences of a batch`
        );
      }
    }
    const ids = inputs.map(input => this.#spread(input, shape));
    return computed(this.#builder, name, this.#sorted(ids, name), attributes);
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

  /** One number: one of the code, or a weight that is one number, or what depends on such a weight. */
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
      throw new StepRefusal(
        `the step of ${this.cell.name} reads numbers of ${input.dtype} beside its own of ${this.dtype}`
      );
    }
  }

  #product(left: Tensor, right: Tensor): number {
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
    this.#requireType(right);
    let at = this.#known.get(right);
    const columns = right.rank === 1 ? 1 : right.shape[1];
    if (at === undefined) {
      const matrix = right.rank === 1 ? right.reshape([right.size, 1]) : right;
      at = this.#matrices.push(matrix) - 1;
      this.#known.set(right, at);
    }
    return this.#builder.product(this.#id(left), at, columns);
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
    { axis }: AxisAttributes
  ): number {
    const { table, width, extent } = this.#groups(name, input, axis);
    const of = this.#builder;
    const id = this.#id(input);
    const sum = of.move('scatter', [id], table, width);
    return name === 'mean' ? of.of('divide', sum, of.number(extent)) : sum;
  }

  #softmax(name: string, input: Tensor, axis: number): number {
    const { table, width } = this.#groups(name, input, axis);
    const of = this.#builder;
    const id = this.#id(input);
    const wide = table.length;
    const spread = (one: number) =>
      width === 1 ? one : of.move('gather', [one], table, wide);
    // Taken off so that nothing overflows; the result does not depend on it.
    const top = spread(of.move('largest', [id], table, width));
    const less = of.of('subtract', id, top);
    const e = of.of('exp', less);
    const total = of.move('scatter', [e], table, width);
    return name === 'softmax'
      ? of.of('divide', e, spread(total))
      : of.of('subtract', less, spread(of.of('log', total)));
  }

  /** Numbers moved as they are: where to is found by moving their places. */
  #moved(
    operation: Operation,
    inputs: readonly Tensor[],
    attributes: unknown
  ): number {
    const { name } = operation;
    if (inputs.some(input => !this.#ids.has(input))) {
      throw this.#refusal(name, 'it joins what is computed with a constant');
    }
    const moved = movedPlaces(
      operation,
      inputs.map(({ shape }) => [1, ...shape.slice(1)]),
      attributes,
      this.step.batch
    );
    if (moved === null) {
      throw this.#refusal(name, 'it mixes the sequences of a batch');
    }
    const { values, starts, all } = moved;
    const of = this.#builder;
    if (inputs.length === 1) {
      const id = this.#id(inputs[0]);
      const table = [...values];
      const { width } = of.values[id];
      return table.length === width && table.every((from, at) => from === at)
        ? id
        : of.move('gather', [id], table, table.length);
    }
    const target = new Array<number>(all);
    values.forEach((from, to) => (target[from] = to));
    const parts = inputs.map((input, at) => {
      const id = this.#id(input);
      const { width } = of.values[id];
      const table = target.slice(starts[at], starts[at] + width);
      return of.move('scatter', [id], table, values.length);
    });
    return parts.reduce((a, b) => of.of('add', a, b));
  }
}
