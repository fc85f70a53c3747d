import type { Equation, ParameterCount } from '../../trace';
import { requireObject, suggestion } from '../base/check';
import { convention, options as reader } from '../base/options';
import { backwardOf } from '../compiler/backward';
import {
  cellForJax,
  cellForKeras,
  cellForPytorch
} from '../python/cellProgram';
import { checkedStep } from '../recurrence/checkedStep';
import { readEquations } from '../recurrence/equations';
import { tensorsByName } from '../recurrence/byName';
import type { CellRunOptions } from '../run/runCell';
import { runCell } from '../run/runCell';
import type { Run } from '../run/run';
import type { FloatType } from '../tensor/operation';
import { shapeText } from '../tensor/shape';
import type { TensorLike, Tensor } from '../tensor/tensor';
import { requireFinite, requireRangeOfCell } from '../tensor/requireFinite';
import { variable, zeros } from '../tensor/making';
import { noGradient, remembered } from '../tensor/recording';
import { asTensor } from '../tensor/tensor';
import { described } from '../base/described';
import type { Variable } from '../tensor/variable';
import type { CellDefinition, Named } from '../recurrence/definition';
import type {
  CellWeights,
  Convention,
  WeightList,
  WeightSource
} from '../recurrence/weights';

/**
 * A recurrent cell with its weights. Made by `rnn`, `lstm`, `gru` or, from a step function of your
 * own, by `cell`.
 */
export class Cell<C extends string = string> {
  /** Names of the states in the order of the step; the first is the output. */
  readonly stateNames: readonly string[];
  /** The state that the next layer sees: `h`. */
  readonly output: string;
  /** Counts changes of the weights: what was computed before the last one is of the past. */
  revision = 0;
  #known: Anatomy<C> | null = null;

  /** @internal */
  constructor(
    /** The public function that made it, for messages. */
    readonly who: string,
    /** @internal */
    readonly weights: CellWeights,
    /** Of the initial weights; undefined when none was given. */
    readonly seed: number | undefined,
    readonly definition: CellDefinition<C>,
    /** @internal Another of the same kind with weights of its own. */
    readonly anew: (seed: number) => Cell<C>
  ) {
    this.stateNames = Object.keys(definition.state);
    this.output = this.stateNames.includes('h') ? 'h' : this.stateNames[0];
  }

  get kind(): CellDefinition['kind'] {
    return this.definition.kind;
  }

  /** As a reader knows it: `LSTM`. */
  get name(): string {
    return this.definition.name;
  }

  /** I, the number of features of x. */
  get inputSize(): number {
    return this.definition.inputSize;
  }

  /** H. */
  get units(): number {
    return this.definition.units;
  }

  /** How many numbers it learns, with the arithmetic that says so. */
  get count(): ParameterCount {
    return this.definition.count();
  }

  get dtype(): FloatType {
    return this.variables[0]?.tensor.dtype ?? 'f64';
  }

  /** The weights that are trained, as the framework stacks them. */
  get variables(): readonly Variable[] {
    return this.weights.variables;
  }

  /** The parameters of the step: `Wf`, `Uf`, `bf`, …, as constants. */
  get parameters(): Named {
    return noGradient(() => this.weights.parameters());
  }

  /** The step as equations, read off the tape of one step. */
  get equations(): readonly Equation[] {
    return this.#anatomy().equations;
  }

  /**
   * The way back through the step, a line for each derivative: by the channels, the last first; by the
   * input and the states before; by the weights. `later(dL/dc)` is what arrives at c from the loss and
   * from the steps after this one; `⊗` puts a row for each number on its left and a column for each on
   * its right.
   *
   * @throws Error when the step cannot be followed without numbers, in a sentence that says why
   * @example
   * ```ts
   * minGru({ inputSize: 1, units: 2 }).backwardEquations[1]; // 'dL/dn = dL/dh ⊙ z'
   * ```
   */
  get backwardEquations(): readonly string[] {
    const { equations, reason } = backwardOf(this);
    if (!equations) {
      throw new Error(`${this.who}.backwardEquations: ${reason}`);
    }
    return equations;
  }

  /**
   * The cell as Python code for PyTorch, to paste: an `nn.Module` whose `step` is this cell's own, operation
   * by operation, with its weights; `cell`, ready to answer, is called as `nn.GRU` is.
   *
   * @throws Error when the step cannot be followed or has an operation that is not written, in a sentence
   *   that says why; RangeError when a weight is no number
   * @example
   * ```ts
   * minGru({ inputSize: 1, units: 2 }).toPyTorch().includes('h = (1 - z) * h + z * n'); // true
   * ```
   */
  toPyTorch(): string {
    return cellForPytorch(this);
  }

  /**
   * The same for Keras 3, in float32: a cell that `keras.layers.RNN` takes, and `layer`, an `RNN` of it.
   *
   * @throws Error, RangeError as `toPyTorch`
   * @example
   * ```ts
   * minGru({ inputSize: 1, units: 2 }).toKeras().includes('h = (1 - z) * h + z * n'); // true
   * ```
   */
  toKeras(): string {
    return cellForKeras(this);
  }

  /**
   * The same for JAX: the functions `step(parameters, states, x)` and `run(parameters, x)`, a scan over
   * `[batch, time, I]`, with their `parameters`.
   *
   * @throws Error, RangeError as `toPyTorch`
   * @example
   * ```ts
   * minGru({ inputSize: 1, units: 2 }).toJax().includes('jax.lax.scan'); // true
   * ```
   */
  toJax(): string {
    return cellForJax(this);
  }

  /** Each channel with its width, in the order of the step. */
  get channels(): Readonly<Record<C, number>> {
    return this.#anatomy().channels;
  }

  #anatomy(): Anatomy<C> {
    if (this.#known === null) {
      const { state, shared } = this.definition;
      const input: Record<string, Tensor> = {
        x: variable(zeros([1, this.inputSize]))
      };
      for (const name of this.stateNames) {
        input[name] = variable(zeros([1, state[name]]));
      }
      const parameters = this.weights.parameters();
      const outputs = remembered(() => checkedStep<C>(this, input, parameters));
      const names = Object.keys(outputs);
      const stranger = shared?.find(name => !names.includes(name));
      if (stranger !== undefined) {
        throw new RangeError(
          `${this.who}: shared must name channels of the step (${names.join(', ')}), got ${described(stranger)}`
        );
      }
      this.#known = {
        equations: readEquations(input, parameters, outputs),
        channels: Object.fromEntries(
          Object.entries<Tensor>(outputs).map(([name, { shape }]) => [
            name,
            shape[shape.length - 1]
          ])
        ) as Record<C, number>
      };
    }
    return this.#known;
  }

  /**
   * One step, for live data: the state after it goes into the next call.
   *
   * @param input `x` `[I]` or `[B, I]`, and the state before (`h`, and `c` for an LSTM); a state
   *   that is not given is zero. One without a batch gives results without one.
   * @param parameters all parameters by name, as in `cell.parameters`; the cell's own by default
   * @returns everything that the step computes, by name
   * @throws TypeError on a name that is no input; RangeError when a shape does not fit, a number is not
   *   finite, or a weight is missing or unknown
   * @example
   * ```ts
   * const cell = lstm({ inputSize: 1, units: 2, seed: 7 });
   * let state = cell.step({ x: [0.5] });
   * state = cell.step({ x: [-1], h: state.h, c: state.c }); // as the second step of run([0.5, -1])
   * ```
   */
  step(
    input: { x: TensorLike } & Readonly<Record<string, TensorLike | undefined>>,
    parameters?: Readonly<Record<string, TensorLike>>
  ): Named<C> {
    const who = `${this.who}.step`;
    requireObject(who, 'input', input);
    // What a step returned may be handed in whole: its gates are not states and do not matter.
    const known = ['x', ...this.stateNames, ...Object.keys(this.channels)];
    for (const name of Object.keys(input)) {
      if (!known.includes(name)) {
        const wanted = ['x', ...this.stateNames];
        throw new TypeError(
          `${who}: there is no input '${name}'${suggestion(name, wanted)}; a step takes ${wanted.join(', ')}`
        );
      }
    }
    const x = asRow(who, 'x', input.x, this.inputSize);
    requireRangeOfCell(who, 'x', this.dtype, x);
    const single = asTensor(input.x, `${who}: x`).rank < 2;
    const given: Record<string, Tensor> = { x };
    for (const name of this.stateNames) {
      const size = this.definition.state[name];
      const value = input[name];
      given[name] =
        value === undefined
          ? zeros([x.shape[0], size], { dtype: this.dtype })
          : asRow(who, name, value, size);
      if (given[name].shape[0] !== x.shape[0]) {
        throw new RangeError(
          `${who}: ${name} is for a batch of ${given[name].shape[0]}, but x is a batch of ${x.shape[0]}`
        );
      }
    }
    const result = checkedStep<C>(this, given, this.#weights(who, parameters));
    return single
      ? (Object.fromEntries(
          Object.entries<Tensor>(result).map(([name, value]) => [
            name,
            value.at(0)
          ])
        ) as Named<C>)
      : result;
  }

  /** The cell's own parameters, or those that were given. */
  #weights(who: string, given?: Readonly<Record<string, TensorLike>>): Named {
    const own = this.parameters;
    if (given === undefined) {
      return own;
    }
    const names = Object.keys(own);
    const tensors = tensorsByName(
      who,
      given,
      names.map(name => ({ name, tensor: own[name] }))
    );
    return Object.fromEntries(names.map((name, at) => [name, tensors[at]]));
  }

  /**
   * Runs over a whole sequence and keeps everything: each gate and state at each step and, with
   * `gradientsOf`, the total derivatives of a loss by them (back-propagation through time).
   *
   * @param x `[T, I]`, `[B, T, I]` for a batch, or `[T]` when the cell has one input
   * @throws RangeError on a wrong shape, a NaN or an infinity in x, naming step and feature
   * @example
   * ```ts
   * const cell = lstm({ inputSize: 1, units: 4, seed: 7 });
   * const run = cell.run([0, 1, 0], { gradientsOf: ({ h }) => h.at(-1).sum() });
   * run.gradients.c.shape; // [3, 4]: dL/dc_t
   * ```
   */
  run(x: TensorLike, options: CellRunOptions<C> = {}): Run<C> {
    return runCell(this, x, options);
  }

  /**
   * Copies of the weights by a framework's names; by default those of the present layout.
   *
   * @throws TypeError on a wrong convention
   * @example
   * ```ts
   * const { kernel } = gru({ inputSize: 2, units: 3 }).getWeights();
   * kernel.shape; // [2, 9]
   * ```
   */
  getWeights(options: { convention?: Convention } = {}): WeightList {
    const layout = readLayout(`${this.who}.getWeights`)(options);
    return this.weights.get(layout.convention ?? this.weights.convention);
  }

  /**
   * Takes weights: a list in the framework's order (Keras's `get_weights()`) or an object by its
   * names (`weight_ih_l0`, … of PyTorch). PyTorch's two biases stay two.
   *
   * @throws RangeError on a missing, unknown, wrongly shaped or non-finite weight
   * @example
   * ```ts
   * const a = gru({ inputSize: 2, units: 3, seed: 1 });
   * const b = gru({ inputSize: 2, units: 3, seed: 2 });
   * b.setWeights(a.getWeights());
   * b.run([[1, 2]]).h.sub(a.run([[1, 2]]).h).abs().max().item(); // 0
   * ```
   */
  setWeights(
    weights: WeightSource,
    options: { convention?: Convention } = {}
  ): void {
    const layout = readLayout(`${this.who}.setWeights`)(options);
    this.weights.set(weights, layout.convention ?? conventionOf(weights));
    this.revision++;
    this.#known = null;
  }

  toString(): string {
    const { count, formula, arithmetic } = this.count;
    return `${this.name}: ${this.inputSize} inputs, ${this.units} units, ${count.toLocaleString('en')} parameters = ${formula} = ${arithmetic}`;
  }
}

const readLayout = (who: string) =>
  reader(who, { convention: convention.optional() });

/** What one step on zeros shows of a cell. */
interface Anatomy<C extends string> {
  readonly equations: readonly Equation[];
  readonly channels: Readonly<Record<C, number>>;
}

function conventionOf(weights: WeightSource): Convention {
  return typeof weights === 'object' &&
    weights !== null &&
    !Array.isArray(weights) &&
    Object.keys(weights).some(name => name.startsWith('weight_'))
    ? 'pytorch'
    : 'keras';
}

/** `[size]` → `[1, size]`; `[B, size]` stays; a number is a row of one. */
function asRow(
  who: string,
  name: string,
  value: TensorLike,
  size: number
): Tensor {
  if (value === undefined || value === null) {
    throw new TypeError(`${who}: ${name} is missing, got ${described(value)}`);
  }
  const given = asTensor(value, `${who}: ${name}`);
  const row =
    given.rank === 0
      ? given.reshape([1, 1])
      : given.rank === 1
        ? given.reshape([1, given.size])
        : given;
  if (row.rank !== 2 || row.shape[1] !== size) {
    throw new RangeError(
      `${who}: ${name} must have shape [${size}] or [B, ${size}], got ${shapeText(given.shape)}`
    );
  }
  requireFinite(who, name, given);
  return row;
}
