import { Interrupted } from './interrupted';

/** About how long the loops of a cell run between two looks, in ms. */
const LOOK_EVERY = 5;
/**
 * Turns that are passed over at most. A clock read every 32 turns costs a loop next to nothing, and a
 * loop can become slower from one turn to the next.
 */
const MOST_TURNS = 32;

/** What the loops of cells pass. */
export interface StopPoints {
  /**
   * Called at each turn. Most calls only count; the others look whether the run was interrupted.
   *
   * @throws Interrupted when it was
   */
  turned(): void;
  /** Something new begins: nothing is known of how long its turns take. */
  renew(): void;
}

/**
 * Makes what the turns of a cell's loops call, where nothing else can stop code that runs.
 *
 * @param options `ask` hears of interrupts that no message could tell of; `isStopped` says whether the
 *   run at work was interrupted; `now` in ms
 */
export function createStopPoints({
  ask,
  isStopped,
  now = () => performance.now()
}: {
  readonly ask: () => void;
  readonly isStopped: () => boolean;
  readonly now?: () => number;
}): StopPoints {
  let turns = 1;
  let left = 1;
  let looked = 0;
  return {
    turned() {
      if (--left > 0) {
        return;
      }
      const passed = now() - looked;
      if (passed < LOOK_EVERY) {
        turns = Math.min(MOST_TURNS, 2 * turns);
        left = turns;
        return;
      }
      turns = Math.max(1, Math.floor((turns * LOOK_EVERY) / passed));
      left = turns;
      ask();
      looked = now();
      if (isStopped()) {
        throw new Interrupted();
      }
    },
    renew() {
      turns = 1;
      left = 1;
    }
  };
}
