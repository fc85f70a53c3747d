import type { Header } from '../../../../../src/kernel/core/messages';
import type { CellRun } from '../../../../../src/kernel/core/run/run';

/** A run as the session makes one for the notebook cell with this count. */
export function runOf(count: number, other: Partial<CellRun> = {}): CellRun {
  return {
    number: count,
    parent: { msg_id: `request ${count}` } as Header,
    count,
    cellId: null,
    silent: false,
    allowsInput: false,
    request: count,
    interrupted: false,
    lastAwaits: 0,
    sideErrors: [],
    printed: 0,
    shown: { outputs: 0, characters: 0, full: false },
    goesOn: new Set(),
    onInterrupt: new Set(),
    onEnd: new Set(),
    ...other
  };
}
