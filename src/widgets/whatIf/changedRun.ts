import type { Trace } from '../../trace';
import type { LiveLink } from '../context';
import { createRecomputer } from '../base/recomputer';
import { changesOf, type WhatIfOperation } from '../../views/whatIf/operation';
import type { WhatIfState } from './whatIfState';

export interface ChangedRunOptions {
  readonly state: WhatIfState;
  readonly link: LiveLink;
  /** The kernel can be asked. */
  readonly live: () => boolean;
  /** There is another run to show; `computed` where it comes from the kernel. */
  readonly show: (computed: boolean) => void;
  /** The kernel was asked; until it answers, the run that is shown lacks what was changed last. */
  readonly asked: () => void;
  readonly failed: (message: string) => void;
}

/** The run with the reader's changes, as the kernel computes it. */
export interface ChangedRun {
  readonly trace: Trace;
  /** The reader's changes that are in it; others are still being computed, or could not be. */
  readonly operations: readonly WhatIfOperation[];
  /** The run with all changes is still to come; a drag is followed without a word. */
  readonly awaited: boolean;
  /** The pointer drags something: the next change goes on with this one. */
  readonly dragging: boolean;
  /** Adds an operation; a drag that goes on replaces its own last one. */
  change(next: WhatIfOperation, going: boolean): void;
  /** Computes what is changed now; the run as it was where nothing is, or nobody can be asked. */
  recompute(): void;
  forget(): void;
}

export function createChangedRun({
  state,
  link,
  live,
  show,
  asked,
  failed
}: ChangedRunOptions): ChangedRun {
  let { trace } = state;
  /** The changes that are in it. */
  let shown: readonly WhatIfOperation[] = [];
  let dragged = false;
  const recomputer = createRecomputer({
    async request() {
      const { operations } = state;
      const answer = await link.request('recompute', {
        id: state.trace.id,
        ...(state.trace.batch && { sequence: state.trace.batch.sequence }),
        ...changesOf(state.trace, operations)
      });
      return { ...answer, operations };
    },
    answered(answer) {
      if (!ofOneSequence(answer.trace, state.trace)) {
        return;
      }
      state.name = answer.name;
      ({ trace, operations: shown } = answer);
      show(true);
    },
    failed
  });
  const unchanged = (): void => {
    ({ trace } = state);
    shown = [];
  };
  const recompute = (): void => {
    if (state.operations.length === 0 || !live()) {
      recomputer.forget();
      unchanged();
      show(false);
    } else {
      if (!ofOneSequence(trace, state.trace)) {
        unchanged();
      }
      recomputer.ask();
      if (!dragged) {
        asked();
      }
    }
  };
  return {
    get trace() {
      return trace;
    },
    get operations() {
      return shown;
    },
    get dragging() {
      return dragged;
    },
    get awaited() {
      return recomputer.awaited && !dragged;
    },
    change(next, going) {
      state.add(next, dragged);
      dragged = going;
      recompute();
    },
    recompute,
    forget: () => recomputer.forget()
  };
}

/** Whether two runs show the same sequence of a batch: what differs is then what was changed. */
function ofOneSequence(one: Trace, other: Trace): boolean {
  return one.batch?.sequence === other.batch?.sequence;
}
