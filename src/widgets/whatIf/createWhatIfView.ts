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
import { unitsTable, unitTable } from '../../views/gates/gatesTables';
import { unitTables } from '../gates/namedTables';
import { chosenOf } from '../../scene/choices';
import { drawView } from '../../scene/drawView';
import { pagePaper } from '../scene/pagePaper';
import { dataTable } from '../../scene/table';
import { announcement } from '../../views/gates/gatesWords';
import { mapCode } from '../../views/map/mapChoices';
import { createTraceCursor, type TraceCursor } from '../traceMap/traceCursor';
import {
  createChangedRun,
  type ChangedRun,
  type ChangedRunOptions
} from './changedRun';
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
import {
  progressOf as progressWith,
  whatIfAnswer,
  whatIfMeta,
  whatIfQuestion,
  whatIfView
} from '../../views/whatIf/whatIfView';
import { whatIfReading } from './whatIfWords';

/** How long changed values take to fade over, in milliseconds. */
const FADE = 160;

/** The What-if view: what does this gate, or this input, do for the answer? */
export const createWhatIfView: ViewFactory<Trace> = (
  element,
  bundle,
  context
) => {
  const { cursor, link, settings, translate } = context;
  let drawn = false;
  let choices = 0;
  const state = createWhatIfState(bundle, context);
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
    asks: true,
    steps: trace => runSteps(trace, state.layer),
    table: () => dataTable(unitTable(built().after, place.unit(), translate)),
    moreTables: unitTables(() => built().after, place, context),
    csv: () => dataTable(unitsTable(built().after, translate)),
    choice: () => viewChoice(state),
    svg: () => fileOf(base, state, run, place.unit(), translate),
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
      ask();
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
  const ask = (): void => {
    sentence = setAsked(base, state, run, place.unit(), translate);
  };
  const show = (step: number): void => {
    if (run.operations.length === 0) {
      ask();
    }
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
    ...{ base, state, place, picture, run, live, link, translate },
    scenes: built,
    /** Something else is selected. */
    chosen() {
      choices += 1;
      drawTools();
      base.light();
    }
  });
  return base.view;
};

/** Both runs as a file, looked at where the reader stands. */
const fileOf = (
  { frame, step }: StepView<'trace'>,
  { trace, stands, channel }: WhatIfState,
  { trace: after, operations }: ChangedRun,
  unit: number,
  translate: Translate
): string =>
  drawView(
    whatIfView,
    {
      bundle: { ...trace, view: { ...trace.view, unit } },
      chosen: chosenOf(stands) as never,
      data: { after, operations, channel },
      translate
    },
    { ...pagePaper(frame.element), row: step }
  );

/** What a line of code can say of the view. */
const viewChoice = ({
  trace,
  stands,
  operations
}: WhatIfState): ViewChoice => ({
  ...mapCode(trace, stands),
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
  frame.setMeta(whatIfMeta(state.trace, state.options, translate));
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

/** Writes the question as it is now, with its answer. */
function setAsked(
  { frame, step }: StepView<'trace'>,
  state: WhatIfState,
  run: ChangedRun,
  unit: number,
  translate: Translate
): Content {
  const { trace, channel } = state;
  const answer = answered(state, run, { step, unit }, translate);
  frame.setAsked(
    whatIfQuestion(trace, run.operations, channel, translate),
    answer
  );
  return answer;
}

/** What the changes that are in the run did, or that the run with the others is still to come. */
const answered = (
  state: WhatIfState,
  run: ChangedRun,
  at: { readonly step: number; readonly unit: number },
  translate: Translate
): Content =>
  run.awaited
    ? translate(
        'Computing the run with your change; the numbers are those from before it.'
      )
    : contentOf(
        whatIfAnswer(
          state,
          { after: run.trace, operations: run.operations },
          at,
          translate
        )
      );

const progressOf = ({ awaited, operations }: ChangedRun): Progress =>
  awaited ? 'awaited' : progressWith(operations);

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
