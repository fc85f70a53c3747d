import type { Named } from '../recurrence/definition';
import type { Layer, Signal, Stepper } from '../layers/layer';
import { acrossTimeOf } from '../layers/layer';
import { isRecurrent, type RecurrentLayer } from '../layers/recurrent';
import { shapeText } from '../tensor/shape';
import type { Tensor, TensorLike } from '../tensor/tensor';
import { zeros } from '../tensor/making';
import { noGradient } from '../tensor/recording';
import { asTensor } from '../tensor/tensor';
import { described } from '../base/described';
import type { Model } from './model';
import { requireRange } from './prepareInput';

/** A trained network on live data, one step at a time. Made by `model.stream`. */
export interface Stream {
  /** How many steps it has seen. */
  readonly steps: number;
  /** The states of each recurrent layer by its name, `[H]` each; empty before the first step. */
  readonly states: Readonly<Record<string, Named>>;
  /**
   * How many numbers it carries to the next step: the states of recurrent layers, and the keys and values
   * that a layer of causal self-attention keeps of every step. The number of the step does not count.
   */
  readonly carried: number;
  /**
   * Takes the next step.
   *
   * @param x `[I]`, or one number for one feature or a token id
   * @returns the network's output for everything so far, as if the sequence ended here
   * @throws RangeError when it is no such step, or a number is not finite
   */
  step(x: TensorLike): Tensor;
  /** Forgets everything so far. */
  reset(): void;
}

/**
 * What `model.stream` does; see there.
 *
 * @param weightsStay that nothing learns between two steps, so that each gate's weights are read once
 */
export function streamModel(model: Model, weightsStay = false): Stream {
  const who = 'model.stream';
  if (!model.inputShape) {
    throw new Error(`${who}: the model has no weights yet; train or build it`);
  }
  for (const layer of model.layers) {
    const why = acrossTimeOf(layer);
    if (why !== null) {
      throw new Error(
        `${who}: layer '${layer.name}' ${why}, so the network cannot answer step by step`
      );
    }
  }
  const features = model.readsTokens ? 1 : model.inputShape[1]!;
  let states = new Map<string, Named>();
  let outputs = new Map<string, Tensor>();
  let steppers = new Map<string, Stepper>();
  const read = new Map<string, Named>();
  let steps = 0;

  function parametersOf({ name, cell }: RecurrentLayer): Named | undefined {
    if (weightsStay && !read.has(name)) {
      read.set(name, cell.weights.parameters());
    }
    return read.get(name);
  }

  function throughLayer(layer: Layer, signal: Signal): Signal {
    const pass = model.passFor(false, 0);
    if (layer.stepper) {
      const stepper = steppers.get(layer.name) ?? layer.stepper();
      steppers.set(layer.name, stepper);
      return stepper.step(signal, pass);
    }
    if (!isRecurrent(layer)) {
      return layer.call(signal, pass);
    }
    const result = layer.run(signal, pass, {
      initialState: states.get(layer.name),
      parameters: parametersOf(layer)
    });
    states.set(layer.name, result.state);
    const { returnSequences, convention } = layer.spec;
    const isPadding = signal.mask?.values[0] === 0;
    // PyTorch's outputs of padded steps are zero; Keras's repeat the one before.
    const before =
      returnSequences && convention === 'pytorch'
        ? undefined
        : outputs.get(layer.name);
    const last = isPadding ? (before ?? zeros(result.last.shape)) : result.last;
    outputs.set(layer.name, last);
    return returnSequences
      ? {
          values: last.reshape([1, 1, last.shape[1]]),
          mask: signal.mask
        }
      : { values: last };
  }

  return {
    get steps() {
      return steps;
    },
    get states() {
      return Object.fromEntries(
        [...states].map(([layer, named]) => [
          layer,
          Object.fromEntries(
            Object.entries(named).map(([name, state]) => [name, state.at(0)])
          )
        ])
      );
    },
    get carried() {
      const ofStates = [...states.values()].flatMap(named =>
        Object.values(named).map(state => state.size)
      );
      const ofSteps = [...steppers.values()].map(({ carried }) => carried);
      return [...ofStates, ...ofSteps].reduce((sum, size) => sum + size, 0);
    },
    step(x) {
      if (x === undefined || x === null) {
        throw new TypeError(
          `stream.step: x must be ${features === 1 ? 'a number' : `[${features}]`}, got ${described(x)}`
        );
      }
      const given = asTensor(x, 'stream.step: x').detach();
      if (given.size !== features || given.rank > 1) {
        throw new RangeError(
          `stream.step: x must have shape [${features}], got ${shapeText(given.shape)}`
        );
      }
      const bad = given.values.findIndex(value => !Number.isFinite(value));
      if (bad >= 0) {
        throw new RangeError(
          `stream.step: x is ${given.values[bad]} at feature ${bad}`
        );
      }
      if (model.dtype === 'f32') {
        requireRange(model, 'stream.step', given);
      }
      return noGradient(() => {
        let signal: Signal = {
          values: model.readsTokens
            ? given.reshape([1, 1])
            : given.reshape([1, 1, features]).cast(model.dtype)
        };
        for (const layer of model.layers) {
          signal = throughLayer(layer, signal);
        }
        steps++;
        const output = signal.values.at(0);
        return signal.values.rank === 3 ? output.at(0) : output;
      });
    },
    reset() {
      states = new Map();
      outputs = new Map();
      steppers = new Map();
      steps = 0;
    }
  };
}
