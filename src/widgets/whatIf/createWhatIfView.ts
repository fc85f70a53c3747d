import type { Trace } from '../../trace';
import type { ViewFactory } from '../context';
import { createStepView, type StepView } from '../base/createStepView';
import { textOf } from '../base/dom';
import { fadeFrom } from '../base/fade';
import { duration } from '../base/frame';
import { runSteps } from '../base/openingPlace';
import { leavesStepsOut } from '../base/wholeBundle';
import { sceneFrame } from '../traceMap/sceneFrame';
import { unitTable } from '../gates/gatesTables';
import { announcement } from '../gates/gatesWords';
import { createTraceCursor } from '../traceMap/traceCursor';
import { createChangedRun } from './changedRun';
import { changedWords } from './changedWords';
import { clampTools } from './clampTools';
import { createWhatIfHands } from './whatIfHands';
import { createWhatIfPicture } from './whatIfPicture';
import { whatIfScenes, type WhatIfScenes } from './whatIfScene';
import { createWhatIfState } from './whatIfState';
import { whatIfMeta, whatIfReading } from './whatIfWords';

/** How long changed values take to fade over, in milliseconds. */
const FADE = 160;

/** The What-if view: what does this gate, or this input, do for the answer? */
export const createWhatIfView: ViewFactory<Trace> = (
  element,
  bundle,
  context
) => {
  const { cursor, link, store, settings, translate } = context;
  let scenes: WhatIfScenes | null = null;
  let drawn = false;
  /** Where the last sentence read out was; what is chosen counts as another place. */
  let said = '';
  let choices = 0;
  const state = createWhatIfState(bundle, store, {
    step: () => place.step(),
    channel: () => cursor.position.channel
  });
  const place = createTraceCursor({
    cursor,
    trace: () => state.trace,
    layer: () => state.layer,
    channel: () => null,
    source: () => base
  });
  /** Half of the steps against all of them would be a difference that nobody made. */
  const live = (): boolean =>
    base.frame.status.state === 'live' && !leavesStepsOut(state.trace);
  const built = (): WhatIfScenes => {
    scenes ??= whatIfScenes(
      state.trace,
      run.trace,
      state.options,
      state.channel,
      sceneFrame(base.frame, settings)
    );
    return scenes;
  };
  const sentence = () =>
    state.operations.length > 0
      ? changedWords(state.trace, run.trace, state.options.layer, translate)
      : '';

  const base: StepView<'trace'> = createStepView(element, {
    kind: 'trace',
    bundle,
    context,
    title: translate('What if'),
    steps: trace => runSteps(trace, state.layer),
    table: () => unitTable(built().after, place.unit(), translate),
    onStatus() {
      if (drawn) {
        base.draw();
        run.recompute();
      }
    },
    take(next) {
      state.setTrace(next);
      run.recompute();
    },
    draw() {
      const { frame } = base;
      scenes = null;
      if (picture.setNarrow(frame.narrow)) {
        brush.followRight();
      }
      frame.setMeta(whatIfMeta(state, translate));
      frame.setReading(whatIfReading(state, live(), translate));
      frame.setChanged(sentence());
      drawTools();
      frame.refreshTable();
    },
    paint(theme) {
      const { measure } = sceneFrame(base.frame, settings);
      picture.build(built(), state.operations.length > 0, theme, measure);
      picture.right.plot.append(editor.strip);
      editor.build(built().after, live());
      brush.rebuilt();
      show(base.step);
      if (!drawn) {
        drawn = true;
        brush.showSelection();
        run.recompute();
      }
    },
    lit: () => `${place.unit()} ${choices}`,
    show: step => show(step),
    describe(step) {
      const { after } = built();
      const unit = place.unit();
      const row = after.rows[Math.min(brush.group, after.rows.length - 1)];
      const news = `${step} ${unit}` !== said;
      said = `${step} ${unit}`;
      return {
        spoken: news ? announcement(after, row, step, unit, translate) : ''
      };
    },
    onKey: action => onKey(action),
    dispose() {
      run.forget();
      editor.dispose();
      brush.dispose();
    }
  });
  const picture = createWhatIfPicture(base.frame, translate);
  const show = (step: number): void => {
    picture.paint(built(), state, { step, unit: place.unit() });
    editor.paint(step);
  };
  const drawTools = (): void =>
    base.frame.setTools(
      clampTools({ state, live: live() }, actions, translate)
    );
  const run = createChangedRun({
    state,
    link,
    live,
    /** What is another number now fades over. */
    show(computed) {
      const fade = fadeFrom(picture.changedMaps(), duration(settings, FADE));
      base.draw();
      fade();
      if (computed) {
        base.frame.setNotice('');
        base.frame.announce(textOf(sentence()));
      }
    },
    failed: message =>
      base.frame.setNotice(
        translate('The kernel could not compute this: %1', message)
      )
  });
  const { actions, editor, brush, onKey } = createWhatIfHands({
    base,
    state,
    place,
    picture,
    run,
    scenes: built,
    live,
    link,
    /** Something else is selected. */
    chosen() {
      choices += 1;
      drawTools();
      base.light();
    },
    translate
  });
  return base.view;
};
