import {
  chosenOf,
  standing,
  type ChoiceName,
  type ChoiceValue,
  type ChosenOf,
  type Standing
} from '../../scene/choices';
import { untranslated, type Translate } from '../../scene/words/translate';
import { comparedLayer, holdsStep, readsTurned } from '../../trace';
import type { Comparison, InputEdit, TimeAxis } from '../../trace';
import { batchOf } from '../base/sequences';
import type { ViewStore } from '../context';
import { sharesInput, withEdit } from '../../views/compare/compareEdits';
import {
  compareChoices,
  type CompareChoice
} from '../../views/compare/compareChoices';
import { asCompared } from '../../views/compare/compareView';
import { compareRows, type CompareRow } from '../../views/compare/compareRows';
import { keptOf } from '../scene/definedPage';

/** What is compared, what the reader chose of it and edited; kept in the store. */
export interface CompareState {
  /** As it was shown. */
  readonly before: Comparison;
  /** As it is with the edits; the same object while nothing is edited. */
  readonly now: Comparison;
  readonly edited: boolean;
  readonly edits: readonly InputEdit[];
  readonly chosen: ChosenOf<CompareChoice>;
  readonly stands: readonly Standing[];
  /** All channels, and those that are drawn. */
  readonly all: readonly CompareRow[];
  readonly allBefore: readonly CompareRow[];
  readonly rows: readonly CompareRow[];
  readonly rowsBefore: readonly CompareRow[];
  readonly steps: number;
  /** The steps of the longest run, and those of which every run has the numbers. */
  readonly time: Pick<TimeAxis, 'steps' | 'kept'>;
  /** The most units that a network has. */
  readonly mostUnits: number;
  /** Whether one number of the input is the same number for all networks. */
  readonly editable: boolean;
  choose(name: ChoiceName, value: ChoiceValue): void;
  setComparison(next: Comparison): void;
  /** The kernel's answer to the edits; null for none. */
  setAnswer(answer: Comparison | null): void;
  edit(next: InputEdit, replace: boolean): void;
  /** Takes the last edit back and returns it; null where there is none. */
  undo(): InputEdit | null;
  /** What was undone last, again; null where something else was edited since. */
  redo(): InputEdit | null;
  readonly canRedo: boolean;
  /** Takes all edits back and returns the last; null where there is none. */
  reset(): InputEdit | null;
}

const EDITS = 'compareEdits';

/** Each sequence of a batch has edits of its own. */
function editsKey(comparison: Comparison): string {
  const sequence = batchOf(comparison)?.sequence ?? 0;
  return sequence === 0 ? EDITS : `${EDITS}.${sequence}`;
}

function editsOf(
  comparison: Comparison,
  store: ViewStore
): readonly InputEdit[] {
  return (
    store.get(comparison.id, editsKey(comparison)) ??
    comparison.view?.edits ??
    []
  );
}

/** Whether an edit at a step of the picture is one of that step of the input, of all networks. */
const isEditable = ({ traces }: Comparison): boolean =>
  sharesInput(traces) &&
  !traces.some(trace => readsTurned(trace, comparedLayer(trace)));

export function createCompareState(
  bundle: Comparison,
  store: ViewStore,
  translate: Translate = untranslated
): CompareState {
  let before = asCompared(bundle);
  let now = before;
  let allBefore = compareRows(before.traces);
  let all = allBefore;
  let editable = isEditable(bundle);
  let edits = editsOf(bundle, store);
  const kept = keptOf(bundle, 'compare', { store });
  let stands: readonly Standing[] | null = null;
  const standingNow = () =>
    (stands ??= standing(compareChoices, before, kept, translate));
  const chosenNow = () => chosenOf(standingNow()) as ChosenOf<CompareChoice>;
  /** What was undone, the last at the end. */
  let undone: readonly InputEdit[] = [];
  const keep = (next: readonly InputEdit[]): void => {
    edits = next;
    store.set(before.id, editsKey(before), edits);
  };
  /** Takes so many edits from the end and returns the last of them. */
  const takeBack = (count: number): InputEdit | null => {
    const taken = edits.toReversed().slice(0, count);
    undone = [...undone, ...taken];
    keep(edits.slice(0, edits.length - taken.length));
    return taken.at(0) ?? null;
  };
  const drawn = (rows: readonly CompareRow[]): readonly CompareRow[] => {
    const { channels } = chosenNow();
    return rows.filter(({ id }) => channels.includes(id));
  };
  return {
    get before() {
      return before;
    },
    get now() {
      return now;
    },
    get edited() {
      return now !== before;
    },
    get edits() {
      return edits;
    },
    get chosen() {
      return chosenNow();
    },
    get stands() {
      return standingNow();
    },
    get all() {
      return all;
    },
    get allBefore() {
      return allBefore;
    },
    get rows() {
      return drawn(all);
    },
    get rowsBefore() {
      return drawn(allBefore);
    },
    get steps() {
      return Math.max(...before.traces.map(({ time }) => time.steps));
    },
    get time() {
      return sharedTime(before);
    },
    get mostUnits() {
      return mostUnitsOf(before);
    },
    get editable() {
      return editable;
    },
    choose(name, value) {
      kept.set(name, value);
      stands = null;
    },
    setComparison(next) {
      if (editsKey(next) !== editsKey(before)) {
        edits = editsOf(next, store);
        undone = [];
      }
      before = asCompared(next);
      now = before;
      allBefore = compareRows(before.traces);
      all = allBefore;
      editable = isEditable(next);
      stands = null;
    },
    setAnswer(answer) {
      // Scores and curves are of the training, which no edit of one input changes.
      now = answer
        ? {
            ...before,
            traces: asCompared(answer).traces,
            rows: before.rows.map((row, network) => ({
              ...row,
              loss: answer.rows[network]?.loss ?? row.loss
            }))
          }
        : before;
      all = answer ? compareRows(now.traces) : allBefore;
    },
    edit(next, replace) {
      undone = [];
      keep(withEdit(edits, next, replace));
    },
    undo: () => takeBack(1),
    redo() {
      const [last = null] = undone.slice(-1);
      keep([...edits, ...undone.slice(-1)]);
      undone = undone.slice(0, -1);
      return last;
    },
    get canRedo() {
      return undone.length > 0;
    },
    reset: () => takeBack(edits.length)
  };
}

const mostUnitsOf = ({ traces }: Comparison): number =>
  Math.max(...traces.map(trace => comparedLayer(trace).units));

function sharedTime({ traces }: Comparison): Pick<TimeAxis, 'steps' | 'kept'> {
  const times = traces.map(({ time }) => time);
  const longest = times.reduce((a, b) => (b.steps > a.steps ? b : a));
  if (times.every(({ kept }) => kept === undefined)) {
    return { steps: longest.steps };
  }
  const all = Array.from({ length: longest.steps }, (_, step) => step);
  return {
    steps: longest.steps,
    kept: (longest.kept ?? all).filter(step =>
      times.every(time => step >= time.steps || holdsStep(time, step))
    )
  };
}
