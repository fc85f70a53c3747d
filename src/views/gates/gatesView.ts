import { asRead, type Trace, type ViewChoice } from '../../trace';
import { dataTable } from '../../scene/table';
import { defineView } from '../../scene/view';
import { piecesText } from '../../scene/words/pieces';
import type { Translate } from '../../scene/words/translate';
import { inRoom } from '../map/inRoom';
import { mapChoices, mapOptions } from '../map/mapChoices';
import { mapDrawing } from '../map/mapDrawing';
import { mapPanels } from '../map/mapPanels';
import { mapScene, type SceneFrame } from '../map/mapScene';
import { fileRoom, openedPlace } from '../map/openedPlace';
import { channelRows, hasGates } from '../map/traceChannels';
import { layerTable, unitTable, type TableRun } from './gatesTables';
import {
  gatesAnswer,
  gatesMeta,
  gatesQuestion,
  noticeOf,
  readingLine
} from './gatesWords';

/** How its reader sees the page. */
export interface GatesPage extends Pick<
  SceneFrame,
  'narrow' | 'settings' | 'ratio'
> {
  /** Of the gates' colors more is darker. */
  readonly openIsDark: boolean;
}

interface Moment {
  readonly bundle: Trace;
  readonly chosen: ViewChoice;
  readonly data: GatesPage | null;
  readonly translate: Translate;
  /** The unit that is looked at; null for that on which the run opens. */
  readonly lit?: number | null;
}

const pageOf = ({ data }: Moment): GatesPage =>
  data ?? { ...fileRoom, openIsDark: true };

/** What is drawn. */
export const gatesScene = inRoom(
  ({ bundle, chosen, translate, ...now }: Moment, room) =>
    mapScene(
      bundle,
      mapOptions(bundle, chosen),
      { ...pageOf({ bundle, chosen, translate, ...now }), ...room, translate },
      { overSequences: true }
    )
);

/** Where the reader stands. */
const placeOf = ({ bundle, chosen, lit }: Moment, row?: number) => {
  const { layer } = mapOptions(bundle, chosen);
  const at = openedPlace(bundle, bundle.layers[layer]);
  return { step: row ?? at.step, unit: lit ?? at.unit };
};

/** What its tables are of. */
const tableRun = ({ bundle, chosen }: Moment): TableRun => {
  const options = mapOptions(bundle, chosen);
  const trace = asRead(bundle, bundle.layers[options.layer]);
  const layer = trace.layers[options.layer];
  return {
    ...{ trace, layer, rows: channelRows(layer, options.gradients) },
    overSequences: options.overSequences && trace.batch?.shares !== undefined
  };
};

/** What each gate did, for every unit at every step. */
export const gatesView = defineView<'trace', GatesPage>()({
  name: 'gates',
  kind: 'trace',
  title: (translate, bundle) =>
    !bundle || hasGates(bundle) ? translate('Gates') : translate('States'),
  choices: mapChoices,
  table: now => unitTable(tableRun(now), placeOf(now).unit, now.translate),
  csv: now => dataTable(layerTable(tableRun(now), now.translate)),
  scene: now => ({
    panels: [],
    layout({ width, measure, theme }) {
      const { translate } = now;
      const scene = gatesScene(now, { width, measure });
      const { at, ...drawn } = mapDrawing(scene, { theme, measure, translate });
      const opened = placeOf(now).unit;
      return {
        ...{ width, height: scene.layout.height + 4, axis: [], badge: 0 },
        ...mapPanels(scene, () => true),
        ...drawn,
        told: (step, unit) => at(step, unit ?? opened)
      };
    }
  }),
  words: {
    meta: now => gatesMeta(gatesScene(now), now.translate),
    question: (now, row) =>
      gatesQuestion(gatesScene(now), placeOf(now, row), now.translate),
    answer(now, row) {
      const at = placeOf(now, row);
      return {
        row: at.step,
        sentence: gatesAnswer(gatesScene(now), at, now.translate)
      };
    },
    reading: now =>
      piecesText(
        readingLine(
          gatesScene(now),
          placeOf(now).unit,
          pageOf(now),
          now.translate
        )
      ),
    notice: now => noticeOf(gatesScene(now), now.translate)
  }
});
