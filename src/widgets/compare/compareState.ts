import { asRead, comparedLayer, holdsStep, readsTurned } from '../../trace';
import type { Comparison, InputEdit, TimeAxis } from '../../trace';
import { batchOf } from '../base/sequences';
import type { ViewStore } from '../context';
import { sharesInput, withEdit } from './compareEdits';
import {
  compareRows,
  firstRows,
  type CompareOrder,
  type CompareRow
} from './compareRows';

export interface CompareChoice {
  readonly shared: boolean;
  readonly order: CompareOrder;
  /** Ids of the rows that are drawn. */
  readonly rows: readonly string[];
  readonly feature: number;
  /** After an edit: the lower maps show the difference. */
  readonly difference: boolean;
  /** All networks as lines in one plot, and not each as maps of its own. */
  readonly lines: boolean;
}

/** What is compared, what the reader chose of it and edited; kept in the store. */
export interface CompareState {
  /** As it was shown. */
  readonly before: Comparison;
  /** As it is with the edits; the same object while nothing is edited. */
  readonly now: Comparison;
  readonly edited: boolean;
  readonly edits: readonly InputEdit[];
  readonly choice: CompareChoice;
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
  choose(next: Partial<CompareChoice>): void;
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
const CHOICE = 'compare';

/** Each sequence of a batch has edits of its own. */
function editsKey(comparison: Comparison): string {
  const sequence = batchOf(comparison)?.sequence ?? 0;
  return sequence === 0 ? EDITS : `${EDITS}.${sequence}`;
}

function editsOf(
  comparison: Comparison,
  store: ViewStore
): readonly InputEdit[] {
  return store.get(comparison.id, editsKey(comparison)) ?? [];
}

/** Each run as the layer that is compared reads it. */
function asCompared(comparison: Comparison): Comparison {
  return {
    ...comparison,
    traces: comparison.traces.map(trace => asRead(trace, comparedLayer(trace)))
  };
}

/** Whether an edit at a step of the picture is one of that step of the input, of all networks. */
const isEditable = ({ traces }: Comparison): boolean =>
  sharesInput(traces) &&
  !traces.some(trace => readsTurned(trace, comparedLayer(trace)));

export function createCompareState(
  bundle: Comparison,
  store: ViewStore
): CompareState {
  let before = asCompared(bundle);
  let now = before;
  let allBefore = compareRows(before.traces);
  let all = allBefore;
  let editable = isEditable(bundle);
  let edits = editsOf(bundle, store);
  let choice: CompareChoice = {
    ...firstChoice(bundle, all),
    ...store.get<Partial<CompareChoice>>(bundle.id, CHOICE)
  };
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
  const chosen = (rows: readonly CompareRow[]): readonly CompareRow[] => {
    const found = rows.filter(({ id }) => choice.rows.includes(id));
    return found.length > 0 ? found : rows.slice(0, 1);
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
    get choice() {
      return choice;
    },
    get all() {
      return all;
    },
    get allBefore() {
      return allBefore;
    },
    get rows() {
      return chosen(all);
    },
    get rowsBefore() {
      return chosen(allBefore);
    },
    get steps() {
      return Math.max(...before.traces.map(({ time }) => time.steps));
    },
    get time() {
      return sharedTime(before);
    },
    get mostUnits() {
      return Math.max(
        ...before.traces.map(trace => comparedLayer(trace).units)
      );
    },
    get editable() {
      return editable;
    },
    choose(next) {
      choice = { ...choice, ...next };
      store.set(bundle.id, CHOICE, choice);
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

/** More networks than this beside each other are too narrow: they open as lines. */
const MOST_BESIDE = 4;

/** As lines one plot is seen at once: that of what the outside sees. */
function firstChoice(
  { view, traces }: Comparison,
  all: readonly CompareRow[]
): CompareChoice {
  const lines = view?.lines ?? traces.length > MOST_BESIDE;
  const first = firstRows(all);
  const seen = all.filter(
    ({ id, hue }) => hue === 'hidden' && first.includes(id)
  );
  return {
    shared: true,
    order: 'mean',
    rows: lines && seen.length > 0 ? seen.map(({ id }) => id) : first,
    feature: 0,
    difference: false,
    lines
  };
}

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
