import type { Trace } from '../../trace';
import type { CursorPosition, ViewFactory } from '../context';
import type { Translate } from '../../scene/words/translate';
import { createStepView, type StepView } from '../base/createStepView';
import { runSteps } from '../base/openingPlace';
import { createStepFooter } from '../base/stepFooter';
import { describerOf } from '../describe/describerOf';
import { layerLines } from '../describe/layerLines';
import type { ShownLines } from '../describe/line';
import type { Theme } from '../base/theme';
import { createTooltip } from '../base/tooltip';
import { createMapPicture } from '../traceMap/mapPicture';
import { sceneFrame } from '../traceMap/sceneFrame';
import { hasGates } from '../../views/map/traceChannels';
import { mapChoice } from '../../views/map/startOptions';
import { createTraceCursor } from '../traceMap/traceCursor';
import { createEquationsBelow } from './equationsBelow';
import { createGatesHands } from './gatesHands';
import { createGatesState, type GatesState } from './gatesState';
import { layerTable, unitTable, unitTables } from './gatesTables';
import {
  announcement,
  gatesMeta,
  noticeOf,
  readingLine,
  readout
} from './gatesWords';
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
  const state = createGatesState(bundle, store, room);
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
      readingLine(state.scene, place.unit(), look, translate)
    );
  };
  let openIsDark = true;

  const base: StepView<'trace'> = createStepView(element, {
    kind: 'trace',
    bundle,
    context,
    title: hasGates(bundle) ? translate('Gates') : translate('States'),
    plays: true,
    steps: trace => runSteps(trace, state.layer),
    table: () => unitTable(state.scene, place.unit(), translate),
    moreTables: unitTables(() => state.scene, place, context),
    csv: () => layerTable(state.scene, translate),
    choice: () => mapChoice(state.trace, state.scene.options),
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
    base,
    state,
    place,
    picture,
    equations,
    context
  });
  return base.view;
};

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
