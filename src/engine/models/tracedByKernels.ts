import type { ClampsFor } from '../fused/tracedModel';
import { revisionOf } from '../fused/modelOfLayers';
import type { RecordOfKernels } from '../run/passOfKernels';
import { recordOfKernels } from '../run/passOfKernels';
import type { RunRecord } from '../run/record';
import type { Floats } from '../tensor/operation';
import type { Tensor } from '../tensor/tensor';
import type { Model } from './model';

/** What a pass through a model leaves behind for its run. */
export interface TracedPass extends RecordOfKernels {
  readonly output: Tensor;
}

/** A pass of one sequence by the kernels, where they compute this model and every step is real. */
export function tracedByKernels(
  model: Model,
  x: Tensor,
  lossOf: (output: Tensor, mask: undefined) => RunRecord['loss'],
  onTape: () => TracedPass,
  clampsFor: ClampsFor
): TracedPass | null {
  const pass = model.fused()?.trace(x.detach(), clampsFor);
  const record =
    pass &&
    recordOfKernels(pass, x, lossOf(pass.output, undefined), onTape, () =>
      withWeightsOfNow(model, x)
    );
  return record ? { output: pass.output, ...record } : null;
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
