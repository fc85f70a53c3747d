import type { Trace } from '../../trace';
import type { ViewChoice } from '../base/viewCode';
import type { MapOptions } from './mapScene';

/** What was chosen before, as far as it fits the trace; else what the bundle opens on. */
export function startOptions(
  trace: Trace,
  stored: MapOptions | undefined
): MapOptions {
  const byName = trace.layers.findIndex(
    ({ name }) => name === trace.view?.layer
  );
  const layer = stored?.layer ?? Math.max(0, byName);
  const valid = layer < trace.layers.length ? layer : 0;
  const { steps } = trace.time;
  return {
    layer: valid,
    sort:
      stored?.sort ??
      trace.view?.sort ??
      (trace.layers[valid].units > 8 ? 'similarity' : 'index'),
    sortAt: stored?.sortAt ?? null,
    gradients:
      stored?.gradients ??
      trace.view?.gradients ??
      trace.view?.view === 'gradients',
    feature: Math.min(stored?.feature ?? 0, trace.input.names.length - 1),
    ownScales: stored?.ownScales ?? trace.view?.ownScales ?? false,
    pattern: stored?.pattern ?? null,
    lines: stored ? stored.lines : (trace.view?.lines ?? null),
    from: stored && stored.to <= steps ? stored.from : 0,
    to: stored && stored.to <= steps ? stored.to : steps
  };
}

/** Sorts that an output can open with; the others are found by the reader's own hand. */
const shownSorts = ['index', 'similarity', 'peak', 'value'] as const;

/** What of the choice a line of code can say: the layer where there are several, and what is otherwise than at first. */
export function mapChoice(
  trace: Trace,
  { layer, sort, lines, ownScales, gradients }: MapOptions
): ViewChoice {
  const chosen = layerChoice(trace, trace.layers[layer].name);
  // What code that names the layer opens on: its order goes by how many units that one has.
  const first = startOptions({ ...trace, view: chosen }, undefined);
  const said = shownSorts.find(each => each === sort);
  return {
    ...chosen,
    ...(said && said !== first.sort && { sort: said }),
    ...(lines !== null && { lines }),
    ...(ownScales && { ownScales }),
    ...(gradients && { gradients })
  };
}

/** The layer by its name, where there are several. */
export const layerChoice = ({ layers }: Trace, layer: string): ViewChoice =>
  layers.length > 1 ? { layer } : {};
