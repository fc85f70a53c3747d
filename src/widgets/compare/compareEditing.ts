import type { InputEdit } from '../../trace';
import type { ViewContext } from '../context';
import type { KeyAction } from '../../scene/words/keyAction';
import { createRecomputer } from '../base/recomputer';
import { batchOf } from '../base/sequences';
import { undoWords } from '../base/undoWords';
import { editWords } from '../whatIf/operationWords';
import type { CompareState } from './compareState';

/** The edits of the shared input, and the kernel that is asked what they change. */
export interface CompareEditing {
  /** Why the runs are not those of the edits; nothing while they are. */
  readonly fault: string;
  /** `going` while the pointer still drags: the whole drag is one edit. */
  edit(step: number, value: number, going: boolean): void;
  undo(): void;
  redo(): void;
  reset(): void;
  /** Asks for the runs with all edits, or shows them as they were. */
  recompute(): void;
  /** Answers Ctrl+Z and Ctrl+Y; true when one was used. */
  key(action: KeyAction): boolean;
  dispose(): void;
}

export function createCompareEditing(
  state: CompareState,
  { link, translate }: ViewContext,
  page: {
    readonly live: () => boolean;
    readonly draw: () => void;
    readonly failed: (why: string) => void;
    /** Has a screen reader say what the reader did. */
    readonly say: (words: string) => void;
  }
): CompareEditing {
  let dragged = false;
  let fault = '';
  const recomputer = createRecomputer({
    request() {
      const { id } = state.before;
      const batch = batchOf(state.before);
      return link.request('compare', {
        id,
        edits: state.edits,
        ...(batch && { sequence: batch.sequence })
      });
    },
    answered({ comparison }) {
      fault = '';
      state.setAnswer(comparison);
      page.draw();
    },
    failed(why) {
      fault = why;
      page.failed(why);
    }
  });
  const recompute = (): void => {
    if (state.edits.length > 0 && page.live()) {
      recomputer.ask();
    } else {
      recomputer.forget();
      fault = '';
      state.setAnswer(null);
      page.draw();
    }
  };
  const back = (how: 'undo' | 'redo' | 'reset') => (): void => {
    const last = state[how]();
    const [first] = state.before.traces;
    page.say(
      undoWords(how, last && editWords(last, first, translate), translate)
    );
    recompute();
  };
  const undo = back('undo');
  const redo = back('redo');
  return {
    get fault() {
      return fault;
    },
    edit(step, value, going) {
      const edit: InputEdit = { step, feature: state.chosen.feature, value };
      state.edit(edit, dragged);
      dragged = going;
      recompute();
    },
    undo,
    redo,
    reset: back('reset'),
    recompute,
    key(action) {
      if (action === 'undo') {
        undo();
      } else if (action === 'redo') {
        redo();
      }
      return action === 'undo' || action === 'redo';
    },
    dispose: () => recomputer.forget()
  };
}
