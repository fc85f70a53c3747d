import type { LayerTrace, Trace } from '../../trace';
import type { ViewContext } from '../context';
import { unitsWords } from '../../scene/words/counts';
import type { MenuItem } from '../base/menu';
import { openingPlace } from '../base/openingPlace';
import type { Tool } from '../base/tools';
import type { UnitChoice } from '../../views/equations/layerValues';

/** What a view that shows one step of one unit has on the page. */
export interface RunPlace {
  readonly layer: LayerTrace;
  readonly step: number;
  /** A unit, or the mean of all. */
  readonly unit: UnitChoice;
}

/** Which layer and unit such a view shows, and the tools that choose them. */
export interface RunFocus {
  readonly layer: LayerTrace;
  readonly unit: UnitChoice;
  /** The unit that the mean stands in for. */
  readonly singleUnit: number;
  /** Shows the next or previous unit alone. */
  moveUnit(by: number): void;
  tools(): readonly Tool[];
}

/**
 * Follows the shared cursor; unit and layer stay where they were while the cursor points at one that
 * this run has not. `changed` is called when the mean or the layer is chosen here.
 */
export function createRunFocus(
  trace: () => Trace,
  { cursor, store, translate }: ViewContext,
  source: object,
  changed: () => void
): RunFocus {
  const { id } = trace();
  let layerName: string | null = null;
  const layer = (): LayerTrace => {
    const { layers, view } = trace();
    const named = (wanted: string | null | undefined) =>
      layers.find(({ name }) => name === wanted);
    const found =
      named(
        cursor.position.layer ??
          layerName ??
          store.get<string>(id, 'layer') ??
          view?.layer
      ) ??
      named(layerName) ??
      layers[0];
    layerName = found.name;
    return found;
  };
  let unit = trace().view?.unit ?? openingPlace(layer(), trace().time).unit;
  const single = (): number => {
    const wanted = cursor.position.unit;
    const { units } = layer();
    if (wanted !== null && wanted >= 0 && wanted < units) {
      unit = wanted;
    }
    return Math.min(unit, units - 1);
  };
  const mean = (): boolean => store.get<boolean>(id, 'mean') ?? false;
  const setMean = (next: boolean): void => {
    store.set(id, 'mean', next);
    changed();
  };
  const toUnit = (next: number): void => {
    store.set(id, 'mean', false);
    cursor.move(
      { unit: Math.max(0, Math.min(layer().units - 1, next)) },
      source
    );
    changed();
  };
  const layerTool = (): Tool => ({
    id: 'layer',
    label: `${layer().name} ▾`,
    title: translate('Layer'),
    menu: () =>
      trace().layers.map(({ name, cellName, units }) => ({
        label: translate(
          '%1: %2, %3',
          name,
          cellName,
          unitsWords(units, translate)
        ),
        checked: name === layer().name,
        run() {
          layerName = name;
          store.set(id, 'layer', name);
          cursor.move({ layer: name }, source);
          changed();
        }
      }))
  });
  return {
    get layer() {
      return layer();
    },
    get unit() {
      return mean() ? 'mean' : single();
    },
    get singleUnit() {
      return single();
    },
    moveUnit: by => toUnit(single() + by),
    tools: () => [
      ...(trace().layers.length > 1 ? [layerTool()] : []),
      {
        id: 'unit',
        label: mean() ? translate('Unit ▾') : translate('Unit %1 ▾', single()),
        title: translate('Choose a unit'),
        keep: true,
        menu: () =>
          Array.from({ length: layer().units }, (_, index): MenuItem => ({
            label: translate('Unit %1', index),
            checked: !mean() && index === single(),
            run: () => toUnit(index)
          }))
      },
      {
        id: 'mean',
        label: translate('Mean of units'),
        pressed: mean(),
        run: () => setMean(!mean())
      }
    ]
  };
}
