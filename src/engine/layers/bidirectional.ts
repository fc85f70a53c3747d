import { requireKnown, requireOneOf } from '../check';
import { concat } from '../tensor/joining';
import type { Tensor } from '../tensor/tensor';
import { described } from '../tensor/values';
import type { Layer, LayerOptions } from './layer';
import { headOf, layerOptionNames } from './layer';
import type { RecurrentLayer } from './recurrent';

export type MergeMode = 'concat' | 'sum' | 'mean' | 'mul';

export interface BidirectionalOptions extends LayerOptions {
  /** The forward layer; the backward one is made with the same options. */
  layer: RecurrentLayer;
  /** How the two answers become one. Default `concat`. */
  mergeMode?: MergeMode;
}

/**
 * A recurrent layer in both directions (Schuster and Paliwal 1997). With `returnSequences` both
 * answers of a step stand together; without, the forward answer after the last step stands with
 * the backward answer after the first. As Keras's `Bidirectional`: outputs of masked steps are 0.
 *
 * It needs the whole sequence before it can answer, so it cannot generate step by step.
 *
 * @throws TypeError when `layer` is not a recurrent layer
 * @example
 * ```ts
 * const model = sequential([layers.bidirectional({ layer: layers.lstm({ units: 3 }), inputShape: [7, 2] })]);
 * model.summary().layers[0].outputShape; // [6]
 * ```
 */
export function bidirectional(options: BidirectionalOptions): Layer {
  const who = 'layers.bidirectional';
  requireKnown(who, options, [...layerOptionNames, 'layer', 'mergeMode']);
  const mergeMode = requireOneOf(
    who,
    'mergeMode',
    options.mergeMode ?? 'concat',
    ['concat', 'sum', 'mean', 'mul']
  );
  const forward = options.layer;
  if (typeof forward !== 'object' || forward === null || !('run' in forward)) {
    throw new TypeError(
      `${who}: layer must be a recurrent layer such as layers.lstm({ units: 8 }), got ${described(forward)}`
    );
  }
  const { seed } = forward.options;
  const backward = forward.again({
    goBackwards: forward.options.goBackwards !== true,
    // The same seed would give both directions the same weights.
    ...(typeof seed === 'number' && { seed: seed + 1 })
  });
  const returnSequences = forward.options.returnSequences === true;
  const merge = {
    concat: (a: Tensor, b: Tensor) => concat([a, b], -1),
    sum: (a: Tensor, b: Tensor) => a.add(b),
    mean: (a: Tensor, b: Tensor) => a.add(b).mul(0.5),
    mul: (a: Tensor, b: Tensor) => a.mul(b)
  }[mergeMode];
  const layer: Layer = {
    ...headOf('Bidirectional', options),
    options: {
      ...options,
      inputShape: options.inputShape ?? forward.options.inputShape
    },
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
      forward.name = `${this.name}/forward`;
      backward.name = `${this.name}/backward`;
      const pytorch = forward.options.convention === 'pytorch';
      const [ahead, back] = [forward, backward].map(half => {
        const result = half.run(
          signal,
          pass,
          returnSequences ? { paddedOutput: 'zero' } : undefined
        );
        if (returnSequences) {
          return result.output;
        }
        return pytorch ? result.state[half.cell.output] : result.last;
      });
      return {
        values: merge(ahead, back),
        ...(returnSequences && { mask: signal.mask })
      };
    },
    get variables() {
      return [
        ...forward.variables.map(variable => ({
          ...variable,
          name: `forward/${variable.name}`
        })),
        ...backward.variables.map(variable => ({
          ...variable,
          name: `backward/${variable.name}`
        }))
      ];
    },
    get count() {
      const { count, formula, arithmetic } = forward.count;
      return {
        count: 2 * count,
        formula: `2·(${formula})`,
        arithmetic: `2·(${arithmetic})`
      };
    },
    resetStates() {
      forward.resetStates?.();
      backward.resetStates?.();
    },
    carriedStates() {
      const states = [forward, backward].flatMap((half, at) =>
        Object.entries(half.carriedStates?.() ?? {}).map(
          ([name, state]) => [`${at}/${name}`, state] as const
        )
      );
      return states.length > 0 ? Object.fromEntries(states) : null;
    },
    carryStates(states) {
      [forward, backward].forEach((half, at) => {
        const own = Object.entries(states ?? {})
          .filter(([name]) => name.startsWith(`${at}/`))
          .map(([name, state]) => [name.slice(2), state] as const);
        half.carryStates?.(own.length > 0 ? Object.fromEntries(own) : null);
      });
    }
  };
  return layer;
}
