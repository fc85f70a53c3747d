import type { ClampsFor } from '../fused/tracedModel';
import { revisionOf } from '../fused/modelOfLayers';
import { gradientsOfRecord } from '../run/gradientsOfRecord';
import type { RunRecord } from '../run/record';
import type { LayerRecord } from '../recurrence/layerRecord';
import type { Floats } from '../tensor/operation';
import { zeros } from '../tensor/making';
import type { Tensor } from '../tensor/tensor';
import type { Model } from './model';

/** What a pass through a model leaves behind for its run. */
export interface TracedPass {
  readonly layers: readonly LayerRecord[];
  readonly output: Tensor;
  readonly loss?: RunRecord['loss'];
  readonly inputGradient?: () => Tensor;
}

/**
 * A pass of one sequence by the kernels, where they compute this model and every step is real. What
 * they do not keep (the summands of a gate, a step's Jacobian) comes from the tape, which computes it
 * when it is first asked for, with the weights of now.
 */
export function tracedByKernels(
  model: Model,
  x: Tensor,
  lossOf: (output: Tensor, mask: undefined) => RunRecord['loss'],
  onTape: () => TracedPass,
  clampsFor: ClampsFor
): TracedPass | null {
  const pass = model.fused()?.trace(x.detach(), clampsFor);
  if (!pass) {
    return null;
  }
  const loss = lossOf(pass.output, undefined);
  const found = pass.layersFor(loss?.value ?? null);
  if (!found) {
    return null;
  }
  const withThose = withWeightsOfNow(model, x);
  const tape = once(() => withThose(onTape));
  // The way back reads weights, too.
  const gradientOf = once(() =>
    withThose(() => gradientsOfRecord({ ...tape(), input: { x } })!)
  );
  return {
    output: pass.output,
    ...(loss && {
      loss,
      inputGradient: found.inputGradient ?? (() => gradientOf()(x).at(0))
    }),
    layers: found.layers.map(
      ({ name, cell, direction, clampsAt, ...known }, at): LayerRecord => ({
        name,
        cell,
        direction,
        known,
        clampsAt,
        initial: Object.fromEntries(
          Object.entries(cell.definition.state).map(([state, size]) => [
            state,
            zeros([1, size])
          ])
        ),
        get parameters() {
          return tape().layers[at].parameters;
        },
        get steps() {
          return tape().layers[at].steps;
        },
        ...(loss && {
          parameterGradients: () =>
            Object.fromEntries(
              Object.entries(tape().layers[at].parameters).map(
                ([letter, tensor]) => [letter, gradientOf()(tensor)]
              )
            )
        })
      })
    )
  };
}

function once<T>(make: () => T): () => T {
  let kept: { readonly value: T } | null = null;
  return () => (kept ??= { value: make() }).value;
}

/** Runs later what would be computed now, though the model may have learned meanwhile. */
function withWeightsOfNow(model: Model, x: Tensor): <T>(compute: () => T) => T {
  const then = copiesOf(model, x);
  return compute => {
    const now = then.map(put);
    try {
      return compute();
    } finally {
      now.forEach(put);
    }
  };
}

/** All weights; of a table only the rows that the sequence looks up. */
function copiesOf(model: Model, x: Tensor): readonly Part[] {
  const weights = model.variables.map(({ tensor }) => tensor.values);
  if (model.readsTokens) {
    const width = model.variables[0].tensor.shape[1];
    const [table, ...others] = weights;
    return [
      ...[...new Set(x.values)].map(row => copyOf(table, row * width, width)),
      ...others.map(values => copyOf(values, 0, values.length))
    ];
  }
  const revision = revisionOf(model);
  const before = copied.get(model);
  if (
    before?.revision === revision &&
    before.parts.every(({ all }, at) => all === weights[at])
  ) {
    return before.parts;
  }
  const parts = weights.map(values => copyOf(values, 0, values.length));
  copied.set(model, { revision, parts });
  return parts;
}

/** Traces of the same weights share their copy. */
const copied = new WeakMap<
  Model,
  { readonly revision: number; readonly parts: readonly Part[] }
>();

/** Some numbers of a weight, and where they belong. */
interface Part {
  readonly all: Floats;
  readonly start: number;
  readonly values: Floats;
}

function copyOf(all: Floats, start: number, count: number): Part {
  return { all, start, values: all.slice(start, start + count) };
}

/** Puts numbers back; answers those that stood there. */
function put({ all, start, values }: Part): Part {
  const before = copyOf(all, start, values.length);
  all.set(values, start);
  return before;
}
