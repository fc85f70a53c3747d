import type { Trace } from '../../trace';
import { chosenOf, type Standing } from '../../scene/choices';
import type { Translate } from '../../scene/words/translate';
import {
  mapOptions,
  mapStands,
  type MapKept
} from '../../views/map/mapChoices';
import type { MapOptions } from '../../views/map/mapScene';
import type { ViewStore } from '../context';

/** Where gates and What if find what was chosen of a run. */
export const MAP = 'gates';

/** What is chosen of the channels of a run, worked out once until something else is. */
export interface MapChosen {
  readonly kept: MapKept;
  readonly stands: readonly Standing[];
  readonly options: MapOptions;
  choose(next: MapKept): void;
  /** Another run; what was chosen stays where it fits. */
  take(trace: Trace): void;
}

export function createMapChosen(
  opened: Trace,
  store: ViewStore,
  translate: Translate
): MapChosen {
  let trace = opened;
  let kept = store.get<MapKept>(trace.id, MAP) ?? {};
  const make = () => {
    const stands = mapStands(trace, kept, translate);
    return { stands, options: mapOptions(trace, chosenOf(stands)) };
  };
  let made = make();
  return {
    get kept() {
      return kept;
    },
    get stands() {
      return made.stands;
    },
    get options() {
      return made.options;
    },
    choose(next) {
      kept = { ...kept, ...next };
      made = make();
    },
    take(next) {
      trace = next;
      made = make();
    }
  };
}
