import { host } from './host';
import { freshId } from './showable';

/** Milliseconds after which work says how far it is: what is over sooner needs no line. */
const PATIENCE = 1000;
/** Milliseconds between two lines. */
const BETWEEN = 250;

/** The line beneath a notebook cell that says how far long work is. */
export interface ProgressLine {
  /** How far it is now; shown when it is due, or where it `must`. */
  at(words: string, must?: boolean): void;
  /** The last that is said; `must` shows it of short work, too. */
  end(words: string, must?: boolean): void;
}

/**
 * @param who whose work it is; each line begins with it
 * @param shown whether there is a line at all
 */
export function progressLine(who: string, shown = true): ProgressLine {
  const id = freshId('line');
  const began = host().now();
  let due = began + PATIENCE;
  const say = (words: string): void => {
    const seconds = ((host().now() - began) / 1000).toFixed(1);
    host().showLine?.(id, `${who}: ${seconds} s, ${words}`);
  };
  return {
    at(words, must = false) {
      const now = host().now();
      if (shown && (must || now >= due)) {
        due = now + BETWEEN;
        say(words);
      }
    },
    end(words, must = false) {
      if (shown && (must || host().now() - began >= PATIENCE)) {
        say(words);
      }
    }
  };
}
