import type { Initializer } from '../tensor/initializers';
import { initializers } from '../tensor/initializers';
import { freshSeed, random } from '../base/random';
import type { FloatType } from '../tensor/operation';
import { precisionOfCell, requireWeight } from '../tensor/requireFinite';
import { requireExtents, sizeOf } from '../tensor/shape';
import { concat } from '../tensor/joining';
import { zeros } from '../tensor/making';
import { Tensor } from '../tensor/tensor';
import type { Variable } from '../tensor/variable';
import { requireStart, variableOf } from '../tensor/variable';
import type { CellSpec } from '../spec/cells';
import { byName } from './byName';
import type { Named } from './definition';
import type {
  CellWeights,
  Convention,
  WeightList,
  WeightSource
} from './weights';

/** Options that all built-in cells share. */
export interface RecurrentOptions {
  /** I, the number of features of each x_t. */
  inputSize: number;
  /** H. */
  units: number;
  /** Equal seeds give equal weights. Without one they differ each time. */
  seed?: number;
  /** Gate order, biases and initial values. Default `keras`. */
  convention?: Convention;
  /** Default true. */
  useBias?: boolean;
  /** `f64` (default, the reference) or `f32`. */
  dtype?: FloatType;
  /** Of W, U and b; by default those of the convention. */
  kernelInitializer?: Initializer;
  recurrentInitializer?: Initializer;
  biasInitializer?: Initializer;
}

export interface GateLayout {
  /** Gates in the order in which the framework stacks them; one empty name for the plain RNN. */
  readonly keras: readonly string[];
  readonly pytorch: readonly string[];
  /** Size of the h that enters the gates. */
  readonly recurrentSize: number;
  /** Size of the projected h, when there is a projection. */
  readonly projection?: number;
  /** Whether each gate has a bias b beside W x and another, b_h, beside U h (a GRU that resets after). */
  readonly separateRecurrentBias?: boolean;
  /** The gate whose bias starts at 1 in the Keras convention. */
  readonly unitBias?: string;
}

/**
 * Weights stacked over the gates as a framework keeps them, so that clipping and optimizers treat
 * the same tensors:
 *
 * - Keras: `kernel [I, G·H]`, `recurrentKernel [H, G·H]`, `bias [G·H]` (`[2, G·H]` for a GRU that
 *   resets after);
 * - PyTorch: `weight_ih [G·H, I]`, `weight_hh [G·H, H]`, `bias_ih` and `bias_hh [G·H]`, and
 *   `weight_hr [P, H]` with a projection.
 */
export function gatedWeights(
  who: string,
  options: CellSpec,
  layout: GateLayout
): CellWeights {
  const { units, useBias, dtype } = options;
  const seed = options.seed ?? freshSeed();
  const twoInKeras = layout.separateRecurrentBias === true;
  const shapes = (of: Convention) => shapesOf(options, layout, of);
  let convention: Convention = options.convention;
  let variables = Object.entries(startOf(who, options, layout, seed)).map(
    ([name, values]) => leaf(name, values)
  );

  function leaf(name: string, values: ArrayLike<number>): Variable {
    const shape = { ...shapes('keras'), ...shapes('pytorch') }[name];
    return variableOf(name, values, shape, dtype);
  }

  function tensorOf(name: string): Tensor {
    return variables.find(variable => variable.name === name)!.tensor;
  }

  function parameters(from?: WeightList): Named {
    const part = from ? (name: string) => from[name] : tensorOf;
    const result: Record<string, Tensor> = {};
    const gates = layout[convention];
    const gateOf = convention === 'keras' ? kerasGate : pytorchGate;
    gates.forEach((gate, index) => {
      const { W, U, input, recurrent } = gateOf(
        part,
        options,
        twoInKeras,
        index
      );
      result[`W${gate}`] = W;
      result[`U${gate}`] = U;
      result[`b${gate}`] = input ?? nothing();
      if (twoInKeras || recurrent) {
        result[`bh${gate}`] = recurrent ?? nothing();
      }
    });
    if (layout.projection) {
      result.P =
        convention === 'keras'
          ? part('projectionKernel')
          : part('weight_hr').transpose();
    }
    return result;
  }

  /** The bias of a layer without one. */
  function nothing(): Tensor {
    return zeros([units], { dtype });
  }

  function get(wanted: Convention): WeightList {
    if (wanted === convention) {
      return Object.fromEntries(
        variables.map(({ name, tensor }) => [name, copy(tensor)])
      );
    }
    return wanted === 'pytorch' ? toPytorch() : toKeras();
  }

  function toPytorch(): WeightList {
    const across = (name: string) =>
      reordered(layout, tensorOf(name), 'keras', 'pytorch');
    const result: Record<string, Tensor> = {
      weight_ih: across('kernel').transpose(),
      weight_hh: across('recurrentKernel').transpose()
    };
    if (useBias) {
      const bias = across('bias');
      result.bias_ih = twoInKeras ? bias.at(0) : bias;
      result.bias_hh = twoInKeras ? bias.at(1) : zeros(bias.shape, { dtype });
    }
    if (layout.projection) {
      result.weight_hr = tensorOf('projectionKernel').detach().transpose();
    }
    return copies(result);
  }

  /** One bias holds the sum of PyTorch's pair; the same function, another training. */
  function toKeras(): WeightList {
    const across = (name: string) => {
      const of = tensorOf(name);
      return of.rank === 1
        ? reordered(layout, of, 'pytorch', 'keras')
        : reordered(layout, of, 'pytorch', 'keras').transpose();
    };
    const result: Record<string, Tensor> = {
      kernel: across('weight_ih'),
      recurrentKernel: across('weight_hh')
    };
    if (useBias) {
      const input = across('bias_ih');
      const recurrent = across('bias_hh');
      result.bias = twoInKeras
        ? concat([input, recurrent], 0).reshape([2, input.size])
        : input.add(recurrent);
    }
    if (layout.projection) {
      result.projectionKernel = tensorOf('weight_hr').detach().transpose();
    }
    return copies(result);
  }

  function set(weights: WeightSource, from: Convention): void {
    const expected = shapes(from);
    const named = byName(`${who}.setWeights`, weights, Object.keys(expected));
    const next = Object.entries(expected).map(([name, shape]) => ({
      name,
      values: requireWeight(
        `${who}.setWeights`,
        name,
        named[name],
        shape,
        precisionOfCell(dtype)
      ).values
    }));
    if (from === convention) {
      // In place, so that an optimizer keeps pointing at them.
      next.forEach(({ name, values }) => tensorOf(name).values.set(values));
      return;
    }
    convention = from;
    variables = next.map(({ name, values }) => leaf(name, values));
  }

  return {
    get convention() {
      return convention;
    },
    get biases() {
      if (!useBias) {
        return 0;
      }
      return convention === 'pytorch' || twoInKeras ? 2 : 1;
    },
    get variables() {
      return variables;
    },
    parameters,
    get,
    set
  };
}

function copy(of: Tensor): Tensor {
  return new Tensor(of.values.slice(), of.shape);
}

function copies(of: Readonly<Record<string, Tensor>>): WeightList {
  return Object.fromEntries(
    Object.entries(of).map(([name, tensor]) => [name, copy(tensor.detach())])
  );
}

/** Each weight's shape by its name in a framework. */
function shapesOf(
  { inputSize, units, useBias }: CellSpec,
  layout: GateLayout,
  of: Convention
): Record<string, readonly number[]> {
  const stacked = layout.keras.length * units;
  const { recurrentSize, projection } = layout;
  if (of === 'keras') {
    const bias = layout.separateRecurrentBias ? [2, stacked] : [stacked];
    return {
      kernel: [inputSize, stacked],
      recurrentKernel: [recurrentSize, stacked],
      ...(useBias && { bias }),
      ...(projection && { projectionKernel: [units, projection] })
    };
  }
  return {
    weight_ih: [stacked, inputSize],
    weight_hh: [stacked, recurrentSize],
    ...(useBias && { bias_ih: [stacked], bias_hh: [stacked] }),
    ...(projection && { weight_hr: [projection, units] })
  };
}

/** The numbers that each weight begins with; by default those of the convention. */
function startOf(
  who: string,
  options: CellSpec,
  layout: GateLayout,
  seed: number
): Record<string, ArrayLike<number>> {
  const { convention, units, dtype } = options;
  const start = (
    convention === 'keras' ? kerasInitializers : pytorchInitializers
  )(options);
  const shapes = Object.entries(shapesOf(options, layout, convention));
  // All before the first is drawn: a million numbers take seconds.
  for (const [name, shape] of shapes) {
    requireExtents(`${who}: ${name}`, shape);
  }
  return Object.fromEntries(
    shapes.map(([name, shape]) => {
      const values = start[name](shape, random(seed, name));
      requireStart(`${who}: ${name}`, values, sizeOf(shape), dtype);
      if (name === 'bias' && layout.unitBias && !options.biasInitializer) {
        const gate = layout.keras.indexOf(layout.unitBias);
        values.fill(1, gate * units, (gate + 1) * units);
      }
      return [name, values];
    })
  );
}

function kerasInitializers(options: CellSpec): Record<string, Initializer> {
  return {
    kernel: options.kernelInitializer ?? initializers.glorotUniform(),
    recurrentKernel: options.recurrentInitializer ?? initializers.orthogonal(),
    bias: options.biasInitializer ?? initializers.zeros(),
    projectionKernel: initializers.glorotUniform()
  };
}

/** Everything uniform on ±1/√H. */
function pytorchInitializers(options: CellSpec): Record<string, Initializer> {
  const limit = 1 / Math.sqrt(options.units);
  const uniform = initializers.uniform(-limit, limit);
  return {
    weight_ih: options.kernelInitializer ?? uniform,
    weight_hh: options.recurrentInitializer ?? uniform,
    bias_ih: options.biasInitializer ?? uniform,
    bias_hh: options.biasInitializer ?? uniform,
    weight_hr: uniform
  };
}

/** The matrix with its blocks of units (rows or columns) in the other framework's order. */
function reordered(
  layout: GateLayout,
  of: Tensor,
  from: Convention,
  to: Convention
): Tensor {
  const axis = from === 'keras' ? -1 : 0;
  const blocks = of.detach().split(layout[from].length, axis);
  const order = layout[to].map(gate => layout[from].indexOf(gate));
  return concat(
    order.map(index => blocks[index]),
    axis
  );
}

/** The weights of one gate, cut out of those stacked over all gates. */
interface Gate {
  readonly W: Tensor;
  readonly U: Tensor;
  readonly input?: Tensor;
  readonly recurrent?: Tensor;
}

/** @param twoBiases whether a bias has a row for x and another for h */
function kerasGate(
  tensorOf: (name: string) => Tensor,
  { units, useBias }: CellSpec,
  twoBiases: boolean,
  index: number
): Gate {
  const part = (of: Tensor) =>
    of.rank === 2 && of.shape[1] === units
      ? of
      : of.slice(index * units, (index + 1) * units, { axis: -1 });
  const bias = useBias ? part(tensorOf('bias')) : undefined;
  return {
    W: part(tensorOf('kernel')),
    U: part(tensorOf('recurrentKernel')),
    input: bias && twoBiases ? bias.at(0) : bias,
    recurrent: bias && twoBiases ? bias.at(1) : undefined
  };
}

function pytorchGate(
  tensorOf: (name: string) => Tensor,
  { units, useBias }: CellSpec,
  _: boolean,
  index: number
): Gate {
  const part = (of: Tensor) => of.slice(index * units, (index + 1) * units);
  return {
    W: part(tensorOf('weight_ih')).transpose(),
    U: part(tensorOf('weight_hh')).transpose(),
    input: useBias ? part(tensorOf('bias_ih')) : undefined,
    recurrent: useBias ? part(tensorOf('bias_hh')) : undefined
  };
}
