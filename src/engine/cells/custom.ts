import type { ParameterCount } from '../../trace';
import { requireInteger, requireOneOf } from '../base/check';
import { host } from '../base/host';
import type { Initializer } from '../tensor/initializers';
import { initializers } from '../tensor/initializers';
import { freshSeed } from '../base/random';
import type { FloatType } from '../tensor/operation';
import { Tensor } from '../tensor/tensor';
import { described } from '../base/described';
import {
  anything,
  integer,
  list,
  object,
  options as reader,
  seed as seedOption,
  text
} from '../base/options';
import { dtype } from '../spec/fields';
import { makeVariable } from '../tensor/variable';
import { Cell } from './cell';
import type { Step } from '../recurrence/definition';
import type { CellWeights } from '../recurrence/weights';
import { tensorsByName } from '../recurrence/byName';

/** An extent in numbers or by name. */
export type Extent = number | 'inputSize' | 'units';

/** A parameter of a cell of your own: its shape, its start values, or both ways of saying so. */
export type ParameterSpec =
  | readonly Extent[]
  | Tensor
  | { readonly shape: readonly Extent[]; readonly initializer?: Initializer };

export interface CellOptions<
  S extends string,
  P extends string,
  C extends string
> {
  /** As the views print it. */
  name: string;
  /** I, the number of features of x. */
  inputSize: number;
  /** H. */
  units: number;
  /** Names of what is carried to the next step, or each with its extent. The output is `h`, else the first. */
  state: readonly S[] | Readonly<Record<S, Extent>>;
  /**
   * Either names by the textbook's letters (W… is `[I, H]`, U… is `[H, H]`, b… is `[H]`), or each
   * name with its shape or start values.
   */
  parameters: readonly P[] | Readonly<Record<P, ParameterSpec>>;
  /** From input and state before `[B, …]` to all channels, by name; the states must be among them. */
  step: Step<NoInfer<S>, NoInfer<P>, C>;
  seed?: number;
  dtype?: FloatType;
  /** Words beside the letters: `{ f: 'forget' }`. */
  labels?: Readonly<Partial<Record<string, string>>>;
  /**
   * Channels whose numbers are no unit's own: every unit reads all of them. Of the others each unit has
   * one number, or several of its own.
   */
  shared?: readonly NoInfer<C>[];
  /** The text of the step, when the function's own text is not what was written. */
  source?: string;
}

const read = reader('cell', {
  name: text,
  inputSize: integer(),
  units: integer(),
  state: anything<CellOptions<string, string, string>['state']>(),
  parameters: anything<CellOptions<string, string, string>['parameters']>(),
  step: anything<unknown>(),
  seed: seedOption,
  dtype: dtype.or('f64'),
  labels: object<Readonly<Partial<Record<string, string>>>>().or({}),
  shared: list<string>().or([]),
  source: text.optional()
});

/**
 * A recurrent cell of your own from one step function. It gets gradients, traces, equations and
 * views like the built-in ones: each name that the step returns becomes a channel.
 *
 * @throws TypeError on a wrong option or parameter
 * @example
 * ```ts
 * const leaky = cell({
 *   name: 'leaky',
 *   inputSize: 1,
 *   units: 3,
 *   state: ['h'],
 *   parameters: ['W', 'U', 'b'],
 *   step({ x, h }, { W, U, b }) {
 *     const n = tanh(add(matmul(x, W), matmul(h, U), b));
 *     return { n, h: add(mul(0.9, h), mul(0.1, n)) };
 *   }
 * });
 * leaky.run([1, 0, 0]).n.shape; // [3, 3]
 * ```
 */
export function cell<
  const S extends string,
  const P extends string,
  C extends string
>(options: CellOptions<S, P, C>): Cell<C> {
  return cellDrawnAs(options);
}

/**
 * A cell of the library.
 *
 * @param drawnAs names under which weights are drawn from the seed, where they are not their own
 */
export function cellDrawnAs<
  const S extends string,
  const P extends string,
  C extends string
>(
  options: CellOptions<S, P, C>,
  drawnAs: Readonly<Record<string, string>> = {}
): Cell<C> {
  const { name, inputSize, units, seed, ...settled } = read(options);
  const { step } = options;
  if (name === '') {
    throw new TypeError(`cell: name must be a word, got ${described(name)}`);
  }
  if (typeof step !== 'function') {
    throw new TypeError(
      `cell: step must be a function ({ x, h, … }, parameters) => { …, h }, got ${described(step)}`
    );
  }
  const sizes = { inputSize, units };
  const parameters = specifications(options.parameters, sizes);
  let { source } = settled;
  return new Cell<C>(
    name,
    freeWeights(name, parameters, { seed, dtype: settled.dtype, drawnAs }),
    seed,
    {
      kind: 'custom',
      name,
      ...sizes,
      state: states(options.state, sizes),
      step: step as Step<string, string, C>,
      // A page reads a step's text with the compiler, which then has to be loaded: only who asks for it waits.
      get source() {
        return (source ??=
          host().sourceOf?.(step) ?? Function.prototype.toString.call(step));
      },
      count: () => countOf(parameters, sizes),
      labels: settled.labels as Readonly<Record<string, string>>,
      shared: settled.shared
    },
    seed => cellDrawnAs({ ...options, seed }, drawnAs)
  );
}

interface Sizes {
  readonly inputSize: number;
  readonly units: number;
}

interface Specification {
  readonly name: string;
  readonly shape: readonly number[];
  readonly start: Initializer;
}

function states(
  given: readonly string[] | Readonly<Record<string, Extent>>,
  sizes: Sizes
): Record<string, number> {
  const entries: (readonly [string, Extent])[] = Array.isArray(given)
    ? given.map(name => [name, 'units'] as const)
    : Object.entries((given ?? {}) as Readonly<Record<string, Extent>>);
  if (
    entries.length === 0 ||
    entries.some(([name]) => typeof name !== 'string' || name === 'x')
  ) {
    throw new TypeError(
      "cell: state must name what is carried to the next step, such as ['h'] (x is the input)"
    );
  }
  return Object.fromEntries(
    entries.map(([name, extent]) => [
      name,
      resolved(`state ${name}`, extent, sizes)
    ])
  );
}

function specifications(
  given: readonly string[] | Readonly<Record<string, ParameterSpec>>,
  sizes: Sizes
): Specification[] {
  if (typeof given !== 'object' || given === null) {
    throw new TypeError(
      `cell: parameters must be names (['W', 'U', 'b']) or an object of shapes, got ${described(given)}`
    );
  }
  return Array.isArray(given)
    ? given.map((name: string) => specification(name, shapeByName(name), sizes))
    : Object.entries(given as Readonly<Record<string, ParameterSpec>>).map(
        ([name, spec]) => specification(name, spec, sizes)
      );
}

function shapeByName(name: string): readonly Extent[] {
  const shapes: Readonly<Record<string, readonly Extent[]>> = {
    W: ['inputSize', 'units'],
    U: ['units', 'units'],
    b: ['units']
  };
  const shape = typeof name === 'string' ? shapes[name[0]] : undefined;
  if (!shape) {
    throw new TypeError(
      `cell: the shape of parameter ${described(name)} does not follow from its letter (W…, U… or b…); ` +
        'give parameters as an object of shapes'
    );
  }
  return shape;
}

function specification(
  name: string,
  spec: ParameterSpec,
  sizes: Sizes
): Specification {
  if (spec instanceof Tensor) {
    return {
      name,
      shape: spec.shape,
      start: () => Float64Array.from(spec.values)
    };
  }
  const isShape = Array.isArray(spec);
  if (!isShape && !(typeof spec === 'object' && spec && 'shape' in spec)) {
    throw new TypeError(
      `cell: parameters.${name} must be a shape, a tensor or { shape, initializer }, got ${described(spec)}`
    );
  }
  const long = (isShape ? { shape: spec } : spec) as {
    shape: readonly Extent[];
    initializer?: Initializer;
  };
  const shape = long.shape.map(extent =>
    resolved(`parameters.${name}`, extent, sizes)
  );
  return { name, shape, start: long.initializer ?? defaultStart(name, shape) };
}

/** As Keras: vectors 0, recurrent matrices orthogonal, other matrices Glorot. */
function defaultStart(name: string, shape: readonly number[]): Initializer {
  if (shape.length < 2) {
    return initializers.zeros();
  }
  return name.startsWith('U')
    ? initializers.orthogonal()
    : initializers.glorotUniform();
}

function resolved(what: string, extent: Extent, sizes: Sizes): number {
  return typeof extent === 'string'
    ? sizes[requireOneOf('cell', what, extent, ['inputSize', 'units'])]
    : requireInteger('cell', what, extent);
}

function freeWeights(
  who: string,
  parameters: readonly Specification[],
  {
    seed = freshSeed(),
    dtype,
    drawnAs
  }: {
    seed?: number;
    dtype: FloatType;
    drawnAs: Readonly<Record<string, string>>;
  }
): CellWeights {
  const variables = parameters.map(({ name, shape, start }) =>
    makeVariable(name, shape, start, {
      seed,
      dtype,
      drawnAs: drawnAs[name]
    })
  );
  return {
    convention: 'keras',
    biases: 0,
    variables,
    parameters: from =>
      from ??
      Object.fromEntries(variables.map(({ name, tensor }) => [name, tensor])),
    get: () =>
      Object.fromEntries(
        variables.map(({ name, tensor }) => [
          name,
          new Tensor(tensor.values.slice(), tensor.shape)
        ])
      ),
    set(weights) {
      const next = tensorsByName(`${who}.setWeights`, weights, variables);
      variables.forEach(({ tensor }, at) => tensor.values.set(next[at].values));
    }
  };
}

/** `4·n·m + 4·m·m + 4·m`: equal shapes are counted together. */
function countOf(
  parameters: readonly Specification[],
  sizes: Sizes
): ParameterCount {
  const groups = new Map<string, { times: number; shape: readonly number[] }>();
  for (const { name, shape } of parameters) {
    const letters = shape
      .map((extent, axis) => letter(name, axis, extent, sizes))
      .join('·');
    const group = groups.get(letters) ?? { times: 0, shape };
    groups.set(letters, { ...group, times: group.times + 1 });
  }
  const write = (text: (letters: string, shape: readonly number[]) => string) =>
    [...groups]
      .map(([letters, { times, shape }]) =>
        [times > 1 ? `${times}` : '', text(letters, shape)]
          .filter(part => part !== '')
          .join('·')
      )
      .join(' + ') || '0';
  return {
    count: parameters.reduce(
      (total, { shape }) => total + shape.reduce((a, b) => a * b, 1),
      0
    ),
    formula: write(letters => letters || '1'),
    arithmetic: write((_, shape) => shape.join('·') || '1')
  };
}

function letter(
  name: string,
  axis: number,
  extent: number,
  { inputSize, units }: Sizes
): string {
  if (
    extent === inputSize &&
    (extent !== units || (axis === 0 && name[0] === 'W'))
  ) {
    return 'n';
  }
  return extent === units ? 'm' : String(extent);
}
