import type { Trace } from '../../trace';
import type { Cursor, Translate, ViewFactory, ViewSettings } from '../context';
import { createStepView, type StepView } from '../base/createStepView';
import { putInto, textOf, type Content } from '../base/dom';
import { fadeFrom } from '../base/fade';
import { duration, type Frame } from '../base/frame';
import { runSteps } from '../base/openingPlace';
import { leavesStepsOut } from '../base/wholeBundle';
import type { MapScene } from '../traceMap/mapScene';
import { sceneFrame } from '../traceMap/sceneFrame';
import { unitTable } from '../gates/gatesTables';
import { announcement } from '../gates/gatesWords';
import { createTraceCursor, type TraceCursor } from '../traceMap/traceCursor';
import { createChangedRun } from './changedRun';
import { changedWords } from './changedWords';
import { clampTools } from './clampTools';
import { createWhatIfHands } from './whatIfHands';
import { createWhatIfPicture, type WhatIfPicture } from './whatIfPicture';
import { whatIfScenes, type WhatIfScenes } from './whatIfScene';
import { createWhatIfState, type WhatIfState } from './whatIfState';
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
  let choices = 0;
  const state = createWhatIfState(bundle, store, {
    step: () => place.step(),
    channel: () => cursor.position.channel
  });
  const place = placeIn(state, cursor, () => base);
  /** Half of the steps against all of them would be a difference that nobody made. */
  const live = (): boolean =>
    base.frame.status.state === 'live' && !leavesStepsOut(state.trace);
  const built = (): WhatIfScenes =>
    (scenes ??= whatIfScenes(
      state,
      run.trace,
      sceneFrame(base.frame, context)
    ));
  /** What the picture now says of the changes. */
  let sentence: Content = '';
  const say = createPlaceWords(translate);

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
      sentence = changedSentence(state, run.trace, translate);
      setWords(frame, { state, live: live(), sentence }, translate);
      drawTools();
      frame.refreshTable();
    },
    paint(theme) {
      const { measure } = sceneFrame(base.frame, context);
      picture.build(built(), state.operations.length > 0, theme, measure);
      putInto(picture.right.plot, editor.strip);
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
    describe: step => ({
      spoken: say(built().after, brush.group, step, place.unit())
    }),
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
  const drawTools = (): void => {
    const tools = clampTools({ state, live: live() }, actions, translate);
    base.frame.setTools(tools);
  };
  const run = createChangedRun({
    state,
    link,
    live,
    show(computed) {
      fadeOver(picture, settings, base.draw);
      if (computed) {
        base.frame.setNotice('');
        announceHere(base.frame, textOf(sentence));
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

/** Changes of before are computed when a view is opened, too: nobody asked for words then. */
function announceHere(frame: Frame, words: string): void {
  if (frame.element.contains(document.activeElement)) {
    frame.announce(words);
  }
}

/** Where the cursor of all views is in the run. */
function placeIn(
  state: WhatIfState,
  cursor: Cursor,
  source: () => object
): TraceCursor {
  return createTraceCursor({
    cursor,
    trace: () => state.trace,
    layer: () => state.layer,
    channel: () => null,
    source
  });
}

/** What stands above and below the pictures. */
function setWords(
  frame: Frame,
  {
    state,
    live,
    sentence
  }: {
    readonly state: WhatIfState;
    readonly live: boolean;
    readonly sentence: Content;
  },
  translate: Translate
): void {
  frame.setMeta(whatIfMeta(state, translate));
  frame.setReading(
    whatIfReading(state, { live, stacked: frame.narrow }, translate)
  );
  frame.setChanged(sentence);
}

/** What the changes did, once there are some. */
function changedSentence(
  { operations, trace, options }: WhatIfState,
  changed: Trace,
  translate: Translate
): Content {
  return operations.length > 0
    ? changedWords(trace, changed, options.layer, translate)
    : '';
}

/** Says where the cursor is, where that is another place than before: a choice alone is no news. */
function createPlaceWords(
  translate: Translate
): (scene: MapScene, group: number, step: number, unit: number) => string {
  let said = '';
  return (scene, group, step, unit) => {
    const row = scene.rows[Math.min(group, scene.rows.length - 1)];
    const isNews = `${step} ${unit}` !== said;
    said = `${step} ${unit}`;
    return isNews ? announcement(scene, row, step, unit, translate) : '';
  };
}

/** Draws anew; what is another number now fades over. */
function fadeOver(
  picture: WhatIfPicture,
  settings: ViewSettings,
  draw: () => void
): void {
  const fade = fadeFrom(picture.changedMaps(), duration(settings, FADE));
  draw();
  fade();
}
