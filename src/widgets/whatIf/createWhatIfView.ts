import type { Trace } from '../../trace';
import type { Cursor, LiveLink, ViewFactory, ViewSettings } from '../context';
import type { Translate } from '../../scene/words/translate';
import { createStepView, type StepView } from '../base/createStepView';
import { describerOf } from '../describe/describerOf';
import { layerLines } from '../describe/layerLines';
import type { ShownLines } from '../describe/line';
import { putInto, textOf, type Content } from '../base/dom';
import { contentOf } from '../base/pieces';
import { fadeFrom } from '../base/fade';
import { duration, type Frame } from '../base/frame';
import { runSteps } from '../base/openingPlace';
import { leavesStepsOut } from '../base/wholeBundle';
import type { MapScene } from '../../views/map/mapScene';
import type { SceneFrame } from '../../views/map/mapScene';
import { sceneFrame } from '../traceMap/sceneFrame';
import { unitTables, unitsTable, unitTable } from '../gates/gatesTables';
import { announcement } from '../gates/gatesWords';
import { mapChoice } from '../../views/map/startOptions';
import { createTraceCursor, type TraceCursor } from '../traceMap/traceCursor';
import {
  createChangedRun,
  type ChangedRun,
  type ChangedRunOptions
} from './changedRun';
import { changedWords } from '../../views/whatIf/changedWords';
import { clampTools } from './clampTools';
import { createWhatIfHands } from './whatIfHands';
import { createWhatIfPicture, type WhatIfPicture } from './whatIfPicture';
import {
  whatIfScenes,
  type Progress,
  type WhatIfScenes
} from '../../views/whatIf/whatIfScenes';
import type { ViewChoice } from '../base/viewCode';
import { changesChoice } from './operations';
import { createWhatIfState, type WhatIfState } from './whatIfState';
import { answersAsItWas } from './asItWas';
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
  let drawn = false;
  let choices = 0;
  const state = createWhatIfState(bundle, store, () => cursor.position.channel);
  const place = placeIn(state, cursor, () => base);
  /** Half of the steps against all of them would be a difference that nobody made. */
  const live = (): boolean =>
    answersAsItWas(base.frame.status, bundle) && !leavesStepsOut(state.trace);
  const scenes = createScenes(
    state,
    () => run,
    () => sceneFrame(base.frame, context)
  );
  const built = scenes.now;
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
    moreTables: unitTables(() => built().after, place, context),
    csv: () => unitsTable(built().after, translate),
    choice: () => viewChoice(state),
    describer: describerOf(() => linesOf(built(), state, place, translate)),
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
      scenes.forget();
      if (picture.setNarrow(frame.narrow)) {
        brush.followRight();
      }
      sentence = changedSentence(state, run, translate);
      setWords(frame, { state, link }, translate);
      drawTools();
      frame.refreshTable();
    },
    paint(theme) {
      const { measure } = sceneFrame(base.frame, context);
      picture.build(built(), progressOf(run), theme, measure);
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
      changed: sentence,
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
    const now = { state, live: live(), awaited: run.awaited };
    base.frame.setTools(clampTools(now, actions, translate));
  };
  const run = createChangedRun({
    state,
    link,
    live,
    ...answersOnPage({
      base,
      fade: () => fadeOver(picture, settings, base.draw),
      said: () => textOf(sentence)
    })
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

/** What a line of code can say of the view. */
const viewChoice = ({
  trace,
  options,
  operations
}: WhatIfState): ViewChoice => ({
  ...mapChoice(trace, options),
  ...changesChoice(operations)
});

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

/** What the page does about the kernel's answers. */
function answersOnPage({
  base,
  fade,
  said
}: {
  readonly base: StepView<'trace'>;
  /** Draws the run that is now there. */
  readonly fade: () => void;
  readonly said: () => string;
}): Pick<ChangedRunOptions, 'show' | 'asked' | 'failed'> {
  const { frame } = base;
  return {
    show(computed) {
      fade();
      if (computed) {
        frame.setNotice('');
        announceHere(frame, said());
      }
    },
    asked: () => base.draw(),
    failed(why) {
      base.draw();
      frame.setFault(why);
    }
  };
}

/** The two pictures as they are now; made once until they are forgotten. */
function createScenes(
  state: WhatIfState,
  run: () => ChangedRun,
  frame: () => SceneFrame
): { readonly now: () => WhatIfScenes; readonly forget: () => void } {
  let made: WhatIfScenes | null = null;
  /** The vertical scales of the charts, which stand still while a point is dragged. */
  let domains: readonly (readonly [number, number])[] | undefined;
  return {
    now() {
      const { trace, dragging } = run();
      made ??= whatIfScenes(
        state,
        trace,
        frame(),
        dragging ? domains : undefined
      );
      domains = made.after.panels.map(({ domain }) => domain);
      return made;
    },
    forget() {
      made = null;
    }
  };
}

/** What stands above and below the pictures. */
function setWords(
  frame: Frame,
  {
    state,
    link
  }: {
    readonly state: WhatIfState;
    readonly link: LiveLink;
  },
  translate: Translate
): void {
  frame.setMeta(whatIfMeta(state, translate));
  frame.setReading(
    whatIfReading(
      state,
      { status: link.status(state.trace.id), stacked: frame.narrow },
      translate
    )
  );
}

/** The run with what was changed, as lines to be described. */
function linesOf(
  { after: { trace, layer, rows } }: WhatIfScenes,
  { channel }: WhatIfState,
  place: TraceCursor,
  translate: Translate
): ShownLines {
  const channels = rows.map(row => row.channel);
  const here = { channel, unit: place.unit() };
  return layerLines(trace, layer, channels, here, translate);
}

/** What the changes that are in the run did, or that the run with the others is still to come. */
function changedSentence(
  { trace, options }: WhatIfState,
  run: ChangedRun,
  translate: Translate
): Content {
  switch (progressOf(run)) {
    case 'same':
      return '';
    case 'awaited':
      return translate(
        'Computing the run with your change; the numbers are those from before it.'
      );
    default:
      return contentOf(
        changedWords(trace, run.trace, options.layer, run.operations, translate)
      );
  }
}

function progressOf({ awaited, operations }: ChangedRun): Progress {
  if (awaited) {
    return 'awaited';
  }
  if (operations.length === 0) {
    return 'same';
  }
  return operations.some(({ kind }) => kind === 'edit') ? 'changed' : 'clamped';
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
