import type { Trace, ViewChoice } from '../../trace';
import type { PlacedPanel } from '../../scene/scene';
import { linearScale } from '../../scene/marks/valueScale';
import { stepScale } from '../../scene/marks/plane';
import { defineView } from '../../scene/view';
import { piecesText } from '../../scene/words/pieces';
import type { Translate } from '../../scene/words/translate';
import { mapChoices, mapOptions } from '../map/mapChoices';
import { mapDrawing } from '../map/mapDrawing';
import { mapScene, type MapScene } from '../map/mapScene';
import { fileSettings, openedPlace } from '../map/openedPlace';
import { hasGates } from '../map/traceChannels';
import { unitTable } from './gatesTables';
import {
  gatesAnswer,
  gatesMeta,
  gatesQuestion,
  noticeOf,
  readingLine
} from './gatesWords';

/** How its reader sees a page that is drawn as a file. */
export interface GatesPage {
  /** Of the gates' colors more is darker. */
  readonly openIsDark: boolean;
}

interface Moment {
  readonly bundle: Trace;
  readonly chosen: ViewChoice;
  readonly data: GatesPage | null;
  readonly translate: Translate;
}

const sceneIn = (
  { bundle, chosen, translate }: Moment,
  width: number,
  measure: (words: string) => number
): MapScene =>
  mapScene(
    bundle,
    mapOptions(bundle, chosen),
    { ...fileSettings, width, measure, translate },
    { overSequences: true }
  );

/** What its words are of, which no width changes. */
const sceneOf = (now: Moment): MapScene =>
  sceneIn(now, 744, words => words.length * 7);

const placeOf = (now: Moment) => {
  const { layer } = mapOptions(now.bundle, now.chosen);
  return openedPlace(now.bundle, now.bundle.layers[layer]);
};

/** What each gate did, for every unit at every step. */
export const gatesView = defineView<'trace', GatesPage>()({
  name: 'gates',
  kind: 'trace',
  title: (translate, bundle) =>
    !bundle || hasGates(bundle) ? translate('Gates') : translate('States'),
  choices: mapChoices,
  table: now => unitTable(sceneOf(now), placeOf(now).unit, now.translate),
  scene: now => ({
    panels: [],
    layout({ width, measure, theme, row: step = null }) {
      const scene = sceneIn(now, width, measure);
      const { translate } = now;
      const at = placeOf(now);
      const { layout } = scene;
      return {
        ...{ width, height: layout.height + 4, axis: [], badge: 0 },
        panels: [wholePanel(scene)],
        ...mapDrawing(scene, {
          ...{ theme, measure, translate },
          at: { ...at, step: step ?? at.step }
        }),
        hit: () => null
      };
    }
  }),
  words: {
    meta: now => gatesMeta(sceneOf(now), now.translate),
    question: now => gatesQuestion(sceneOf(now), placeOf(now), now.translate),
    answer(now) {
      const at = placeOf(now);
      return {
        row: at.step,
        sentence: gatesAnswer(sceneOf(now), at, now.translate)
      };
    },
    reading: now =>
      piecesText(
        readingLine(
          sceneOf(now),
          placeOf(now).unit,
          { narrow: false, openIsDark: now.data?.openIsDark ?? true },
          now.translate
        )
      ),
    notice: now => noticeOf(sceneOf(now), now.translate)
  }
});

/** All plots as one, over the steps. */
export function wholePanel({ layout, steps }: MapScene): PlacedPanel {
  const box = {
    x: layout.plotLeft,
    y: 0,
    width: layout.plotWidth,
    height: layout.height
  };
  return {
    id: 'channels',
    box,
    places: stepScale(steps, box),
    value: linearScale([0, 1], box),
    across: true
  };
}
