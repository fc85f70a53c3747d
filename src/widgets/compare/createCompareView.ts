import { comparedLayer } from '../../trace';
import type { Comparison, ViewChoice } from '../../trace';
import { drawView } from '../../scene/drawView';
import { dataTable } from '../../scene/table';
import {
  networkTable,
  stepTable,
  unitTable,
  valueTable
} from '../../views/compare/compareTables';
import { compareView, openingStep } from '../../views/compare/compareView';
import { readTheme } from '../base/theme';
import { pagePaper } from '../scene/pagePaper';
import type { View, ViewFactory } from '../context';
import type { Translate } from '../../scene/words/translate';
import { changedChoices } from '../../scene/choices';
import { createStepView, type StepView } from '../base/createStepView';
import { fill, html } from '../base/dom';
import type { Frame } from '../base/frame';
import { faultWords } from '../base/frameWords';
import { textMeasure } from '../base/measure';
import { networkLooks } from '../../scene/marks/networkLook';
import type { Steps } from '../base/stepNow';
import { leavesStepsOut } from '../base/wholeBundle';
import { emptyRun } from '../trace/emptyRun';
import { describerOf } from '../describe/describerOf';
import { createCompareEditing } from './compareEditing';
import { compareLines } from './compareLines';
import { createCompareLook } from './compareLook';
import { commonOrder } from '../../views/compare/compareRows';
import { createCompareState, type CompareState } from './compareState';
import { compareTools } from './compareTools';
import { differenceSentence } from './compareWords';
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
    steps: () => stepsOf(state, translate),
    take(next) {
      base.frame.setBundle(next);
      state.setComparison(next);
      editing.recompute();
    },
    ...compareTables(state, () => base.step, translate),
    choice: () => copiedChoice(state),
    svg: () => savedAs(state, base, translate),
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
      writeAround(base.frame, nowOf(state, theme.dark, translate));
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

/** What the definition has to know of the page. */
const nowOf = (
  { now, before, edited, edits, chosen }: CompareState,
  dark: boolean,
  translate: Translate
) => ({
  ...{ bundle: now, chosen, translate },
  data: { before: edited ? before : null, edits, dark }
});

/** The picture as it stands, as a file. */
const savedAs = (
  state: CompareState,
  { frame: { element }, step }: StepView<'comparison'>,
  translate: Translate
): string =>
  drawView(compareView, nowOf(state, readTheme(element).dark, translate), {
    ...pagePaper(element),
    row: step
  });

/** The tables of a comparison: one row a network, a step or a unit; of all values for a file. */
function compareTables(
  state: CompareState,
  step: () => number,
  translate: Translate
) {
  return {
    table: () =>
      dataTable(networkTable(state.now, state.all, step(), translate)),
    tableName: translate('By network'),
    moreTables: [
      {
        label: translate('By %step'),
        make: () => dataTable(stepTable(state.now, state.rows, translate))
      },
      {
        label: translate('By unit'),
        make: () =>
          dataTable(unitTable(state.now, state.rows, step(), translate))
      }
    ],
    csv: () => dataTable(valueTable(state.now, state.all, translate))
  };
}

/** What the line of code says. */
const copiedChoice = ({ stands, edits }: CompareState): ViewChoice => ({
  ...changedChoices(stands),
  ...(edits.length > 0 && { edits })
});

/** The question with its answer, what is compared, and how it is read. */
function writeAround(
  { setMeta, setAsked, setReading }: Frame,
  now: ReturnType<typeof nowOf>
): void {
  const { meta, question, answer, reading } = compareView.words;
  setMeta(meta?.(now) ?? '');
  setAsked(question(now), answer(now)?.sentence ?? '');
  setReading(reading(now));
}

/** The steps of the networks, played as they compute them. */
const stepsOf = (state: CompareState, translate: Translate): Steps => ({
  ...state.time,
  opens: openingStep(state.before, translate),
  order: commonOrder(state.before)
});

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
