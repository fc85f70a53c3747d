import type { Translate } from '../../scene/words/translate';
import type { KeyAction } from '../../scene/words/keyAction';
import { undoWords } from '../base/undo';
import { confidences, isMarked, isGuessOpen, type Confidence } from './guess';
import { guessWords } from './guessLine';
import type { GuessState } from './guessState';
import { keptWords } from './keptWords';
import { missingGuessWords, nudged, scoreSentence } from './scoreWords';
import type { TypedGuess } from './typed/readTyped';

/** What a reader can do with a guess. */
export interface PredictActions {
  commit(): void;
  skip(): void;
  undo(): void;
  reset(): void;
  sure(confidence: Confidence): void;
  /** One number of the guess; null for none. */
  set(index: number, value: number | null): void;
  /** A whole guess that was typed. */
  take(typed: TypedGuess): void;
  /** What was drawn goes into the notebook. */
  keep(): void;
  /** Answers the keys for a guess at a position; true when one was used. */
  key(action: KeyAction, position: number): boolean;
  /** What there is to say besides the position. */
  readonly news: string;
}

export function predictActions(
  state: GuessState,
  page: {
    readonly draw: () => void;
    readonly reveal: () => void;
    readonly announce: (words: string) => void;
    /** Said before what the guess is now. */
    readonly announceFirst: (words: string) => void;
    readonly focusTool: (id: string) => void;
  },
  translate: Translate
): PredictActions {
  let news = '';
  const change = (by: () => void): void => {
    news = '';
    by();
    page.draw();
  };
  const commit = (): void => {
    const { guess, complete, prediction } = state;
    if (isGuessOpen(guess)) {
      return;
    }
    if (isMarked(prediction) && complete) {
      change(state.commit);
      news = keptWords(translate);
      page.announce(news);
      return;
    }
    if (!complete || guess.confidence === undefined) {
      page.announce(
        complete
          ? translate(
              'How sure are you? Choose by the arrow keys and Enter, then commit.'
            )
          : missingGuessWords(prediction, guess, translate)
      );
      if (complete) {
        page.focusTool(confidences[0]);
      }
      return;
    }
    change(state.commit);
    news = scoreSentence(prediction, state.guess, translate);
    page.reveal();
  };
  const move = (position: number, share: number): void => {
    if (!isGuessOpen(state.guess)) {
      const { prediction, guess } = state;
      change(() => state.change(nudged(prediction, guess, position, share)));
    }
  };
  const undo = (): void => {
    let done = false;
    change(() => (done = state.undo()));
    page.announceFirst(
      done ? translate('undone') : undoWords('undo', null, translate)
    );
  };
  const keys: Partial<Record<KeyAction, (position: number) => void>> = {
    undo,
    pin: commit,
    previousUnit: position => move(position, 0.02),
    nextUnit: position => move(position, -0.02),
    extendUp: position => move(position, 0.1),
    extendDown: position => move(position, -0.1)
  };
  return {
    commit,
    skip() {
      change(() => state.change({ ...state.guess, skipped: true }));
      page.reveal();
    },
    undo,
    reset() {
      change(state.reset);
      page.announceFirst(translate('the guess is empty'));
    },
    sure: confidence =>
      change(() => state.change({ ...state.guess, confidence })),
    take(typed) {
      const { prediction, guess } = state;
      change(() => state.change({ ...guess, values: typed.values }));
      page.announce(guessWords(prediction, state.guess, typed, translate));
    },
    set: (index, value) => change(() => state.set(index, value)),
    keep: () => change(state.keep),
    key(action, position) {
      news = '';
      keys[action]?.(position);
      return action in keys;
    },
    get news() {
      return news;
    }
  };
}
