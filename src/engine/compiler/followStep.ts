import { checkedStep } from '../recurrence/checkedStep';
import type { Named } from '../recurrence/definition';
import type { RecurrentCell } from '../recurrence/recurrentCell';
import type {
  FloatType,
  Operation,
  Floats,
  TapeNode
} from '../tensor/operation';
import { allocate } from '../tensor/operation';
import { isRecording, remembered } from '../tensor/recording';
import { broadcastShape, sameShape } from '../tensor/shape';
import type { Tracer } from '../tensor/tensor';
import { Tensor } from '../tensor/tensor';
import { numbersOf } from './functions';
import { numberKey } from './graph';
import { StepRefusal } from './refusal';

/**
 * A step as the operations that it does, each as it was written. Whatever depends on what it is given is a
 * tensor without numbers, whose `node` says of what it is computed, as on the tape. Where something with a
 * gradient reads something without one, the operation `stop` stands between the two.
 */
export interface FollowedStep {
  /** What is given at each step, by name: `x`, the states before, `dropped`. */
  readonly given: Named;
  readonly parameters: Named;
  /** In the order in which they were computed. */
  readonly computed: readonly Tensor[];
  readonly channels: Named;
  /** How many sequences it was followed with: an extent that stands for any number of them. */
  readonly batch: number;
}

/** What a step is followed with beside its cell. */
export interface FollowRequest {
  /** With their numbers, which the step may read; as symbols without them where they are left out. */
  readonly parameters?: Named;
  readonly dtype: FloatType;
  /** Whether the recurrent matrices read h under a mask: the value `dropped`. */
  readonly drops?: boolean;
  /** How often it is called: twice, or as often as the tape would call it. */
  readonly calls?: number;
}

/** What is refused since it is another step from call to call. */
export class ChangingStep extends StepRefusal {}

/**
 * Follows one step of a cell without computing it. It is called at least twice, for batches of two sizes:
 * what then differs depends on the batch, on chance or on something that changes, and can be told of no step.
 *
 * What depends on weights alone that have numbers (exp A, a matrix turned) is computed at once, on the tape.
 *
 * @param read makes something of the step, or refuses it, before it is called again
 * @throws StepRefusal in a sentence; whatever the step throws
 */
export function followStep<T>(
  cell: RecurrentCell,
  request: FollowRequest,
  read: (step: FollowedStep) => T
): T {
  return remembered(() => {
    const weights = request.parameters ?? cell.weights.parameters();
    const [batch, other] = batchesUnlike(cell, weights);
    const step = followed(cell, request, weights, batch);
    const made = read(step);
    for (let call = 1; call < (request.calls ?? 2); call++) {
      if (!isSame(step, followed(cell, request, weights, other))) {
        throw new ChangingStep(
          `the step of ${cell.name} computes something else each time it is called, or by the size of the batch`
        );
      }
    }
    return made;
  });
}

function followed(
  cell: RecurrentCell,
  request: FollowRequest,
  weights: Named,
  batch: number
): FollowedStep {
  const recorder = new StepRecorder(cell.name, request.dtype);
  const { state } = cell.definition;
  const input: Record<string, Tensor> = {
    x: recorder.leaf('x', [batch, cell.inputSize])
  };
  for (const name of cell.stateNames) {
    input[name] = recorder.leaf(name, [batch, state[name]]);
  }
  const parameters =
    request.parameters ??
    mapped(weights, ({ shape }, name) => recorder.leaf(name, shape));
  const given = request.drops
    ? {
        ...input,
        dropped: recorder.leaf('dropped', [batch, state[cell.output]])
      }
    : input;
  const outputs = checkedStep(cell, input, underMask(parameters, given));
  const channels = mapped(outputs, channel => recorder.read(channel));
  return { given, parameters, computed: recorder.computed, channels, batch };
}

const mapped = (
  named: Named,
  change: (tensor: Tensor, name: string) => Tensor
): Named =>
  Object.fromEntries(
    Object.entries(named).map(([name, tensor]) => [name, change(tensor, name)])
  );

/** The recurrent matrices under a mask of what they are multiplied with, where there is one. */
const underMask = (parameters: Named, { dropped }: Named): Named =>
  dropped === undefined
    ? parameters
    : mapped(parameters, (tensor, name) => {
        if (!name.startsWith('U')) {
          return tensor;
        }
        const masked = tensor.reshape(tensor.shape);
        masked.inputMask = dropped;
        return masked;
      });

/** Two sizes that are no extent of anything else, so that they are known again in a shape. */
function batchesUnlike(
  cell: RecurrentCell,
  weights: Named
): readonly [number, number] {
  const taken = new Set([
    cell.inputSize,
    cell.units,
    ...Object.values(cell.definition.state),
    ...Object.values(weights).flatMap(({ shape }) => shape)
  ]);
  const [one, other] = PRIMES.filter(prime => !taken.has(prime));
  return [one, other];
}

// prettier-ignore
const PRIMES = [
  3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107
];

/** Where what has a gradient reads what has none. */
const stop: Operation = {
  name: 'stop',
  forward: ([input]) => input,
  backward: () => undefined
};

/** Takes down what is done with tensors that have a shape and no numbers. */
class StepRecorder implements Tracer {
  readonly computed: Tensor[] = [];
  readonly #stopped = new Map<Tensor, Tensor>();

  constructor(
    readonly cell: string,
    readonly dtype: FloatType
  ) {}

  leaf(name: string, shape: readonly number[]): Tensor {
    return this.#symbol(name, shape, null, true);
  }

  /** A value as it is read here and now. */
  read(tensor: Tensor): Tensor {
    if (tensor.tracer !== null && tensor.tracer !== this) {
      throw new StepRefusal(
        `the step of ${this.cell} reads what another step has computed`
      );
    }
    if (tensor.tracer === null || tensor.tracked || !isRecording()) {
      return tensor;
    }
    let stopped = this.#stopped.get(tensor);
    if (stopped === undefined) {
      stopped = this.#computed(stop, [tensor], undefined, true);
      this.#stopped.set(tensor, stopped);
    }
    return stopped;
  }

  apply(
    operation: Operation,
    inputs: readonly Tensor[],
    attributes: unknown
  ): Tensor {
    const read = inputs.map(input => this.read(input));
    if (
      operation.name === 'reshape' &&
      sameShape(read[0].shape, attributes as readonly number[])
    ) {
      // Without a gradient it is `detach`.
      return isRecording() ||
        !read[0].tracked ||
        read[0].node?.operation === stop
        ? read[0]
        : this.#computed(stop, read, undefined, true);
    }
    return this.#computed(operation, read, attributes, isRecording());
  }

  #computed(
    operation: Operation,
    inputs: readonly Tensor[],
    attributes: unknown,
    tracked: boolean
  ): Tensor {
    const shapes = inputs.map(input => input.shape);
    const { name } = operation;
    const shape =
      operation.shape?.(shapes, attributes) ?? broadcastShape(name, shapes);
    const node = { operation, inputs, attributes };
    const made = this.#symbol(name, shape, node, tracked);
    this.computed.push(made);
    return made;
  }

  #symbol(
    what: string,
    shape: readonly number[],
    node: Tensor['node'],
    tracked: boolean
  ): Tensor {
    const outline = { dtype: this.dtype, shape, node, tracked };
    return withoutNumbers(this, outline, () => {
      throw new StepRefusal(
        `the step of ${this.cell} reads the numbers of '${what}' while it is followed, so what it does may depend on them`
      );
    });
  }
}

/** Whether two calls did the same, with as many sequences as they had. */
function isSame(a: FollowedStep, b: FollowedStep): boolean {
  const twins = new Map<Tensor, Tensor>();
  const same = (left: Tensor, right: Tensor): boolean =>
    left.tracer === null && right.tracer === null
      ? sameNumbers(left, right)
      : twins.get(left) === right;
  const named = (left: Named, right: Named, each: typeof same): boolean =>
    Object.keys(left).join() === Object.keys(right).join() &&
    Object.entries(left).every(([name, tensor]) => each(tensor, right[name]));
  const pair = (left: Tensor, right: Tensor) =>
    twins.set(left, right) === twins;
  return (
    named(a.given, b.given, pair) &&
    named(a.parameters, b.parameters, pair) &&
    a.computed.length === b.computed.length &&
    a.computed.every((left, at) => {
      const right = b.computed[at];
      pair(left, right);
      return (
        toldOf(left, a.batch) === toldOf(right, b.batch) &&
        left.node!.inputs.length === right.node!.inputs.length &&
        left.node!.inputs.every((input, which) =>
          same(input, right.node!.inputs[which])
        )
      );
    }) &&
    named(a.channels, b.channels, same)
  );
}

const sameNumbers = (left: Tensor, right: Tensor): boolean =>
  sameShape(left.shape, right.shape) &&
  (left.values === right.values ||
    left.values.every((value, at) => Object.is(value, right.values[at])));

/** An operation and what it is told, whatever the number of sequences. */
function toldOf({ node, tracked }: Tensor, batch: number): string {
  const { name } = node!.operation;
  const numbers = numbersOf(node!.attributes);
  const any =
    name === 'reshape'
      ? numbers.map(extent => (extent === batch ? -1 : extent))
      : numbers;
  return `${name} ${tracked} ${any.map(numberKey).join()}`;
}

/** What is known of a tensor but its numbers. */
interface Outline {
  readonly dtype: FloatType;
  readonly shape: readonly number[];
  readonly node: TapeNode<Tensor> | null;
  readonly tracked: boolean;
}

/**
 * A tensor that has a shape and no numbers: what is done with it goes to a tracer.
 *
 * @param refuse throws; called by whatever reads its numbers
 */
function withoutNumbers(
  tracer: Tracer,
  { dtype, shape, node, tracked }: Outline,
  refuse: () => never
): Tensor {
  const numbers = new Proxy(allocate(dtype, 0), {
    get: refuse,
    has: refuse,
    ownKeys: refuse
  }) as Floats;
  const symbol = new Tensor(numbers, shape, node, tracked);
  symbol.tracer = tracer;
  return symbol;
}
