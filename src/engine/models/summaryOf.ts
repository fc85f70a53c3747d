import { pathOfStep } from '../compiler/compiledSequence';
import type { FusedOrReason } from '../fused/fusedModel';
import type { Layer } from '../layers/layer';
import { learns, typeWords } from '../layers/layer';
import type { Compiled } from './compile';
import type { LayerStack } from './layerStack';
import { Summary } from './summary';

/** What a summary reads of a model with weights. */
type Summarized = LayerStack & { readonly compiled: Compiled | null };

/**
 * The layers of a model, and by what they are computed.
 *
 * @param kernels what the kernels say of the model; null where they were not asked
 */
export function summaryOf(
  model: Summarized,
  kernels: FusedOrReason | null
): Summary {
  const path = kernels?.fused?.path;
  const compiles = kernels !== null && !kernels.fused;
  return new Summary(
    model.name,
    model.layers.map((layer, at) => ({
      name: layer.name,
      type: typeWords(layer),
      outputShape: model.outputShapes[at],
      parameters: layer.count,
      trainable: learns(layer),
      ...(layer.path && {
        path: path ?? (compiles ? compiledPath(layer) : null) ?? layer.path
      })
    })),
    notesOn(model, kernels)
  );
}

/** What the kernels refuse, for a model whose path was left to the engine. */
function notesOn(model: Summarized, kernels: FusedOrReason | null): string[] {
  if (!kernels || model.cells.length === 0) {
    return [];
  }
  if (!kernels.fused) {
    return notesOnCompiled(model.layers, kernels.reason);
  }
  const refusal =
    model.compiled &&
    kernels.fused.refusal(model.compiled.optimizer, model.compiled.loss);
  return refusal ? [`trained layer by layer, because ${refusal}`] : [];
}

/** In words, by what a recurrent layer is computed whose step is compiled; null for another. */
const compiledPath = ({ cells: [cell] }: Layer): string | null =>
  cell ? (pathOfStep(cell).path ?? null) : null;

/** What a summary says of a model that the kernels do not compute, for the reason that they give. */
function notesOnCompiled(layers: readonly Layer[], reason: string): string[] {
  const refused = layers.filter(
    layer => layer.cells.length > 0 && compiledPath(layer) === null
  );
  return refused.length === 0
    ? []
    : [
        `computed step by step, because ${reason}`,
        ...refused.map(
          ({ name, cells }) =>
            `'${name}' is not compiled: ${pathOfStep(cells[0]).reason}`
        )
      ];
}
