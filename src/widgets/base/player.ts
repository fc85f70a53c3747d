import type { ViewSettings } from '../context';

/** Steps a cursor on by itself, four times a second; once where the reader wants no motion. */
export interface Player {
  readonly playing: boolean;
  toggle(): void;
  stop(): void;
}

const INTERVAL = 250;

/**
 * `advance` moves one step and says whether there is a next one; `changed` is called when playing
 * starts and ends.
 */
export function createPlayer(
  settings: Pick<ViewSettings, 'reducedMotion'>,
  advance: () => boolean,
  changed: () => void
): Player {
  let timer = 0;
  const stop = (): void => {
    if (timer !== 0) {
      clearInterval(timer);
      timer = 0;
      changed();
    }
  };
  return {
    get playing() {
      return timer !== 0;
    },
    toggle() {
      if (timer !== 0) {
        stop();
      } else if (settings.reducedMotion) {
        advance();
      } else {
        timer = window.setInterval(() => {
          if (!advance()) {
            stop();
          }
        }, INTERVAL);
        changed();
      }
    },
    stop
  };
}
