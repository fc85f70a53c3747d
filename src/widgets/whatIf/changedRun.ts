import type { Trace } from '../../trace';
import type { LiveLink } from '../context';
import { createRecomputer } from '../base/recomputer';
import { changesOf, type Operation } from './operations';
import type { WhatIfState } from './whatIfState';

export interface ChangedRunOptions {
  readonly state: WhatIfState;
  readonly link: LiveLink;
  /** The kernel can be asked. */
  readonly live: () => boolean;
  /** There is another run to show; `computed` where it comes from the kernel. */
  readonly show: (computed: boolean) => void;
  readonly failed: (message: string) => void;
}

/** The run with the reader's changes, as the kernel computes it. */
export interface ChangedRun {
  readonly trace: Trace;
  /** Adds an operation; a drag that goes on replaces its own last one. */
  change(next: Operation, going: boolean): void;
  /** Computes what is changed now; the run as it was where nothing is, or nobody can be asked. */
  recompute(): void;
  forget(): void;
}

export function createChangedRun({
  state,
  link,
  live,
  show,
  failed
}: ChangedRunOptions): ChangedRun {
  let { trace } = state;
  let dragged = false;
  const recomputer = createRecomputer({
    request: () =>
      link.request('recompute', {
        id: state.trace.id,
        ...(state.trace.batch && { sequence: state.trace.batch.sequence }),
        ...changesOf(state.trace, state.operations)
      }),
    answered(answer) {
      if (!ofOneSequence(answer.trace, state.trace)) {
        return;
      }
      state.name = answer.name;
      ({ trace } = answer);
      show(true);
    },
    failed
  });
  const recompute = (): void => {
    if (state.operations.length === 0 || !live()) {
      recomputer.forget();
      ({ trace } = state);
      show(false);
    } else {
      if (!ofOneSequence(trace, state.trace)) {
        ({ trace } = state);
      }
      recomputer.ask();
    }
  };
  return {
    get trace() {
      return trace;
    },
    change(next, going) {
      state.add(next, next.kind === 'clamp' || dragged);
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
