import type { Trace } from '../../trace';
import type { CursorPosition, ViewContext, ViewFactory } from '../context';
import type { Translate } from '../../scene/words/translate';
import { createStepView, type StepView } from '../base/createStepView';
import { runSteps } from '../base/openingPlace';
import { createStepFooter } from '../base/stepFooter';
import { describerOf } from '../describe/describerOf';
import { layerLines } from '../describe/layerLines';
import type { ShownLines } from '../describe/line';
import type { Theme } from '../base/theme';
import { contentOf } from '../base/pieces';
import { createTooltip } from '../base/tooltip';
import { createMapPicture } from '../traceMap/mapPicture';
import { sceneFrame } from '../traceMap/sceneFrame';
import { hasGates } from '../../views/map/traceChannels';
import { createTraceCursor } from '../traceMap/traceCursor';
import { createEquationsBelow } from './equationsBelow';
import { createGatesHands } from './gatesHands';
import { createGatesState, type GatesState } from './gatesState';
import { layerTable, unitTable } from '../../views/gates/gatesTables';
import { unitTables } from './namedTables';
import { chosenOf } from '../../scene/choices';
import { drawView, type Paper } from '../../scene/drawView';
import { gatesView, type GatesPage } from '../../views/gates/gatesView';
import { pagePaper } from '../scene/pagePaper';
import { dataTable } from '../../scene/table';
import {
  announcement,
  gatesAnswer,
  gatesMeta,
  gatesQuestion,
  noticeOf,
  readingLine
} from '../../views/gates/gatesWords';
import { readout } from './gatesWords';
import { litChannels } from './litChannels';
import { valueTooltip } from './valueTooltip';

/** The gates view: what did each gate do, for every unit at every step? */
export const createGatesView: ViewFactory<Trace> = (
  element,
  bundle,
  context
) => {
  const { cursor, store, translate } = context;
  const room = () => sceneFrame(base.frame, context);
  const state = createGatesState(bundle, store, room, translate);
  const place = createTraceCursor({
    cursor,
    trace: () => state.trace,
    layer: () => state.layer,
    channel: () => state.row.channel.name,
    source: () => base
  });
  /** The unit that the tools name. */
  let toolUnit = -1;
  const drawTools = (): void => {
    toolUnit = place.unit();
    base.frame.setTools(hands.tools());
  };
  const setReading = (openIsDark: boolean): void => {
    const look = { narrow: base.frame.narrow, openIsDark };
    base.frame.setReading(
      contentOf(readingLine(state.scene, place.unit(), look, translate))
    );
  };
  let openIsDark = true;

  const base: StepView<'trace'> = createStepView(element, {
    kind: 'trace',
    bundle,
    context,
    title: hasGates(bundle) ? translate('Gates') : translate('States'),
    plays: true,
    asks: true,
    steps: trace => runSteps(trace, state.layer),
    table: () => dataTable(unitTable(state.scene, place.unit(), translate)),
    moreTables: unitTables(() => state.scene, place, context),
    csv: () => dataTable(layerTable(state.scene, translate)),
    choice: () => state.code,
    svg: () =>
      fileOf(state, { step: base.step, unit: place.unit() }, context, {
        paper: pagePaper(base.frame.element),
        openIsDark
      }),
    describer: describerOf(() => linesShown(state, place.unit(), translate)),
    take: next => state.take(next),
    draw() {
      const { frame } = base;
      state.fit();
      state.follow(base.step);
      footer.fit();
      frame.setMeta(gatesMeta(state.scene, translate));
      frame.setNotice(noticeOf(state.scene, translate));
      drawTools();
      frame.refreshTable();
    },
    paint(theme: Theme) {
      state.fit();
      picture.build(state.scene, theme, room().measure);
      hands.rebuilt();
      openIsDark = !theme.dark;
      setReading(openIsDark);
      show(base.step);
    },
    lit: () =>
      [place.unit(), hands.attends, litKey(state, cursor.position)].join(' '),
    show: step => (state.follow(step) ? base.draw() : show(step)),
    describe(step) {
      const { row, scene } = state;
      const unit = place.unit();
      return {
        changed: readout(scene, step, unit, translate),
        spoken: announcement(scene, row, step, unit, translate)
      };
    },
    onKey: action => hands.onKey(action),
    dispose() {
      hands.dispose();
      equations.dispose();
    }
  });
  const picture = createMapPicture(base.frame.picture, translate);
  const tooltip = createTooltip(base.frame.picture);
  const equations = createEquationsBelow(
    base.frame,
    context,
    bundle.id,
    base,
    action => base.key(action)
  );
  const footer = createStepFooter(base.frame, base.key, translate);
  const show = (step: number): void => {
    const { scene, group } = state;
    const unit = place.unit();
    base.frame.setAsked(
      gatesQuestion(scene, { step, unit }, translate),
      gatesAnswer(scene, { step, unit }, translate)
    );
    picture.paint(step, unit, hands.attends ? group : null);
    picture.light(litChannels(scene, cursor.position));
    if (scene.lines) {
      setReading(openIsDark);
      if (unit !== toolUnit) {
        drawTools();
      }
    }
    base.frame.refreshTable();
    equations.show(state.trace, state.layer, step, unit);
    equations.light(cursor.position);
    if (hands.attends && !base.frame.narrow) {
      valueTooltip(tooltip, scene, { step, unit, group }, translate);
    } else {
      tooltip.hide();
    }
  };
  const hands = createGatesHands({
    ...{ base, state, place, picture, equations, context }
  });
  return base.view;
};

/** The picture as a file, looked at where the reader stands. */
const fileOf = (
  { trace, stands }: GatesState,
  { step, unit }: { readonly step: number; readonly unit: number },
  { translate }: Pick<ViewContext, 'translate'>,
  page: GatesPage & { readonly paper: Paper }
): string =>
  drawView(
    gatesView,
    {
      bundle: { ...trace, view: { ...trace.view, unit } },
      chosen: chosenOf(stands) as never,
      data: page,
      translate
    },
    { ...page.paper, row: step }
  );

/** What is drawn, as lines to be described. */
function linesShown(
  { trace, layer, scene, row }: GatesState,
  unit: number,
  translate: Translate
): ShownLines {
  const channels = scene.rows.map(({ channel }) => channel);
  const { overSequences } = scene;
  const here = { channel: row.channel.name, unit, overSequences };
  return layerLines(trace, layer, channels, here, translate);
}

/** What is looked at here, and pointed at in the linked views, as a key. */
function litKey(
  { layer, group }: GatesState,
  { layer: named, channel, term = null }: CursorPosition
): string {
  return [layer.name, group, named, channel, term].join(' ');
}
