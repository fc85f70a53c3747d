import { randomIdentifier } from '../identifier';
import type { Run } from '../run/run';

/** A run of which nobody sees the outputs: of the notebook cells of a check. */
export function silentRun(number: number): Run {
  return {
    number,
    parent: {
      msg_id: randomIdentifier(),
      msg_type: 'check',
      session: '',
      username: '',
      date: '',
      version: ''
    },
    count: number,
    cellId: null,
    silent: true,
    allowsInput: false,
    request: 0,
    interrupted: false,
    lastAwaits: 0,
    sideErrors: [],
    printed: 0,
    shown: { outputs: 0, characters: 0, full: false },
    goesOn: new Set(),
    onInterrupt: new Set(),
    onEnd: new Set()
  };
}
