import type { ParameterCount } from '../../trace';
import type { Cell } from '../cells/cell';
import type { Named } from '../recurrence/definition';
import type { SequenceRequest, SequenceResult } from '../recurrence/sequence';
import type { LayerSpec } from '../spec/layers';
import type { Activation } from '../tensor/activations';
import type { FloatType } from '../tensor/operation';
import {
  requireFunction,
  requireList,
  requireObject,
  requireText
} from '../base/check';
import { described } from '../base/described';
import { Tensor } from '../tensor/tensor';
import type { Variable } from '../tensor/variable';

/** Extents without the batch; null where any length fits (time). */
export type LayerShape = readonly (number | null)[];

/** What flows from layer to layer. */
export interface Signal {
  /** `[B, …]` */
  readonly values: Tensor;
  /** `[B, T]`: 0 where a step is padding; `[B, T, S]` where each step is a sequence of its own. */
  readonly mask?: Tensor;
}

/** Whether a mask leaves out something of a step, `[B, T, S]`, rather than whole steps, `[B, T]`. */
export const reachesInto = ({ rank }: Tensor): boolean => rank > 2;

/** `[B, T]`: a step of which all is padding is padding. */
export function maskOfSteps(mask: Tensor): Tensor {
  const [batch, steps] = mask.shape;
  return reachesInto(mask)
    ? mask.reshape([batch, steps, mask.size / (batch * steps)]).max(-1)
    : mask;
}

/** What of a mask is no padding by another one either, of the same steps or of those around. */
export const within = (mask: Tensor, around: Tensor): Tensor =>
  mask.mul(
    around.reshape([
      ...around.shape,
      ...mask.shape.slice(around.rank).map(() => 1)
    ])
  );

/** Which rows of an output count, by the padding among its steps; all where it is of whole sequences. */
export const rowMask = ({ values, mask }: Signal): Tensor | undefined =>
  mask && mask.rank < values.rank ? mask : undefined;

/** One pass of a batch through a network. */
export interface Pass {
  /** Dropout acts only while training. */
  readonly training: boolean;
  /** A mask of 0 and 1/(1−rate), from the seed, or one given from outside. */
  dropoutMask(
    layer: string,
    purpose: 'input' | 'recurrent' | 'output',
    rate: number,
    shape: readonly number[],
    dtype: FloatType
  ): Tensor;
  /** Takes what the output of a layer adds to the loss; absent where no loss is asked for. */
  penalise?(penalty: Tensor): void;
  /** @internal Whether cells with a step of their own may be computed by what is compiled from it. */
  readonly compiles?: boolean;
  /** @internal Present when every step is to be kept. */
  readonly recorder?: Recorder;
  /** @internal Where the steps of a layer are made to look, given where they would, `[B, heads, T, T]`. */
  lookAt?(layer: string, weights: Tensor): Tensor;
  /** @internal Takes how the steps of a layer looked; absent where nobody asks. */
  looked?(layer: string, look: LayerLook): void;
}

/** How the steps of a layer looked at the steps of its sequence, with each of its heads. */
export interface LayerLook {
  /** `[B, heads, T, d]`, with rotary positions after they are turned. */
  readonly queries: Tensor;
  readonly keys: Tensor;
  readonly values: Tensor;
  /** `[B, heads, T, T]`: `q · k/√d`, before the mask. */
  readonly scores: Tensor;
  /** `[B, 1, T, T]`: 1 where a step may look; null where every step may look everywhere. */
  readonly visible: Tensor | null;
  /** `[B, heads, T, T]`: the softmax of those scores. */
  readonly own: Tensor;
  /** The same, or where the steps are made to look. */
  readonly weights: Tensor;
  /** `[B, heads, T, d]`: the values by their weights, added up. */
  readonly seen: Tensor;
}

/** A pass through a network that does not train: nothing is dropped, nothing recorded. */
export const atRest: Pass = {
  training: false,
  dropoutMask() {
    throw new Error('dropout acts only while training');
  }
};

/** Runs recurrent layers, and keeps what it wants of what they do. */
export interface Recorder {
  run(layer: string, cell: Cell, request: SequenceRequest): SequenceResult;
}

export interface BuildContext {
  /** Of the start values and of dropout. */
  readonly seed: number;
  readonly dtype: FloatType;
}

/** @internal A layer on live data: what it keeps of the steps before begins empty. */
export interface Stepper {
  /** Takes the next step, `[B, 1, …]`. */
  step(signal: Signal, pass: Pass): Signal;
  /** How many numbers of the steps before it keeps for the next one. */
  readonly carried: number;
}

/** One layer of a network. Made by the functions of `layers`. */
export interface Layer {
  /** As Keras calls it: `LSTM`, `Dense`. */
  readonly type: string;
  /** Unique in its model: `lstm`, `lstm_1`; set by the model when not chosen. */
  name: string;
  /** Whether the name was chosen by the user. */
  readonly named: boolean;
  /** @internal What it was made with, every default filled in; absent in a layer of your own. */
  readonly spec?: LayerSpec;
  /** @internal The layers inside it, as its spec describes the layer around them. */
  readonly inner?: readonly Layer[];
  /**
   * Why what it answers for one step depends on other steps than those before, in words for the
   * reader; null when it does not. A network with such a layer cannot answer step by step.
   */
  readonly acrossTime: string | null;
  /** Makes the weights for an input shape; answers the output shape. @throws RangeError when it does not fit */
  build(input: LayerShape, context: BuildContext): LayerShape;
  /** What it makes of its input. @throws RangeError when the shape does not fit */
  call(signal: Signal, pass: Pass): Signal;
  /**
   * @internal The same for one step after another, in a layer whose answer depends on the steps before.
   */
  stepper?(): Stepper;
  /** Weights in the order of the framework; empty before the layer is built. */
  readonly variables: readonly Variable[];
  readonly count: ParameterCount;
  /** False keeps the weights as they are. */
  trainable: boolean;
  /** Counts changes of the weights. */
  revision: number;
  /** The cells inside, forward first. */
  readonly cells: readonly Cell[];
  /** How the engine computes it, for the summary. */
  readonly path?: string;
  /** Forgets the state that a stateful layer carried over. */
  resetStates?(): void;
  /** The states that a stateful layer carries over, by name; null when there are none. */
  states?(): Named | null;
  /** Takes them back. */
  setStates?(states: Named | null): void;
}

/** Whether something is one of `layers`, as far as can be seen. */
export function isLayer(value: unknown): value is Layer {
  return (
    typeof value === 'object' &&
    value !== null &&
    'call' in value &&
    'build' in value
  );
}

/**
 * Throws where a layer of one's own lacks what a network asks of it.
 *
 * @throws TypeError that names the part
 */
export function requireOwnLayer(who: string, name: string, layer: Layer): void {
  if (layer.spec !== undefined) {
    return;
  }
  requireText(who, `${name}.type`, layer.type);
  requireText(who, `${name}.name`, layer.name);
  requireFunction(who, `${name}.build`, layer.build);
  requireFunction(who, `${name}.call`, layer.call);
  requireList(who, `${name}.variables`, layer.variables).forEach(
    (variable: Partial<Variable> | undefined, at) => {
      if (!(variable?.tensor instanceof Tensor)) {
        throw new TypeError(
          `${who}: ${name}.variables[${at}] must be a variable, got ${described(variable)}`
        );
      }
    }
  );
  requireList(who, `${name}.cells`, layer.cells).forEach((one, at) =>
    requireObject(who, `${name}.cells[${at}]`, one)
  );
}

/** What a layer makes of its input. @throws TypeError when one of one's own makes no signal of it */
export function throughLayer(layer: Layer, signal: Signal, pass: Pass): Signal {
  const made: Signal = layer.call(signal, pass);
  if (layer.spec === undefined) {
    const who = `layer '${layer.name}'`;
    requireObject(who, 'what call returns', made);
    if (!(made.values instanceof Tensor)) {
      throw new TypeError(
        `${who}: values of what call returns must be a tensor, got ${described(made.values)}`
      );
    }
  }
  return made;
}

/** The weights of a layer inside another one, which learn where both layers do. */
export const innerVariables = ({
  trainable,
  variables
}: Pick<Layer, 'trainable' | 'variables'>): readonly Variable[] =>
  trainable
    ? variables
    : variables.map(variable => ({ ...variable, trainable: false }));

/** Whether something of a layer learns, or would if it had weights. */
export const learns = ({ trainable, variables }: Layer): boolean =>
  trainable &&
  (variables.length === 0 || variables.some(variable => variable.trainable));

/** What a layer is to a reader: one that runs any cell is called as its cell. */
export function typeWords({ type, spec, cells }: Layer): string {
  return spec?.type === 'RNN' ? (cells[0]?.name ?? type) : type;
}

/** Why a layer cannot answer step by step; null when it can. */
export function acrossTimeOf({ acrossTime }: Layer): string | null {
  // A layer of one's own may have been written without types.
  return (acrossTime as string | null | undefined) === undefined
    ? 'does not say whether it looks at other steps (acrossTime: null when it does not)'
    : acrossTime;
}

/** What a layer, or the one that it repeats at each step, applies last; null when it is no such layer. */
export function activationOf({ spec, inner }: Layer): Activation | null {
  switch (spec?.type) {
    case 'Activation':
    case 'Conv1D':
    case 'Dense':
    case 'SimpleRNN':
    case 'LSTM':
    case 'GRU':
    case 'RNN':
      return spec.activation;
    case 'TimeDistributed':
      return activationOf(inner![0]);
    default:
      return null;
  }
}

/** Throws when a layer stands where its wrapper's options should. */
export function requireWrapped(
  who: string,
  name: 'layer' | 'layers',
  given: unknown
): void {
  if (isLayer(given)) {
    throw new TypeError(
      `${who}: expected options { ${name} }, got a layer by itself; write ${who}({ ${name === 'layer' ? 'layer' : 'layers: [layer]'} })`
    );
  }
}

/** Options that all layers share. */
export interface LayerOptions {
  /** Unique in its model; the type's name by default. */
  name?: string;
  /** False keeps the weights as they are while training. */
  trainable?: boolean;
  /** Of the first layer: extents without the batch, null for any length. */
  inputShape?: LayerShape;
}

/** What every layer says of itself: its kind, its name and what it was made with. */
export function headOf(spec: LayerSpec) {
  return {
    type: spec.type as string,
    name: spec.name ?? '',
    named: spec.name !== undefined,
    spec,
    trainable: spec.trainable,
    revision: 0,
    acrossTime: null as string | null
  };
}

/** A layer without weights of its own. */
export function plainLayer(
  spec: LayerSpec,
  shape: (input: LayerShape) => LayerShape,
  call: (signal: Signal, pass: Pass, name: string) => Signal
): Layer {
  return {
    ...headOf(spec),
    build: shape,
    call(signal, pass) {
      return call(signal, pass, this.name);
    },
    variables: [],
    count: { count: 0, formula: '0', arithmetic: '0' },
    cells: []
  };
}
