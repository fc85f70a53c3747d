import { openingPlace } from '../../trace';
import type { LayerTrace, Trace } from '../../trace';
import {
  changedChoices,
  keyedChoice,
  keyWordsOf,
  standing,
  type ChoiceName,
  type ChoiceValue,
  type Kept,
  type Schema,
  type Standing
} from '../../scene/choices';
import type { KeyAction } from '../../scene/words/keyAction';
import type { UnitChoice } from '../../views/equations/layerValues';
import { layerNamed, type runChoices } from '../../views/run/runChoices';
import type { Tool } from '../base/tools';
import type { ViewChoice } from '../base/viewCode';
import type { ViewContext } from '../context';
import { choiceTools } from '../scene/choiceTools';
import { keptOf } from '../scene/definedPage';
import { layerChoice } from '../../views/map/mapChoices';

/** What a view that shows one step of one unit has on the page. */
export interface RunPlace {
  readonly layer: LayerTrace;
  readonly step: number;
  /** A unit, or the mean of all. */
  readonly unit: UnitChoice;
}

/** What such a view is of: its choices, of which layer, unit and mean are those of all views of the run. */
export interface RunFocus {
  readonly layer: LayerTrace;
  readonly unit: UnitChoice;
  /** The unit that the mean stands in for. */
  readonly singleUnit: number;
  /** Where its choices are kept: the place by the cursor, the others in the store. */
  readonly kept: Kept;
  choose(name: ChoiceName, value: ChoiceValue): void;
  /** Answers the key of a choice; true when it was one. */
  key(action: KeyAction): boolean;
  keyWords(): Readonly<Record<string, string>>;
  tools(): readonly Tool[];
  /** What a line of code can say of the choices. */
  code(): ViewChoice;
}

export interface RunFocusOptions {
  /** The view's name, and its choices, those of a run first. */
  readonly view: {
    readonly name: string;
    readonly choices: Schema<keyof typeof runChoices, Trace>;
  };
  readonly trace: () => Trace;
  readonly context: ViewContext;
  /** Who moves the cursor. */
  readonly source: object;
  /** The step of the cursor. */
  readonly step: () => number;
  /** Another choice was made here. */
  readonly changed: () => void;
}

/**
 * Follows the shared cursor; unit and layer stay where they were while the cursor points at one that
 * this run has not.
 */
export function createRunFocus({
  view: { name: viewName, choices },
  trace,
  context,
  source,
  step,
  changed
}: RunFocusOptions): RunFocus {
  const { cursor, store, translate } = context;
  const own = keptOf(trace(), viewName, context);
  const shared = (name: string) => store.get<ChoiceValue>(trace().id, name);
  let layerName: string | null = null;
  const layer = (): LayerTrace => {
    const { layers, view } = trace();
    const named = (wanted: string | null | undefined) =>
      layers.find(({ name }) => name === wanted);
    const found =
      named(
        cursor.position.layer ??
          layerName ??
          (shared('layer') as string | undefined) ??
          view?.layer
      ) ?? layerNamed(trace(), layerName ?? undefined);
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
  const mean = (): boolean =>
    (shared('mean') as boolean | undefined) ?? trace().view?.mean ?? false;
  const kept: Kept = {
    get: name =>
      name === 'layer'
        ? layer().name
        : name === 'unit'
          ? single()
          : name === 'mean'
            ? mean()
            : name === 'step'
              ? step()
              : // A run that is made again does not say what its view opens on.
                (own.get(name) ??
                (trace().view?.[name] as ChoiceValue | undefined)),
    set(name, value) {
      if (name === 'layer') {
        layerName = String(value);
        store.set(trace().id, name, value);
        cursor.move({ layer: layerName }, source);
      } else if (name === 'unit') {
        store.set(trace().id, 'mean', false);
        cursor.move({ unit: Number(value) }, source);
      } else if (name === 'mean') {
        store.set(trace().id, name, value);
      } else {
        own.set(name, value);
      }
    }
  };
  // The step is the cursor's alone.
  const get: Kept['get'] = name =>
    name === 'step' ? undefined : kept.get(name);
  const stands = (): readonly Standing[] =>
    standing(choices, trace(), { get }, translate);
  const choose = (name: ChoiceName, value: ChoiceValue): void => {
    kept.set(name, value);
    changed();
  };
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
    kept,
    choose,
    key(action) {
      const to = keyedChoice(stands(), action);
      if (to) {
        choose(to.name, to.value);
      }
      return to !== null;
    },
    keyWords: () => keyWordsOf(stands(), translate),
    tools: () => choiceTools(stands(), choose, translate),
    code() {
      const changedOnes = { ...changedChoices(stands()) };
      // The cursor says them, for every view.
      delete changedOnes.unit;
      delete changedOnes.step;
      return { ...changedOnes, ...layerChoice(trace(), layer().name) };
    }
  };
}
