import { pathOfStep } from '../compiler/compiledSequence';
import type { Layer } from '../layers/layer';

/** Whether a layer's cells have steps of their own, which are compiled where they can be. */
const hasOwnSteps = ({ cells }: Layer): boolean =>
  cells.length > 0 && cells.every(({ kind }) => kind === 'custom');

/** In words, by what a layer is computed whose step is compiled; null for another. */
export function compiledPath(layer: Layer): string | null {
  return hasOwnSteps(layer) ? (pathOfStep(layer.cells[0]).path ?? null) : null;
}

/** What a summary says of a model that the kernels do not compute, for the reason that they give. */
export function notesOnCompiled(
  layers: readonly Layer[],
  reason: string
): string[] {
  const recurrent = layers.filter(({ cells }) => cells.length > 0);
  if (recurrent.every(layer => compiledPath(layer) !== null)) {
    return [];
  }
  const refused = recurrent.filter(
    layer => hasOwnSteps(layer) && compiledPath(layer) === null
  );
  return [
    `computed step by step, because ${reason}`,
    ...refused.map(
      ({ name, cells }) =>
        `'${name}' is not compiled: ${pathOfStep(cells[0]).reason}`
    )
  ];
}
