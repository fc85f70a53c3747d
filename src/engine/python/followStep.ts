import { Refusal } from '../compiler/refusal';
import { batchesUnlike } from '../compiler/traceStep';
import { withoutNumbers } from '../compiler/withoutNumbers';
import { checkedStep } from '../recurrence/checkedStep';
import type { RecurrentCell } from '../recurrence/recurrentCell';
import type { Dense, Operation } from '../tensor/operation';
import { allocate } from '../tensor/operation';
import { isRecording, remembered } from '../tensor/recording';
import { sameShape, sizeOf } from '../tensor/shape';
import type { Tensor, Tracer } from '../tensor/tensor';

/** An operation, done with values before it; `stop` is a value through which no gradient passes. */
export interface Computed {
  readonly kind: 'computed';
  readonly operation: string;
  readonly inputs: readonly Node[];
  readonly attributes: unknown;
}

/** A number or a table of numbers that stands in the step. */
export interface Constant {
  readonly kind: 'constant';
  readonly value: Dense;
}

/** What a step reads or computes. */
export type Node =
  /** The input `x` or a state before the step. */
  | { readonly kind: 'given'; readonly name: string }
  | { readonly kind: 'parameter'; readonly name: string }
  | Constant
  | Computed;

/** A step as the operations that it does, weights and all. */
export interface FollowedStep {
  /** In the order in which they were computed. */
  readonly computed: readonly Computed[];
  /** The input and the states before, by name. */
  readonly given: Readonly<Record<string, Node>>;
  readonly channels: Readonly<Record<string, Node>>;
  /** How many sequences it was followed with: an extent that stands for any number of them. */
  readonly batch: number;
}

/**
 * Follows one step of a cell without computing it. Unlike the compiler's graph, in which a value is a row
 * of numbers, this keeps each operation as it was written, those on the weights too: it is read by people.
 *
 * @returns it with batches of two sizes, so that whoever writes it sees what hangs on the batch or on chance
 * @throws Refusal where the step reads numbers, in a sentence
 */
export function followStep(
  cell: RecurrentCell
): readonly [FollowedStep, FollowedStep] {
  const [batch, other] = batchesUnlike(cell, cell.weights.parameters());
  return [followed(cell, batch), followed(cell, other)];
}

function followed(cell: RecurrentCell, batch: number): FollowedStep {
  const recorder = new StepRecorder(cell.name);
  const { state } = cell.definition;
  const row = (name: string, width: number) =>
    recorder.leaf({ kind: 'given', name }, [batch, width]);
  const input: Record<string, Tensor> = { x: row('x', cell.inputSize) };
  for (const name of cell.stateNames) {
    input[name] = row(name, state[name]);
  }
  const parameters = Object.fromEntries(
    Object.entries(cell.weights.parameters()).map(([name, { shape }]) => [
      name,
      recorder.leaf({ kind: 'parameter', name }, shape)
    ])
  );
  const outputs = remembered(() => checkedStep(cell, input, parameters));
  return {
    computed: recorder.computed,
    given: Object.fromEntries(
      Object.entries(input).map(([name, tensor]) => [
        name,
        recorder.nodeOf(tensor)
      ])
    ),
    channels: Object.fromEntries(
      Object.entries(outputs).map(([name, tensor]) => [
        name,
        recorder.readNode(tensor)
      ])
    ),
    batch
  };
}

/** Takes down what is done with tensors that have a shape and no numbers. */
class StepRecorder implements Tracer {
  readonly computed: Computed[] = [];
  readonly #nodes = new Map<Tensor, Node>();
  /** Zeros in each shape: operations say the shapes of their results by doing them. */
  readonly #zeros = new Map<Tensor, Dense>();
  /** What was computed without a gradient, as it is read where there is one. */
  readonly #stopped = new Map<Tensor, Computed | null>();

  constructor(readonly cell: string) {}

  leaf(node: Node, shape: readonly number[]): Tensor {
    const zeros = { values: allocate('f64', sizeOf(shape)), shape };
    return this.#symbol(node, zeros);
  }

  nodeOf(tensor: Tensor): Node {
    return (
      this.#nodes.get(tensor) ?? {
        kind: 'constant',
        value: { values: tensor.values, shape: tensor.shape }
      }
    );
  }

  /** A value as it is read here and now: under `noGradient` as it is, elsewhere stopped where it was. */
  readNode(tensor: Tensor): Node {
    const node = this.nodeOf(tensor);
    if (!isRecording() || !this.#stopped.has(tensor)) {
      return node;
    }
    let stop = this.#stopped.get(tensor)!;
    if (stop === null) {
      stop = {
        kind: 'computed',
        operation: 'stop',
        inputs: [node],
        attributes: undefined
      };
      this.computed.push(stop);
      this.#stopped.set(tensor, stop);
    }
    return stop;
  }

  apply(
    operation: Operation,
    inputs: readonly Tensor[],
    attributes: unknown
  ): Tensor {
    const result = operation.forward(
      inputs.map(input => this.#zeros.get(input) ?? input),
      attributes
    );
    const made = this.#made(operation, inputs, attributes, result);
    const symbol = this.#symbol(made, result);
    if (!isRecording()) {
      this.#stopped.set(symbol, null);
    }
    return symbol;
  }

  #made(
    { name }: Operation,
    inputs: readonly Tensor[],
    attributes: unknown,
    result: Dense
  ): Node {
    if (name === 'reshape' && sameShape(inputs[0].shape, result.shape)) {
      return this.readNode(inputs[0]);
    }
    const node: Computed = {
      kind: 'computed',
      operation: name,
      inputs: inputs.map(input => this.readNode(input)),
      attributes
    };
    this.computed.push(node);
    return node;
  }

  #symbol(node: Node, zeros: Dense): Tensor {
    const symbol = withoutNumbers(this, 'f64', zeros.shape, () => {
      throw new Refusal(
        `the step of ${this.cell} reads numbers while it is followed, so what it does may depend on them`
      );
    });
    this.#nodes.set(symbol, node);
    this.#zeros.set(symbol, zeros);
    return symbol;
  }
}
