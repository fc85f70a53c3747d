import { stepBeside } from '../../trace';
import type { LayerTrace, Trace } from '../../trace';
import type { ViewContext } from '../context';
import type { KeyAction } from '../base/keys';
import type { MenuItem } from '../base/menu';
import type { Tool } from '../base/tools';
import { openingPlace, runSteps } from '../base/openingPlace';
import { stepNow } from '../base/stepNow';
import type { UnitChoice } from '../equations/layerValues';

/** Which layer, step and unit a view that shows one of each has on the page. */
export interface TraceFocus {
  readonly layer: LayerTrace;
  readonly step: number;
  /** A unit, or the mean of all. */
  readonly unit: UnitChoice;
  /** The unit that the mean stands in for. */
  readonly singleUnit: number;
  /** Another trace of the same run: what was chosen stays where it can. */
  setTrace(trace: Trace): void;
  moveStep(by: number): boolean;
  toStep(step: number): void;
  toUnit(unit: number): void;
  toLayer(name: string): void;
  setMean(mean: boolean): void;
  /** Answers the keys for steps and units, and pins; true when one was used. */
  key(action: KeyAction): boolean;
  /** The tools for unit, mean, layer and steps. */
  tools(): readonly Tool[];
}

/**
 * Follows the shared cursor; its unit and layer stay where they were while the cursor points at one
 * that this trace has not. `changed` is called when the mean or the layer is chosen here.
 */
export function createTraceFocus(
  start: Trace,
  { cursor, store, translate }: ViewContext,
  source: object,
  changed: () => void
): TraceFocus {
  let trace = start;
  let layerName: string | null = null;

  const layer = (): LayerTrace => {
    const wanted =
      cursor.position.layer ??
      layerName ??
      store.get<string>(trace.id, 'layer') ??
      trace.view?.layer;
    const found =
      trace.layers.find(({ name }) => name === wanted) ??
      trace.layers.find(({ name }) => name === layerName) ??
      trace.layers[0];
    layerName = found.name;
    return found;
  };
  let unit = trace.view?.unit ?? openingPlace(layer(), trace.time).unit;
  const present = (): number => stepNow(cursor, runSteps(trace, layer()));
  const single = (): number => {
    const wanted = cursor.position.unit;
    const { units } = layer();
    if (wanted !== null && wanted >= 0 && wanted < units) {
      unit = wanted;
    }
    return Math.min(unit, units - 1);
  };
  const mean = (): boolean => store.get<boolean>(trace.id, 'mean') ?? false;

  const focus: TraceFocus = {
    get layer() {
      return layer();
    },
    get step() {
      return present();
    },
    get unit() {
      return mean() ? 'mean' : single();
    },
    get singleUnit() {
      return single();
    },
    setTrace(next) {
      trace = next;
    },
    moveStep(by) {
      const now = present();
      const next = stepBeside(trace.time, now, by);
      if (next === now) {
        return false;
      }
      cursor.move({ step: next }, source);
      return by > 0 ? next < trace.time.steps - 1 : next > 0;
    },
    toStep(next) {
      cursor.move({ step: within(next, trace.time.steps) }, source);
    },
    toUnit(next) {
      const { units } = layer();
      if (mean()) {
        store.set(trace.id, 'mean', false);
      }
      cursor.move({ unit: within(next, units) }, source);
      changed();
    },
    toLayer(name) {
      layerName = name;
      store.set(trace.id, 'layer', name);
      cursor.move({ layer: name }, source);
      changed();
    },
    setMean(next) {
      store.set(trace.id, 'mean', next);
      changed();
    },
    key(action) {
      switch (action) {
        case 'nextStep':
          focus.moveStep(1);
          return true;
        case 'previousStep':
          focus.moveStep(-1);
          return true;
        case 'firstStep':
          focus.toStep(0);
          return true;
        case 'lastStep':
          focus.toStep(trace.time.steps - 1);
          return true;
        case 'nextUnit':
          focus.toUnit(single() + 1);
          return true;
        case 'previousUnit':
          focus.toUnit(single() - 1);
          return true;
        case 'pin':
          cursor.move({ pinned: !cursor.position.pinned }, source);
          return true;
        default:
          return false;
      }
    },
    tools() {
      const tools: Tool[] = [];
      if (trace.layers.length > 1) {
        tools.push({
          id: 'layer',
          label: `${layer().name} ▾`,
          title: translate('Layer'),
          menu: () =>
            trace.layers.map(({ name, cellName, units }) => ({
              label: translate('%1: %2, %3 units', name, cellName, units),
              checked: name === layer().name,
              run: () => focus.toLayer(name)
            }))
        });
      }
      tools.push(
        {
          id: 'unit',
          label: mean()
            ? translate('Unit ▾')
            : translate('Unit %1 ▾', single()),
          title: translate('Choose a unit'),
          keep: true,
          menu: () =>
            Array.from({ length: layer().units }, (_, index): MenuItem => ({
              label: translate('Unit %1', index),
              checked: !mean() && index === single(),
              run: () => focus.toUnit(index)
            }))
        },
        {
          id: 'mean',
          label: translate('Mean of units'),
          pressed: mean(),
          run: () => focus.setMean(!mean())
        }
      );
      return tools;
    }
  };
  return focus;
}

/** The two buttons that move the cursor by a step. */
export function stepTools(
  focus: TraceFocus,
  translate: ViewContext['translate']
): { readonly back: Tool; readonly on: Tool } {
  return {
    back: {
      id: 'back',
      label: translate('◂ step'),
      title: translate('One step back (←)'),
      look: 'quiet',
      run: () => void focus.moveStep(-1)
    },
    on: {
      id: 'on',
      label: translate('step ▸'),
      title: translate('One step on (→)'),
      look: 'quiet',
      run: () => void focus.moveStep(1)
    }
  };
}

function within(index: number, count: number): number {
  return Math.max(0, Math.min(count - 1, index));
}
