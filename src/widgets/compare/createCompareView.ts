import { comparedLayer } from '../../trace';
import type { Comparison, ViewChoice } from '../../trace';
import type { View, ViewFactory } from '../context';
import type { Translate } from '../../scene/words/translate';
import { changedChoices } from '../../scene/choices';
import { createStepView, type StepView } from '../base/createStepView';
import { fill, html } from '../base/dom';
import type { Frame } from '../base/frame';
import { faultWords } from '../base/frameWords';
import { textMeasure } from '../base/measure';
import { networkLooks } from '../../scene/marks/networkLook';
import { openingPlace } from '../base/openingPlace';
import type { Steps } from '../base/stepNow';
import { leavesStepsOut } from '../base/wholeBundle';
import { emptyRun } from '../trace/emptyRun';
import { describerOf } from '../describe/describerOf';
import { compareAsked, type Compared } from '../../views/compare/compareAnswer';
import { createCompareEditing } from './compareEditing';
import { compareLines } from './compareLines';
import { createCompareLook } from './compareLook';
import { commonOrder } from '../../views/compare/compareRows';
import { createCompareState, type CompareState } from './compareState';
import { compareTables } from './compareTables';
import { compareTools } from './compareTools';
import {
  compareMeta,
  compareReading,
  comparisonNumbers,
  comparisonTable,
  differenceSentence
} from './compareWords';
import type { ComparisonPictureOptions } from './comparisonScene';
import { drawComparison, type ComparisonPicture } from './drawComparison';
import { drawLines } from './drawLines';
import { editInputs } from './editInputs';
import { spokenComparison } from './networkWords';

/**
 * Compare: same data, different cells. Two to eight runs side by side, or as lines in one plot, with
 * one cursor, shared scales, the arithmetic of their parameters, their loss and their time. An edit of the input they share is
 * an edit for all of them, and what was before stands above it.
 */
export const createCompareView: ViewFactory<Comparison> = (
  element,
  bundle,
  context
): View => {
  const nothing = bundle.traces
    .map(trace => emptyRun(trace, context.translate))
    .find(each => each !== null);
  return nothing
    ? emptyView(element, nothing)
    : comparison(element, bundle, context);
};

const comparison: ViewFactory<Comparison> = (element, bundle, context) => {
  const { settings, translate } = context;
  const state = createCompareState(bundle, context.store, translate);
  let picture: ComparisonPicture | null = null;
  let measured = false;
  const host = html('div');
  const live = (): boolean =>
    base.frame.status.state === 'live' && !leavesStepsOut(state.before);
  const notify = (): void =>
    base.frame.setNotice(noticeOf(editing.fault, picture, translate));
  const editing = createCompareEditing(state, context, {
    live,
    draw: () => base.draw(),
    failed: why => base.frame.setFault(why),
    say: words => base.frame.announceFirst(words)
  });
  const base: StepView<'comparison'> = createStepView(element, {
    kind: 'comparison',
    bundle,
    context,
    title: translate('Compare'),
    host,
    plays: true,
    asks: true,
    steps: () => stepsOf(state),
    take(next) {
      base.frame.setBundle(next);
      state.setComparison(next);
      editing.recompute();
    },
    table: () => comparisonTable(state.now, state.all, base.step, translate),
    ...compareTables(state, () => base.step, translate),
    choice: () => copiedChoice(state),
    csv: () => comparisonNumbers(state.now, state.all, translate),
    describer: describerOf(() => compareLines(state, translate)),
    onStatus() {
      base.draw();
      editing.recompute();
    },
    draw(width) {
      const { frame } = base;
      const drawAs = state.chosen.lines ? drawLines : drawComparison;
      picture = drawAs({
        ...shownOf(state, frame.element),
        width,
        narrow: frame.narrow,
        minimumColumnWidth: settings.minimumColumnWidth,
        translate
      });
      fill(host, picture.element);
      editor.build(picture, live());
      writeAround(frame, state, translate);
      notify();
      frame.setTools(
        compareTools(
          state,
          live(),
          {
            ...editing,
            edit: editor.focus,
            choose(name, value) {
              state.choose(name, value);
              look.clear();
              base.draw();
            }
          },
          translate
        )
      );
    },
    paint(theme) {
      picture?.paint(theme);
      base.frame.setReading(readingOf(state, theme.dark, translate));
    },
    lit: () => String(look.place),
    show(step) {
      picture?.moveTo(step, look.place);
      editor.show(step);
      base.frame.refreshTable();
    },
    describe: step => ({
      changed: differenceSentence(state.now, state.all, step, translate),
      spoken: spokenComparison(state, step, look.unitOf, translate)
    }),
    at: event => picture?.at(event.clientX, event.clientY) ?? null,
    over: (hit, event) => look.over(hit, event),
    onKey(action) {
      if (action === 'edit') {
        // A step that was taken within the same frame is not drawn yet.
        editor.show(base.step);
        editor.focus();
      }
      return action === 'edit' || look.key(action) || editing.key(action);
    }
  });
  const look = createCompareLook(state, base.frame, context, {
    picture: () => picture,
    light: base.light
  });
  const editor = editInputs({
    state,
    translate,
    edit: editing.edit,
    move: step => void base.move(step),
    leave: () => base.frame.picture.focus()
  });
  base.frame.picture.append(editor.layer);
  base.frame.below.append(editor.field);
  return {
    ...base.view,
    resize(width) {
      base.view.resize(width);
      if (!measured && state.edits.length > 0) {
        editing.recompute();
      }
      measured = true;
    },
    dispose: () => [editing, editor, base.view].forEach(part => part.dispose())
  };
};

function emptyView(element: HTMLElement, nothing: HTMLElement): View {
  fill(element, nothing);
  return {
    update: () => undefined,
    resize: () => undefined,
    themeChanged: () => undefined,
    dispose: () => nothing.remove()
  };
}

/** As it is, and as it was before it was edited. */
const comparedOf = ({
  now,
  before,
  edited,
  edits
}: CompareState): Compared => ({
  ...{ now, edits },
  before: edited ? before : null
});

/** What the line of code says. */
const copiedChoice = ({ stands, edits }: CompareState): ViewChoice => ({
  ...changedChoices(stands),
  ...(edits.length > 0 && { edits })
});

/** The question with its answer, and what is compared. */
function writeAround(
  { setMeta, setAsked }: Frame,
  state: CompareState,
  translate: Translate
): void {
  const { question, answer } = compareAsked(comparedOf(state), translate);
  setMeta(compareMeta(state.now, translate));
  setAsked(question, answer);
}

/** The line above the picture. */
function readingOf(
  { edited, mostUnits, chosen: { ownScales, lines } }: CompareState,
  dark: boolean,
  translate: Translate
): string {
  const read = {
    ...{ lines, edited, dark },
    shared: !ownScales,
    means: mostUnits > 1
  };
  return compareReading(read, translate);
}

/** The steps of the networks, played as they compute them. */
function stepsOf(state: CompareState): Steps {
  return {
    ...state.time,
    opens: openingStep(state),
    order: commonOrder(state.before)
  };
}

/** Where the notebook asked for, else at the last step that the task is about, else where something happens. */
function openingStep({ before: { view, traces } }: CompareState): number {
  const [first] = traces;
  return (
    view?.step ??
    first.time.marks?.at(-1)?.step ??
    openingPlace(comparedLayer(first), first.time).step
  );
}

/** What of the state is drawn. */
function shownOf(
  state: CompareState,
  element: Element
): Pick<
  ComparisonPictureOptions,
  | 'comparison'
  | 'rows'
  | 'before'
  | 'difference'
  | 'shared'
  | 'order'
  | 'feature'
  | 'looks'
  | 'measure'
> {
  const { now, before, edited, rows, rowsBefore, chosen } = state;
  const { difference, ownScales, sort, feature } = chosen;
  return {
    comparison: now,
    rows,
    before: edited ? { comparison: before, rows: rowsBefore } : null,
    difference,
    feature,
    shared: !ownScales,
    order: sort,
    measure: textMeasure(`700 12px ${getComputedStyle(element).fontFamily}`),
    looks: networkLooks(
      now.traces.map(trace => ({ cell: comparedLayer(trace).cell }))
    )
  };
}

/** That an edit was not computed, else that the maps are aggregated. */
function noticeOf(
  fault: string,
  picture: ComparisonPicture | null,
  translate: Translate
): string {
  const steps = picture?.stepsPerPixel ?? 1;
  return fault !== ''
    ? faultWords(fault, translate)
    : steps > 1
      ? translate(
          'Aggregated: a column of pixels is the mean of %1 %steps.',
          steps
        )
      : '';
}
