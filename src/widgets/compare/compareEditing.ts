import type { Comparison, InputEdit } from '../../trace';
import type { KeyAction } from '../../scene/words/keyAction';
import { isEditable, withEdit } from '../../views/compare/compareEdits';
import type { Edited } from '../../views/compare/compareView';
import { createRecomputer } from '../base/recomputer';
import { batchOf } from '../base/sequences';
import { undoWords, type Back } from '../base/undo';
import type { ViewContext } from '../context';
import { editWords } from '../whatIf/operationWords';

/** The edits of the shared input, and the kernel that is asked what they change. */
export interface CompareEditing extends Pick<Edited, 'before' | 'edits'> {
  /** The comparison with the edits; as it was shown while the kernel has not answered. */
  readonly now: Comparison;
  readonly canRedo: boolean;
  /** Whether one number of the input is the same number for all networks. */
  readonly isPossible: boolean;
  /** Why the runs are not those of the edits; nothing while they are. */
  readonly fault: string;
  /** `going` while the pointer still drags: the whole drag is one edit. */
  edit(step: number, value: number, going: boolean): void;
  back(how: Back): void;
  /** Asks for the runs with all edits, or shows them as they were. */
  recompute(): void;
  /** Takes another comparison: another sequence of a batch, each of which has edits of its own. */
  take(next: Comparison): void;
  /** Answers Ctrl+Z and Ctrl+Y; true when one was used. */
  key(action: KeyAction): boolean;
  dispose(): void;
}

const EDITS = 'compareEdits';

function editsKey(comparison: Comparison): string {
  const sequence = batchOf(comparison)?.sequence ?? 0;
  return sequence === 0 ? EDITS : `${EDITS}.${sequence}`;
}

/** Scores and curves are of the training, which no edit of one input changes. */
const withAnswer = (before: Comparison, { traces, rows }: Comparison) => ({
  ...before,
  traces,
  rows: before.rows.map((row, network) => ({
    ...row,
    loss: rows[network]?.loss ?? row.loss
  }))
});

export function createCompareEditing(
  opened: Comparison,
  { link, store, translate }: ViewContext,
  page: {
    readonly isLive: () => boolean;
    readonly feature: () => number;
    /** The runs are others now. */
    readonly changed: () => void;
    readonly failed: (why: string) => void;
    /** Has a screen reader say what the reader did. */
    readonly say: (words: string) => void;
  }
): CompareEditing {
  const kept = (of: Comparison): readonly InputEdit[] =>
    store.get(of.id, editsKey(of)) ?? of.view?.edits ?? [];
  let before = opened;
  let answer: Comparison | null = null;
  let edits = kept(before);
  /** What was undone, the last at the end. */
  let undone: readonly InputEdit[] = [];
  let possible = isEditable(before);
  let dragged = false;
  let fault = '';
  const show = (next: Comparison | null): void => {
    fault = '';
    answer = next && withAnswer(before, next);
    page.changed();
  };
  const recomputer = createRecomputer({
    request: () => {
      const batch = batchOf(before);
      return link.request('compare', {
        ...{ id: before.id, edits },
        ...(batch && { sequence: batch.sequence })
      });
    },
    answered: ({ comparison }) => show(comparison),
    failed(why) {
      fault = why;
      page.failed(why);
    }
  });
  const recompute = (): void => {
    if (edits.length > 0 && page.isLive()) {
      recomputer.ask();
    } else {
      recomputer.forget();
      show(null);
    }
  };
  const keep = (next: readonly InputEdit[]): void => {
    edits = next;
    store.set(before.id, editsKey(before), edits);
  };
  /** Takes so many edits from the end and returns the last of them. */
  const takeBack = (count: number): InputEdit | undefined => {
    const taken = edits.toReversed().slice(0, count);
    undone = [...undone, ...taken];
    keep(edits.slice(0, edits.length - taken.length));
    return taken[0];
  };
  const ways = {
    undo: () => takeBack(1),
    redo() {
      const last = undone.at(-1);
      keep([...edits, ...undone.slice(-1)]);
      undone = undone.slice(0, -1);
      return last;
    },
    reset: () => takeBack(edits.length)
  };
  const back = (how: Back): void => {
    const last = ways[how]();
    const what = last ? editWords(last, before.traces[0], translate) : null;
    page.say(undoWords(how, what, translate));
    recompute();
  };
  return {
    get before() {
      return answer && before;
    },
    get now() {
      return answer ?? before;
    },
    get edits() {
      return edits;
    },
    get canRedo() {
      return undone.length > 0;
    },
    get isPossible() {
      return possible;
    },
    get fault() {
      return fault;
    },
    edit(step, value, going) {
      undone = [];
      keep(withEdit(edits, { step, feature: page.feature(), value }, dragged));
      dragged = going;
      recompute();
    },
    back,
    recompute,
    take(next) {
      if (editsKey(next) !== editsKey(before)) {
        edits = kept(next);
        undone = [];
      }
      before = next;
      possible = isEditable(next);
      answer = null;
      recompute();
    },
    key(action) {
      const isMine = action === 'undo' || action === 'redo';
      if (isMine) {
        back(action);
      }
      return isMine;
    },
    dispose: () => recomputer.forget()
  };
}
