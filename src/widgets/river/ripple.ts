import { duration } from '../base/frame';
import type { ViewSettings } from '../context';
import { NOISE } from '../../views/run/difference';

/** How long a change takes to spread over the steps that follow its cause, in milliseconds. */
const SPREAD = 900;

/** A change that spreads once in the order of causes. */
export interface Ripple {
  /** Begins at a place of the layer's own time; with reduced motion all is there at once. */
  start(cause: number, steps: number): void;
  /** Shows all of it now. */
  skip(): void;
  readonly running: boolean;
}

/**
 * Makes a ripple.
 *
 * @param reveal shows the change up to a place, and before it what was; null: all of it
 */
export function createRipple(
  settings: ViewSettings,
  reveal: (place: number | null) => void
): Ripple {
  let frame = 0;
  const skip = (): void => {
    if (frame !== 0) {
      cancelAnimationFrame(frame);
      frame = 0;
      reveal(null);
    }
  };
  return {
    start(cause, steps) {
      skip();
      const length = duration(settings, SPREAD);
      if (length === 0 || cause >= steps - 1) {
        reveal(null);
        return;
      }
      const begun = performance.now();
      const tick = (now: number): void => {
        const part = (now - begun) / length;
        if (part >= 1) {
          frame = 0;
          reveal(null);
          return;
        }
        reveal(
          Math.min(
            steps - 1,
            Math.round(cause + Math.max(0, part) * (steps - 1 - cause))
          )
        );
        frame = requestAnimationFrame(tick);
      };
      reveal(cause);
      frame = requestAnimationFrame(tick);
    },
    skip,
    get running() {
      return frame !== 0;
    }
  };
}

/** The first place at which two runs of a state differ: a change shows nowhere before it. */
export function firstDifference(
  before: ArrayLike<number>,
  after: ArrayLike<number>
): number | null {
  for (let place = 0; place < after.length; place += 1) {
    const [was, is] = [before[place], after[place]];
    const size = Math.max(Math.abs(was), Math.abs(is));
    // A number that is none any more, or is one again, differs, too.
    if (!Object.is(was, is) && !(Math.abs(is - was) <= NOISE * size)) {
      return place;
    }
  }
  return null;
}
