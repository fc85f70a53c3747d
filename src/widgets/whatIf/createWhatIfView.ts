import type { Trace } from '../../trace';
import type { Cursor, LiveLink, ViewFactory, ViewSettings } from '../context';
import type { Translate } from '../../scene/words/translate';
import { createStepView, type StepView } from '../base/createStepView';
import { describerOf } from '../describe/describerOf';
import { layerLines } from '../describe/layerLines';
import type { ShownLines } from '../describe/line';
import { putInto, contentText, type Content } from '../base/dom';
import { pieceNodes } from '../base/pieces';
import { fadeFrom } from '../base/fade';
import { duration, type Frame } from '../base/frame';
import { runSteps } from '../base/openingPlace';
import { leavesStepsOut } from '../base/wholeBundle';
import type { MapScene } from '../../views/map/mapScene';
import { unitsTable, unitTable } from '../../views/gates/gatesTables';
import { unitTables } from '../gates/namedTables';
import { pageFile } from '../scene/pagePaper';
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
import { createWhatIfInteractions } from './whatIfInteractions';
import { createWhatIfPicture, type WhatIfPicture } from './whatIfPicture';
import type { WhatIfScenes } from '../../views/whatIf/whatIfScenes';
import type { ViewChoice } from '../base/viewCode';
import { changesChoice } from './operations';
import { createWhatIfState, type WhatIfState } from './whatIfState';
import { answersAsItWas } from './asItWas';
import {
  scenesOf,
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
  const { moment } = state;
  const place = placeIn(state, cursor, () => base);
  /** Half of the steps against all of them would be a difference that nobody made. */
  const live = (): boolean =>
    answersAsItWas(base.frame.status, bundle) && !leavesStepsOut(state.trace);
  const built = (): WhatIfScenes => scenesOf(moment.now);
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
    svg: () => pageFile(whatIfView, moment.now, base),
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
    draw(width) {
      const { frame } = base;
      picture.draw(width, run);
      putInto(picture.sides.after.plot, editor.strip);
      editor.build(built().after, live());
      ask();
      setWords(frame, { state, link }, translate);
      drawTools();
      frame.refreshTable();
    },
    paint(theme) {
      picture.paint(theme);
      if (!drawn) {
        drawn = true;
        picture.showSelection();
        run.recompute();
      }
    },
    lit: () => `${place.unit()} ${choices}`,
    show: step => show(step),
    describe: step => ({
      spoken: say(built().after, picture.group, step, place.unit())
    }),
    onKey: action => onKey(action),
    dispose() {
      run.forget();
      editor.dispose();
      stops.forEach(stop => stop());
    }
  });
  const picture = createWhatIfPicture({
    ...{ frame: base.frame, state, place, context },
    brushed: area => hands.brushed(area)
  });
  const stops = picture.follow(base);
  const ask = (): void => {
    sentence = setAsked(base, state, run, place.unit(), translate);
  };
  const show = (step: number): void => {
    if (run.operations.length === 0) {
      ask();
    }
    picture.show(step);
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
      said: () => contentText(sentence)
    })
  });
  const hands = createWhatIfInteractions({
    ...{ base, state, place, picture, run, live, link, translate },
    scenes: built,
    /** Something else is selected. */
    chosen() {
      choices += 1;
      drawTools();
      base.light();
    }
  });
  const { actions, editor, onKey } = hands;
  return base.view;
};

/** What a line of code can say of the view. */
const viewChoice = ({
  trace,
  moment,
  operations
}: WhatIfState): ViewChoice => ({
  ...mapCode(trace, moment.stands),
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
    : pieceNodes(
        whatIfAnswer(
          state,
          { after: run.trace, operations: run.operations },
          at,
          translate
        )
      );

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

/** Redraws; what is another number now fades over. */
function fadeOver(
  picture: WhatIfPicture,
  settings: ViewSettings,
  draw: () => void
): void {
  const { host } = picture.sides.after.drawing;
  const maps = host.querySelectorAll<HTMLCanvasElement>('[data-channel]');
  const fade = fadeFrom([...maps], duration(settings, FADE));
  draw();
  fade();
}
