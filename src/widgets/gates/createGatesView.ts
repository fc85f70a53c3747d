import type { Trace } from '../../trace';
import type { CursorPosition, ViewFactory } from '../context';
import type { Translate } from '../../scene/words/translate';
import { createStepView, type StepView } from '../base/createStepView';
import { runSteps } from '../base/openingPlace';
import { createStepFooter } from '../base/stepFooter';
import { describerOf } from '../describe/describerOf';
import { layerLines } from '../describe/layerLines';
import type { ShownLines } from '../describe/line';
import type { Frame } from '../base/frame';
import { pieceNodes } from '../base/pieces';
import { createTooltip, type Tooltip } from '../base/tooltip';
import { createDrawing } from '../scene/createDrawing';
import { keptOf } from '../scene/definedPage';
import { pageFile } from '../scene/pagePaper';
import { createTraceCursor } from '../traceMap/traceCursor';
import { createEquationsBelow } from './equationsBelow';
import { createGatesInteractions } from './gatesInteractions';
import { createGatesState, type GatesState } from './gatesState';
import { unitTables } from './namedTables';
import { createMoment } from '../../scene/createMoment';
import { dataTable } from '../../scene/table';
import { gatesView } from '../../views/gates/gatesView';
import { layerTable } from '../../views/gates/gatesTables';
import {
  announcement,
  gatesAnswer,
  gatesMeta,
  gatesQuestion,
  noticeOf,
  readingLine,
  type UnitPlace
} from '../../views/gates/gatesWords';
import { mapCode } from '../../views/map/mapChoices';
import { readout, tooltipContent } from './gatesWords';
import { columnLeft, stepCenter } from '../../views/map/mapLayout';
import type { MapScene } from '../../views/map/mapScene';

/** The gates view: what did each gate do, for every unit at every step? */
export const createGatesView: ViewFactory<Trace> = (
  element,
  bundle,
  context
) => {
  const { cursor, settings, translate } = context;
  const kept = keptOf(bundle, gatesView.name, context);
  const moment = createMoment(gatesView, bundle, kept, translate);
  const state = createGatesState(moment, kept);
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
  const setReading = (): void =>
    base.frame.setReading(
      pieceNodes(
        readingLine(state.scene, place.unit(), moment.now.data!, translate)
      )
    );
  const drawing = createDrawing(gatesView.name, moment, {
    picture: () => base.frame.picture,
    over: hit => hands.over(hit),
    to: hit => hands.to(hit),
    brush: { from: () => hands.spot(), done: area => hands.brushed(area) }
  });
  const base: StepView<'trace'> = createStepView(element, {
    kind: 'trace',
    bundle,
    context,
    title: gatesView.title(translate, bundle),
    plays: true,
    asks: true,
    ...drawing.pointer,
    zoom: (around, amount) => hands.zoom(around, amount),
    steps: trace => runSteps(trace, state.layer),
    table: () => dataTable(gatesView.table(moment.now)),
    moreTables: unitTables(() => state.scene, place, context),
    csv: () => dataTable(layerTable(state.scene, translate)),
    choice: () => mapCode(state.trace, moment.stands),
    svg: () => pageFile(gatesView, moment.now, base),
    describer: describerOf(() => linesShown(state, place.unit(), translate)),
    take: next => state.take(next),
    draw(width, theme) {
      const { frame } = base;
      state.fit({
        ...{ narrow: frame.narrow, settings, ratio: devicePixelRatio },
        openIsDark: !theme.dark
      });
      state.follow(base.step);
      moment.light(place.unit());
      drawing.draw(width);
      footer.fit();
      setWords(frame, state, translate);
      setReading();
      drawTools();
      frame.refreshTable();
    },
    paint: drawing.paint,
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
    moment.light(unit);
    setAsked(base.frame, state, { step, unit }, translate);
    drawing.show(step);
    hands.show(step, unit);
    if (scene.lines) {
      setReading();
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
  const hands = createGatesInteractions({
    ...{ base, state, place, drawing, equations, context }
  });
  return base.view;
};

/** The question as it is where the reader stands, with its answer. */
function setAsked(
  frame: Frame,
  { scene }: GatesState,
  at: UnitPlace,
  translate: Translate
): void {
  frame.setAsked(
    gatesQuestion(scene, at, translate),
    gatesAnswer(scene, at, translate)
  );
}

/** What stands around the picture wherever the reader stands. */
function setWords(
  frame: Frame,
  { scene }: GatesState,
  translate: Translate
): void {
  frame.setMeta(gatesMeta(scene, translate));
  frame.setNotice(noticeOf(scene, translate));
}

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

/** Shows the words of one value beside its place in the picture. */
function valueTooltip(
  tooltip: Tooltip,
  scene: MapScene,
  at: { readonly step: number; readonly unit: number; readonly group: number },
  translate: Translate
): void {
  const { layout, lines, options, placeOf, rows } = scene;
  const inView = at.step - options.from;
  const center = stepCenter(layout, inView);
  const left = lines ? center - 5 : columnLeft(layout, inView);
  const band = layout.groups[at.group];
  const row = Math.floor(placeOf[at.unit] / layout.unitsPerRow);
  tooltip.show(
    tooltipContent(scene, rows[at.group], at.step, at.unit, translate),
    {
      left,
      right: lines ? center + 5 : left + layout.columnWidth,
      y: lines
        ? band.y + band.height / 2
        : band.y + (row + 1) * layout.rowHeight
    }
  );
}
