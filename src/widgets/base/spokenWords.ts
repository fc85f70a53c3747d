/** What a view tells a screen reader, at most a few times a second. */
export interface SpokenWords {
  /** Says what an action of the reader did, or why it did nothing. */
  announce(text: string): void;
  /**
   * Says which step is shown. A picture is drawn a frame or more after its step was asked for; what
   * has been said of an action since then is newer, and is not talked over.
   *
   * @param asked when the step was asked for, in ms as {@link SpokenWords.now} counts
   */
  announceStep(text: string, asked: number): void;
  /** Says a thing before what the view says of the same key. */
  announceFirst(text: string): void;
  /** The time that `announceStep` compares with, in ms. */
  now(): number;
  dispose(): void;
}

/** Words of keys that follow one another closely are said once, together. */
const ANNOUNCE_AFTER = 150;

/**
 * Makes the words of a view, in an element that a screen reader listens to.
 *
 * @param live the element, `aria-live`
 * @param now the clock, in ms
 */
export function createSpokenWords(
  live: Pick<HTMLElement, 'textContent'>,
  now: () => number = () => performance.now()
): SpokenWords {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let first = '';
  let words = '';
  let acted = -Infinity;
  const say = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      live.textContent = [first, words].filter(text => text !== '').join('; ');
      first = '';
      words = '';
    }, ANNOUNCE_AFTER);
  };
  return {
    now,
    announce(text) {
      acted = now();
      words = text;
      say();
    },
    announceStep(text, asked) {
      if (asked >= acted) {
        words = text;
        say();
      }
    },
    announceFirst(text) {
      first = text;
      say();
    },
    dispose: () => clearTimeout(timer)
  };
}
