import { handsOnTurned, isPadding, layersBelow } from '../../trace';
import type { LayerTrace, Trace } from '../../trace';

/** What enters a layer at a step: the numbers of the arithmetic, and what the reader knows them as. */
export interface StepInput {
  /** x_t as W multiplies it, one number a feature; null where the trace does not hold them. */
  readonly multiplied: readonly number[] | null;
  /** Where these come from; null where they are the reader's own numbers as they stand. */
  readonly from:
    | null
    /** Numbers with a unit, before a scaler. */
    | { readonly kind: 'quantity'; readonly values: readonly number[] }
    /** A token, before its embedding. */
    | { readonly kind: 'token'; readonly label: string }
    /** h of the layer below, or of both its directions. */
    | {
        readonly kind: 'layer';
        readonly names: readonly string[];
        /** The step that it has there, where that is another. */
        readonly step: number | null;
      };
}

/** What enters `layer` at `step`. */
export function stepInput(
  trace: Trace,
  layer: LayerTrace,
  step: number
): StepInput {
  const { names, array, editable } = trace.input;
  const { entering, inputSize } = layer;
  const multiplied = entering ? row(entering.values, inputSize, step) : null;
  const below = layersBelow(trace, layer);
  if (below.length > 0) {
    return {
      multiplied,
      from: {
        kind: 'layer',
        names: below.map(({ name }) => name),
        step:
          below.length === 1 && handsOnTurned(below[0], layer)
            ? trace.time.steps - 1 - step
            : null
      }
    };
  }
  const label = trace.time.labels?.[step];
  if (!editable && label !== undefined) {
    return { multiplied, from: { kind: 'token', label } };
  }
  const values = row(array.values, names.length, step);
  if (multiplied) {
    // A mask lets numbers through as they are, and none at padding.
    const isTheSame =
      isPadding(trace.time, step) ||
      (values.length === multiplied.length &&
        values.every((value, at) => Object.is(value, multiplied[at])));
    return {
      multiplied,
      from: isTheSame ? null : { kind: 'quantity', values }
    };
  }
  return editable && names.length === inputSize
    ? { multiplied: values, from: null }
    : { multiplied: null, from: { kind: 'quantity', values } };
}

function row(values: ArrayLike<number>, width: number, step: number): number[] {
  return Array.from({ length: width }, (_, at) => values[step * width + at]);
}
