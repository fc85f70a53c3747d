import { openingPlace, type LayerTrace, type Trace } from '../../trace';

/** Where a picture of a layer stands: where its notebook asked for, else where something happens. */
export function openedPlace(
  { time, view }: Trace,
  layer: LayerTrace
): { readonly step: number; readonly unit: number } {
  const opening = openingPlace(layer, time);
  return {
    step: Math.min(view?.step ?? opening.step, time.steps - 1),
    unit: Math.min(view?.unit ?? opening.unit, layer.units - 1)
  };
}

/** What a file is laid out by: the same as a page that nobody has set otherwise. */
export const fileRoom = {
  settings: { linesUpTo: 8, minimumColumnWidth: 2 },
  narrow: false,
  ratio: 1
} as const;
