import type { Activation } from '../tensor/activations';
import type { Cell } from '../cells/cell';
import type { Named } from '../recurrence/definition';
import { runSequence } from '../compiler/compiledSequence';
import type { Convention } from '../recurrence/weights';
import type { ChosenRecurrentSpec, RecurrentLayerSpec } from '../spec/layers';
import type { Constraint } from '../tensor/constraints';
import type { Initializer } from '../tensor/initializers';
import type { Regularizer } from '../tensor/regularizers';
import { initialState } from '../recurrence/inputSequence';
import type { SequenceRequest, SequenceResult } from '../recurrence/sequence';
import { shapeText } from '../tensor/shape';
import { stack } from '../tensor/joining';
import type { TensorLike, Tensor } from '../tensor/tensor';
import type { HeldWeightOptions } from './held';
import { held, penalise, requireHolds } from './held';
import type { BuildContext, Layer, LayerOptions, Pass, Signal } from './layer';
import { atRest, headOf, isLayer } from './layer';

/** Options that all recurrent layers share, as in Keras. */
export interface RecurrentLayerOptions extends LayerOptions, HeldWeightOptions {
  /** H. */
  units: number;
  /**
   * An output for each step `[B, T, H]` instead of the last only `[B, H]`. Default false. (Keras's
   * `returnState` and `initialState` are the layer's `output`.)
   */
  returnSequences?: boolean;
  /** From the last step to the first; outputs and their mask stay in the order in which they were computed. */
  goBackwards?: boolean;
  /** The state after a batch is the state before the next, as a constant for the gradient. */
  stateful?: boolean;
  /** Share of the inputs that is dropped while training, the same at each step of a sequence. */
  dropout?: number;
  /** Share of h that is dropped before it enters the gates, the same at each step of a sequence. */
  recurrentDropout?: number;
  useBias?: boolean;
  convention?: Convention;
  kernelInitializer?: Initializer;
  recurrentInitializer?: Initializer;
  biasInitializer?: Initializer;
  recurrentRegularizer?: Regularizer;
  recurrentConstraint?: Constraint;
  /** Default `tanh`. */
  activation?: Activation;
  seed?: number;
}

/** What such a layer hands on to its cell. */
export function cellPart({
  units,
  convention,
  useBias,
  kernelInitializer,
  recurrentInitializer,
  biasInitializer,
  activation
}: ChosenRecurrentSpec) {
  return {
    units,
    convention,
    useBias,
    kernelInitializer,
    recurrentInitializer,
    biasInitializer,
    activation
  };
}

/** A recurrent layer can also be called with a state and gives the state after it. */
export interface RecurrentLayer extends Layer {
  /** @internal */
  readonly spec: RecurrentLayerSpec;
  readonly cell: Cell;
  /** A new layer with the same options but these. */
  again(changed: Partial<RecurrentLayerOptions>): RecurrentLayer;
  /**
   * As `call`, with the state in and out (Keras's `initial_state` and `return_state`).
   *
   * @param signal `values` `[B, T, I]`, and perhaps a `mask` `[B, T]`
   * @param pass at rest by default
   * @throws RangeError when shapes do not fit
   * @example
   * ```ts
   * const layer = layers.lstm({ units: 3, seed: 1 });
   * layer.build([null, 2], { seed: 1, dtype: 'f64' });
   * const { output, state } = layer.output({ values: zeros([1, 4, 2]) });
   * const on = layer.output({ values: ones([1, 1, 2]) }, undefined, { initialState: state });
   * on.state.c.shape; // [1, 3]
   * ```
   */
  output(
    signal: Signal,
    pass?: Pass,
    options?: RecurrentCallOptions
  ): { readonly output: Signal; readonly state: Named };
  /** All outputs in the order of time, and the state after the last step. */
  run(
    signal: Signal,
    pass: Pass,
    options?: RecurrentCallOptions
  ): SequenceResult;
}

export interface RecurrentCallOptions {
  /** The state before the first step, `[B, H]` each; zeros, or what was carried over, by default. */
  readonly initialState?: Readonly<Record<string, TensorLike>>;
  /** Inside a bidirectional layer masked outputs are zero. */
  readonly paddedOutput?: 'repeat' | 'zero';
  /** @internal The parameters of the step, where its weights stay as they are; read from the weights by default. */
  readonly parameters?: Named;
}

/**
 * A layer that runs a cell over time.
 *
 * @param makeCell makes the cell once the number of input features is known
 * @param again makes another layer with the same options but these
 */
export function recurrentLayer(
  spec: RecurrentLayerSpec,
  who: string,
  makeCell: (inputSize: number, context: BuildContext) => Cell,
  again: RecurrentLayer['again']
): RecurrentLayer {
  const { units, returnSequences, goBackwards } = spec;
  const isPytorch = spec.convention === 'pytorch';
  let cell: Cell | null = null;
  let carried: Named | null = null;

  function built(): Cell {
    if (cell === null) {
      throw new Error(
        `${who}: the layer has no weights yet; call the model once, or give inputShape`
      );
    }
    return cell;
  }

  return {
    ...headOf(spec),
    spec,
    acrossTime: goBackwards ? 'reads the sequence backwards' : null,
    get cell() {
      return built();
    },
    again,
    get cells() {
      return cell ? [cell] : [];
    },
    get path() {
      return cell ? 'step by step' : undefined;
    },
    build(input, context) {
      const [steps] = input;
      const inputSize = featuresOf(who, input);
      // A cell may have come to another layout with imported weights: it stays as it is.
      if (cell?.inputSize !== inputSize || cell.dtype !== context.dtype) {
        const before = cell;
        cell = makeCell(inputSize, {
          ...context,
          seed: spec.seed ?? context.seed
        });
        if (before?.inputSize === inputSize) {
          const { convention } = before.weights;
          cell.setWeights(before.getWeights(), { convention });
        }
      }
      requireHolds(this.variables);
      const size = cell.definition.state[cell.output] ?? units;
      return returnSequences ? [steps, size] : [size];
    },
    call(signal, pass) {
      return this.output(signal, pass).output;
    },
    output(signal, pass = atRest, more) {
      const sequence = this.run(signal, pass, more);
      const { state } = sequence;
      if (returnSequences) {
        const { output } = sequence;
        const { mask } = signal;
        penalise(pass, spec.activityRegularizer, output);
        return {
          output: goBackwards
            ? { values: flipped(output), mask: mask && flipped(mask) }
            : { values: output, mask },
          state
        };
      }
      // PyTorch's h_n is the state at each sequence's own last step.
      const isOwn = isPytorch && signal.mask;
      const last = isOwn ? state[built().output] : sequence.last;
      penalise(pass, spec.activityRegularizer, last);
      return { output: { values: last }, state };
    },
    run(signal, pass, more) {
      const of = built();
      const { name } = this;
      const { values: x } = signal;
      const [batch] = x.shape;
      requireSequences(who, x, of.inputSize);
      const initial = initialState(
        who,
        of.definition.state,
        more?.initialState ?? carriedState(batch),
        batch,
        x.dtype
      );
      const request = {
        ...requestOf(spec, of, name, signal, pass),
        parameters: more?.parameters ?? of.weights.parameters(),
        initial,
        paddedOutput:
          more?.paddedOutput ??
          (isPytorch ? ('zero' as const) : ('repeat' as const))
      };
      const { recorder } = pass;
      return kept(
        recorder?.run(name, of, request) ??
          runSequence(request, pass.compiles === true)
      );
    },
    get variables() {
      return cell ? held(cell.variables, spec) : [];
    },
    get count() {
      return built().count;
    },
    resetStates() {
      carried = null;
    },
    states: () => carried,
    setStates(states) {
      carried = states;
    }
  };

  function carriedState(batch: number): Named | undefined {
    const given = carried?.[built().output].shape[0] ?? batch;
    if (given !== batch) {
      throw new RangeError(
        `${who}: stateful, and the state carried over is for a batch of ${given}, not ${batch} (call resetStates)`
      );
    }
    return carried ?? undefined;
  }

  function kept<T extends SequenceResult>(sequence: T): T {
    if (spec.stateful) {
      carried = Object.fromEntries(
        Object.entries(sequence.state).map(([name, state]) => [
          name,
          state.detach()
        ])
      );
    }
    return sequence;
  }
}

/** Whether something is a recurrent layer, as far as can be seen. */
export const isRecurrent = (layer: unknown): layer is RecurrentLayer =>
  isLayer(layer) && 'run' in layer;

/** `[B, T, …]` with its steps in the other order. */
export function flipped(sequence: Tensor): Tensor {
  const steps = sequence.shape[1];
  return stack(
    Array.from({ length: steps }, (_, step) =>
      sequence.at(steps - 1 - step, { axis: 1 })
    ),
    1
  );
}

/** What a layer asks of its cell, under its dropout masks. */
function requestOf(
  { dropout, recurrentDropout, goBackwards }: RecurrentLayerSpec,
  cell: Cell,
  name: string,
  { values, mask }: Signal,
  pass: Pass
): Omit<SequenceRequest, 'initial' | 'parameters'> {
  const [batch, , features] = values.shape;
  const masks = (
    purpose: 'input' | 'recurrent',
    rate: number,
    shape: readonly number[]
  ) => pass.dropoutMask(name, purpose, rate, shape, values.dtype);
  return {
    cell,
    x:
      pass.training && dropout > 0
        ? values.mul(masks('input', dropout, [batch, 1, features]))
        : values,
    mask,
    reverse: goBackwards,
    ...(pass.training &&
      recurrentDropout > 0 && {
        recurrentDropout: masks('recurrent', recurrentDropout, [
          batch,
          cell.definition.state[cell.output]
        ])
      })
  };
}

/** I, of an input `[T, I]`. */
function featuresOf(who: string, input: readonly (number | null)[]): number {
  const [, inputSize] = input;
  if (input.length !== 2 || typeof inputSize !== 'number') {
    throw new RangeError(
      `${who}: its input must be sequences [B, T, I], got ${shapeText([null, ...input])}` +
        (input.length === 1
          ? ' (a recurrent layer before it needs returnSequences: true; token ids need layers.embedding)'
          : '')
    );
  }
  return inputSize;
}

function requireSequences(who: string, x: Tensor, inputSize: number): void {
  if (x.rank !== 3 || x.shape[2] !== inputSize) {
    throw new RangeError(
      `${who}: its input must be [B, T, ${inputSize}], got ${shapeText(x.shape)}`
    );
  }
}
