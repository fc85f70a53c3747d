import type { Trace } from '../../trace';
import type { ViewChoice } from '../../trace';
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
  const { view } = trace;
  const window = stored
    ? ([stored.from, stored.to] as const)
    : (view?.window ?? [0, Infinity]);
  const [from, to] = windowWithin(trace.time, window);
  return {
    layer: valid,
    sort:
      stored?.sort ??
      (view?.pattern ? 'alike' : view?.sort) ??
      (trace.layers[valid].units > 8 ? 'similarity' : 'index'),
    sortAt: (stored ? stored.sortAt : view?.sortAt) ?? null,
    gradients:
      stored?.gradients ?? view?.gradients ?? view?.view === 'gradients',
    feature: Math.min(
      stored?.feature ?? view?.feature ?? 0,
      trace.input.names.length - 1
    ),
    overSequences: stored?.overSequences ?? view?.overSequences ?? false,
    ownScales: stored?.ownScales ?? view?.ownScales ?? false,
    pattern: (stored ? stored.pattern : view?.pattern) ?? null,
    lines: stored ? stored.lines : (view?.lines ?? null),
    from,
    to
  };
}

/** The window, where it is one of the run; else the whole run. */
const windowWithin = (
  { steps }: Trace['time'],
  [from, to]: readonly [number, number]
): readonly [number, number] =>
  from < to && to <= steps ? [from, to] : [0, steps];

/** What of the choice a line of code can say: the layer where there are several, and what is otherwise than at first. */
export function mapChoice(
  trace: Trace,
  {
    layer,
    sort,
    sortAt,
    pattern,
    lines,
    overSequences,
    ownScales,
    gradients,
    feature,
    from,
    to
  }: MapOptions
): ViewChoice {
  const chosen = layerChoice(trace, trace.layers[layer].name);
  // What code that names the layer opens on: its order goes by how many units that one has.
  const first = startOptions({ ...trace, view: chosen }, undefined);
  const isWhole = from === 0 && to === trace.time.steps;
  return {
    ...chosen,
    ...(sort === 'alike'
      ? pattern && { pattern }
      : sort !== first.sort && { sort }),
    ...(sort === 'value' && sortAt && { sortAt }),
    ...(feature > 0 && { feature }),
    ...(!isWhole && { window: [from, to] as const }),
    ...(lines !== null && { lines }),
    ...(overSequences && { overSequences }),
    ...(ownScales && { ownScales }),
    ...(gradients && { gradients })
  };
}

/** The layer by its name, where there are several. */
export const layerChoice = ({ layers }: Trace, layer: string): ViewChoice =>
  layers.length > 1 ? { layer } : {};
