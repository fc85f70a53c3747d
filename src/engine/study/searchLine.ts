import { host } from '../base/host';
import { freshId } from '../base/showable';

/** Milliseconds after which a search says how far it is: what is over sooner needs no line. */
const PATIENCE = 1000;
/** Milliseconds between two lines. */
const BETWEEN = 250;

/** The line beneath a notebook cell that says how far a search is. */
export interface SearchLine {
  /** How far it is now; shown when it is due. */
  at(words: string): void;
  /** The last that is said; `must` shows it of a short search, too. */
  end(words: string, must: boolean): void;
}

/** @param shown whether there is a line at all */
export function searchLine(who: string, shown: boolean): SearchLine {
  const id = freshId('line');
  const began = host().now();
  let due = began + PATIENCE;
  const say = (words: string): void => {
    const seconds = ((host().now() - began) / 1000).toFixed(1);
    host().showLine?.(id, `${who}: ${seconds} s, ${words}`);
  };
  return {
    at(words) {
      const now = host().now();
      if (shown && now >= due) {
        due = now + BETWEEN;
        say(words);
      }
    },
    end(words, must) {
      if (shown && (must || host().now() - began >= PATIENCE)) {
        say(words);
      }
    }
  };
}
