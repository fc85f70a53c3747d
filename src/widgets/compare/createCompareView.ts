import { comparedLayer } from '../../trace';
import type { Comparison } from '../../trace';
import {
  changedChoices,
  type ChoiceName,
  type ChoiceValue,
  type Standing
} from '../../scene/choices';
import { createMoment } from '../../scene/createMoment';
import { drawView } from '../../scene/drawView';
import type { Hit } from '../../scene/scene';
import { dataTable } from '../../scene/table';
import type { KeyAction } from '../../scene/words/keyAction';
import type { Translate } from '../../scene/words/translate';
import { compareRows } from '../../views/compare/compareRows';
import {
  networkTable,
  comparedStepTable,
  unitTable
} from '../../views/compare/compareTables';
import { comparedOf, compareView } from '../../views/compare/compareView';
import { differenceSentence } from '../../views/compare/compareWords';
import {
  createStepView,
  type StepView,
  type StepWords
} from '../base/createStepView';
import { fill } from '../base/dom';
import { faultWords } from '../base/frameWords';
import { pieceNodes } from '../base/pieces';
import type { Tool } from '../base/tools';
import { undoTools } from '../base/undo';
import { leavesStepsOut } from '../base/wholeBundle';
import type { View, ViewFactory } from '../context';
import { describerOf } from '../describe/describerOf';
import { choiceTools } from '../scene/choiceTools';
import { createDrawing, type Drawing } from '../scene/createDrawing';
import { keptOf, writeAround } from '../scene/definedPage';
import { pagePaper } from '../scene/pagePaper';
import { shownLines } from '../scene/shownLines';
import { emptyRun } from '../trace/emptyRun';
import { createCompareEditing, type CompareEditing } from './compareEditing';
import { editInputs } from './editInputs';

/**
 * The page of a comparison: an edit of the input that its networks share is an edit for all of them, and
 * what was before stands above it.
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
  const { cursor, translate } = context;
  const { minimumColumnWidth: leastColumn } = context.settings;
  const kept = keptOf(bundle, 'compare', context);
  const moment = createMoment(compareView, bundle, kept, translate);
  let [dark, measured] = [false, false];
  const live = (): boolean =>
    base.frame.status.state === 'live' && !leavesStepsOut(base.bundle);
  const know = (): void => {
    const { before, edits } = editing;
    moment.know({ before, edits, dark, leastColumn });
  };
  const editing = createCompareEditing(bundle, context, {
    isLive: live,
    feature: () => moment.now.chosen.feature,
    changed() {
      moment.take(editing.now);
      know();
      base.draw();
    },
    failed: why => base.frame.setFault(why),
    say: words => base.frame.announceFirst(words)
  });
  const look = (place: number | null): true => {
    moment.light(place);
    base.light();
    return true;
  };
  const choose = (name: ChoiceName, value: ChoiceValue): void => {
    moment.choose(name, value);
    moment.light(null);
    base.draw();
  };
  const drawing = createDrawing('compare', moment, {
    picture: () => base.frame.picture,
    over(hit, { type, pointerType }) {
      if (hit) {
        look(placeOf(hit));
      } else if (type === 'pointerleave' && pointerType !== 'touch') {
        look(null);
      }
    }
  });
  const base: StepView<'comparison'> = createStepView(element, {
    ...{ kind: 'comparison', bundle, context, plays: true, asks: true },
    ...drawing.pointer,
    title: compareView.title(translate),
    steps: of => compareView.steps!(of),
    take: editing.take,
    ...tablesOf(moment, () => base.step, translate),
    choice: () => ({
      ...changedChoices(moment.stands),
      ...(editing.edits.length > 0 && { edits: editing.edits })
    }),
    svg: () =>
      drawView(compareView, moment.now, {
        ...pagePaper(base.frame.element),
        row: base.step
      }),
    describer: describerOf(() => shownLines(moment)),
    onStatus() {
      base.draw();
      editing.recompute();
    },
    draw(width, theme) {
      if (dark !== theme.dark) {
        ({ dark } = theme);
        know();
      }
      drawing.draw(width);
      editor.build(live() && editing.isPossible);
      writeAround(base.frame, compareView, moment.now, base.step);
      base.frame.setNotice(noticeOf(editing, drawing, translate));
      base.frame.setTools([
        ...choiceTools(offered(moment.stands, editing), choose, translate),
        ...editTools(editing, live(), editor.focus, translate)
      ]);
    },
    paint: drawing.paint,
    lit: () => String(moment.now.lit),
    show(step) {
      drawing.show(step);
      editor.show(step);
      base.frame.refreshTable();
    },
    describe: step => wordsAt(moment, step),
    onKey(action) {
      if (action === 'edit') {
        // A step that was taken within the same frame is not drawn yet.
        editor.show(base.step);
        editor.focus();
        return true;
      }
      const to = placeBy(action, moment.now);
      return to === undefined
        ? editing.key(action)
        : look(to) && !(to === null && cursor.position.pinned);
    }
  });
  const editor = editInputs({
    ...{ drawing, translate, edit: editing.edit },
    now: () => moment.now,
    move: step => void base.move(step),
    leave: () => base.frame.picture.focus()
  });
  know();
  base.frame.picture.append(editor.layer);
  base.frame.below.append(editor.field);
  return {
    ...base.view,
    resize(width) {
      base.view.resize(width);
      if (!measured && editing.edits.length > 0) {
        editing.recompute();
      }
      measured = true;
    },
    dispose: () => [editing, editor, base.view].forEach(part => part.dispose())
  };
};

/** What is said of a step, for eye and ear. */
const wordsAt = ({ now }: Shown, step: number): StepWords => ({
  changed: pieceNodes(
    differenceSentence(comparedOf(now).comparison, step, now.translate)
  ),
  spoken: compareView.words.spoken?.(now, step) ?? ''
});

/** Where a key moves the place that is looked at; null: nowhere, undefined: it does not. */
function placeBy(
  action: KeyAction,
  { lit, bundle: { traces, view } }: Shown['now']
): number | null | undefined {
  const last = Math.max(...traces.map(of => comparedLayer(of).units)) - 1;
  const looks = lit === undefined ? view?.unit !== undefined : lit !== null;
  switch (action) {
    case 'nextUnit':
      return Math.min(last, (lit ?? -1) + 1);
    case 'previousUnit':
      return Math.max(0, (lit ?? 0) - 1);
    case 'leave':
      // Else the key is left to the pin, and to the page.
      return looks ? null : undefined;
    default:
      return undefined;
  }
}

function emptyView(element: HTMLElement, nothing: HTMLElement): View {
  fill(element, nothing);
  return {
    update: () => undefined,
    resize: () => undefined,
    themeChanged: () => undefined,
    dispose: () => nothing.remove()
  };
}

/** Of a place in the picture, how far from the top its unit stands; null between the maps. */
const placeOf = ({ column }: Hit): number | null =>
  column < 0 ? null : column;

interface Shown {
  readonly now: Parameters<typeof comparedOf>[0];
}

/** The tables of a comparison: one row a network, a step or a unit; of all values for a file. */
function tablesOf(moment: Shown, step: () => number, translate: Translate) {
  const now = () => comparedOf(moment.now);
  return {
    table() {
      const { comparison: of } = now();
      return dataTable(
        networkTable(of, compareRows(of.traces), step(), translate)
      );
    },
    tableName: translate('By network'),
    moreTables: [
      {
        label: translate('By %step'),
        make() {
          const { comparison: of, rows } = now();
          return dataTable(comparedStepTable(of, rows, translate));
        }
      },
      {
        label: translate('By unit'),
        make() {
          const { comparison: of, rows } = now();
          return dataTable(unitTable(of, rows, step(), translate));
        }
      }
    ],
    csv: () => compareView.csv!(moment.now)
  };
}

const isEdited = ({ edits, canRedo }: CompareEditing): boolean =>
  edits.length > 0 || canRedo;

/** Without an edit there is no difference. */
const offered = (stands: readonly Standing[], editing: CompareEditing) =>
  stands.filter(({ name }) => isEdited(editing) || name !== 'difference');

/** The way back where the input was edited; else the way to edit it. */
function editTools(
  editing: CompareEditing,
  isLive: boolean,
  edit: () => void,
  translate: Translate
): Tool[] {
  const { edits, canRedo, isPossible, back } = editing;
  if (isEdited(editing)) {
    const isChanged = edits.length > 0;
    return undoTools({ isChanged, canRedo }, back, translate).map(tool => ({
      ...tool,
      keep: tool.id !== 'redo'
    }));
  }
  return isLive && isPossible
    ? [
        {
          id: 'edit',
          label: translate('Edit input'),
          title: translate('Edit the input of all networks at once (I)'),
          run: edit
        }
      ]
    : [];
}

/** That an edit was not computed, else that the maps are aggregated. */
function noticeOf(
  { fault }: CompareEditing,
  { placed }: Drawing,
  translate: Translate
): string {
  const steps = Math.max(
    1,
    ...(placed?.maps ?? []).map(({ values }) => values.columnsPerPixel ?? 1)
  );
  return fault !== ''
    ? faultWords(fault, translate)
    : steps > 1
      ? translate(
          'Aggregated: a column of pixels is the mean of %1 %steps.',
          steps
        )
      : '';
}
