import { numbersOf } from '../data/scaler';
import { requireFunction, requireObject } from '../base/check';
import { anything, callable, object, Option, options } from '../base/options';
import type { Vocabulary } from '../data/vocabulary';
import { described } from '../base/described';
import { runNames } from '../run/runNames';
import { Tensor, type TensorLike } from '../tensor/tensor';

/** Brings numbers to the network's scale and back, along the last axis. */
export interface TwoWayScaler {
  /** From the quantity's own unit to the network's numbers. */
  apply(x: TensorLike): Tensor;
  /** Back to the quantity's own unit. */
  invert(x: TensorLike): Tensor;
}

export interface ModelTraceOptions {
  /** What should come out: the compiled loss is then differentiated. */
  target?: TensorLike;
  /**
   * A number computed from the output, to be differentiated in place of the loss; beside it the mask of an
   * output at each step, `[1, T]`, 0 at padding.
   */
  gradientsOf?: (output: Tensor, mask?: Tensor) => Tensor;
  /** One label a step: a date. */
  labels?: readonly string[];
  /** One token a step, for a network that begins with an embedding. */
  tokens?: readonly string[];
  /**
   * Which id is which token: then any of them can be put into the place of another in the views. Known
   * without it of ids that `vocabulary.encode` gave, and of a network that was trained on such.
   */
  vocabulary?: Pick<Vocabulary, 'tokens'>;
  /** Of the input: the views then show and edit it in its own unit. */
  scaler?: TwoWayScaler;
  /** Of the output and the target. */
  targetScaler?: TwoWayScaler;
  inputNames?: readonly string[];
  inputUnit?: string;
  /** One name for each number of the output; one that is empty, as padding's, goes by its number. */
  outputNames?: readonly string[];
  outputUnit?: string;
  /** What one step is: `day`. Default `token` after an embedding, else `step`. */
  stepName?: string;
  marks?: readonly { readonly step: number; readonly name: string }[];
  title?: string;
}

const twoWay = new Option<TwoWayScaler>((who, name, value) => {
  requireObject(who, name, value);
  const { apply, invert } = value as Partial<TwoWayScaler>;
  requireFunction(who, `${name}.apply`, apply);
  requireFunction(who, `${name}.invert`, invert);
  const scaler = value as TwoWayScaler;
  // What is fitted here gives tensors, and can be written to a file as it is.
  if (numbersOf(scaler)) {
    return scaler;
  }
  const held = (way: keyof TwoWayScaler) => (x: TensorLike) => {
    const scaled: unknown = scaler[way](x);
    if (!(scaled instanceof Tensor)) {
      throw new TypeError(
        `${who}: ${name}.${way} must return a tensor, got ${described(scaled)}`
      );
    }
    return scaled;
  };
  return { apply: held('apply'), invert: held('invert') };
});

/** What the options of a trace may be. */
export const traceFields = {
  ...runNames,
  target: anything<TensorLike | undefined>(),
  gradientsOf:
    callable<NonNullable<ModelTraceOptions['gradientsOf']>>().optional(),
  tokens: runNames.labels,
  vocabulary: object<Pick<Vocabulary, 'tokens'>>().optional(),
  scaler: twoWay.optional(),
  targetScaler: twoWay.optional()
};

/** Checks the options of a trace. */
export const readTrace = (who: string, given: ModelTraceOptions) =>
  options(who, traceFields)(given);
