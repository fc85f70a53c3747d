import type { Named } from '../recurrence/definition';
import { object, options as reader } from '../base/options';
import { layerOptions } from '../spec/layers';
import { concat } from '../tensor/joining';
import type { Tensor, TensorLike } from '../tensor/tensor';
import { described } from '../base/described';
import { penalise } from './held';
import { innerStates } from './innerStates';
import type { Layer, LayerOptions, Pass, Signal } from './layer';
import { atRest, headOf, innerVariables, requireWrapped } from './layer';
import type { RecurrentLayer } from './recurrent';
import { isRecurrent } from './recurrent';
import { prefixed } from '../tensor/variable';

export type MergeMode = 'concat' | 'sum' | 'ave' | 'mul';

export interface BidirectionalOptions extends LayerOptions {
  /** The forward layer; the backward one is made with the same options. */
  layer: RecurrentLayer;
  /** How the two outputs become one; `ave` is their mean. Default `concat`. */
  mergeMode?: MergeMode;
}

/** A layer in both directions can also be called with states and gives the states after it. */
export interface BidirectionalLayer extends Layer {
  /**
   * As `call`, with the states of both directions in and out (Keras's `initial_state` and
   * `return_state`).
   *
   * @param signal `values` `[B, T, I]`, and perhaps a `mask` `[B, T]`
   * @param pass at rest by default
   * @param options `initialState`: for each direction the states `[B, H]` by name
   * @returns the output; of the forward layer the state after the last step, of the backward one
   *   that after the first
   * @throws RangeError when shapes do not fit
   * @example
   * ```ts
   * const layer = layers.bidirectional({ layer: layers.lstm({ units: 3, seed: 1 }) });
   * layer.build([null, 2], { seed: 1, dtype: 'f64' });
   * const { state } = layer.output({ values: zeros([1, 4, 2]) });
   * const on = layer.output({ values: ones([1, 2, 2]) }, undefined, { initialState: state });
   * on.state.backward.c.shape; // [1, 3]
   * ```
   */
  output(
    signal: Signal,
    pass?: Pass,
    options?: {
      readonly initialState?: Readonly<
        Partial<Record<Direction, Readonly<Record<string, TensorLike>>>>
      >;
    }
  ): {
    readonly output: Signal;
    readonly state: Readonly<Record<Direction, Named>>;
  };
}

/** Which of its two layers. */
export type Direction = 'forward' | 'backward';

type Before = Readonly<Record<string, TensorLike>>;

const readCall = reader('layers.bidirectional', {
  initialState: object<Readonly<Partial<Record<Direction, Before>>>>().or({})
});
const readStates = reader('layers.bidirectional: initialState', {
  forward: object<Before>().optional(),
  backward: object<Before>().optional()
});

/**
 * A recurrent layer in both directions (Schuster and Paliwal 1997). With `returnSequences` both
 * outputs of a step stand together; without, the forward output after the last step stands with
 * the backward output after the first. As Keras's `Bidirectional`: outputs of masked steps are 0.
 *
 * It needs the whole sequence before it has an output, so it cannot generate step by step.
 *
 * @throws TypeError when `layer` is not a recurrent layer
 * @example
 * ```ts
 * const model = sequential([layers.bidirectional({ layer: layers.lstm({ units: 3 }), inputShape: [7, 2] })]);
 * model.summary().layers[0].outputShape; // [6]
 * ```
 */
export function bidirectional(
  options: BidirectionalOptions
): BidirectionalLayer {
  const who = 'layers.bidirectional';
  requireWrapped(who, 'layer', options);
  const { layer: given, ...settled } = layerOptions.Bidirectional(options);
  const { mergeMode } = settled;
  if (!isRecurrent(given)) {
    throw new TypeError(
      `${who}: layer must be a recurrent layer such as layers.lstm({ units: 8 }), got ${described(given)}`
    );
  }
  const forward = given;
  const { seed, goBackwards, returnSequences, convention, inputShape } =
    forward.spec;
  const backward = forward.again({
    goBackwards: !goBackwards,
    // The same seed would give both directions the same weights.
    ...(seed !== undefined && { seed: seed + 1 })
  });
  const merge = {
    concat: (a: Tensor, b: Tensor) => concat([a, b], -1),
    sum: (a: Tensor, b: Tensor) => a.add(b),
    ave: (a: Tensor, b: Tensor) => a.add(b).mul(0.5),
    mul: (a: Tensor, b: Tensor) => a.mul(b)
  }[mergeMode];
  const layer: BidirectionalLayer = {
    ...headOf({
      type: 'Bidirectional',
      ...settled,
      inputShape: settled.inputShape ?? inputShape
    }),
    inner: [forward],
    acrossTime: 'reads the sequence from its end as well',
    get cells() {
      return [...forward.cells, ...backward.cells];
    },
    get path() {
      return forward.path;
    },
    build(input, context) {
      const shape = forward.build(input, context);
      backward.build(input, { ...context, seed: context.seed + 1 });
      const last = shape[shape.length - 1] as number;
      return [...shape.slice(0, -1), mergeMode === 'concat' ? 2 * last : last];
    },
    call(signal, pass) {
      return this.output(signal, pass).output;
    },
    output(signal, pass = atRest, more = {}) {
      const initialState = readStates(readCall(more).initialState);
      forward.name = `${this.name}/forward`;
      backward.name = `${this.name}/backward`;
      const run = (half: RecurrentLayer, direction: Direction) =>
        half.run(signal, pass, {
          ...(returnSequences && { paddedOutput: 'zero' }),
          ...(initialState[direction] && {
            initialState: initialState[direction]
          })
        });
      const ahead = run(forward, 'forward');
      const back = run(backward, 'backward');
      const pytorch = convention === 'pytorch';
      const outputOf = (half: RecurrentLayer, result: typeof ahead) => {
        const output = returnSequences
          ? result.output
          : pytorch
            ? result.state[half.cell.output]
            : result.last;
        penalise(pass, half.spec.activityRegularizer, output);
        return output;
      };
      return {
        output: {
          values: merge(outputOf(forward, ahead), outputOf(backward, back)),
          ...(returnSequences && { mask: signal.mask })
        },
        state: { forward: ahead.state, backward: back.state }
      };
    },
    get variables() {
      // The backward layer is made of the other's options, and freezes with it.
      const { trainable } = forward;
      const of = (direction: Direction, { variables }: RecurrentLayer) =>
        innerVariables({ trainable, variables }).map(variable =>
          prefixed(direction, variable)
        );
      return [...of('forward', forward), ...of('backward', backward)];
    },
    get count() {
      const { count, formula, arithmetic } = forward.count;
      return {
        count: 2 * count,
        formula: `2·(${formula})`,
        arithmetic: `2·(${arithmetic})`
      };
    },
    ...innerStates([forward, backward])
  };
  return layer;
}
