import type { Prediction } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { html, listen, setText } from '../base/dom';
import { formatNumber } from '../../scene/words/format';
import { uniqueId } from '../base/uniqueId';
import { asked, filledGuess, isGuessOpen, type Guess } from './guess';
import { TypedError } from './typed/formula';
import {
  exampleOf,
  originOf,
  positionName,
  readTyped,
  type TypedGuess
} from './typed/readTyped';

export interface GuessLineOptions {
  /** Takes what was typed, and says what the guess now is. */
  readonly take: (typed: TypedGuess) => void;
  /** Enter on what has been taken already. */
  readonly commit: () => void;
  readonly leave: () => void;
  readonly translate: Translate;
}

export interface GuessLine {
  /** Stands below the question of a curve or of bars while it is open. */
  show(
    prediction: Prediction,
    guess: Guess,
    question: HTMLElement,
    picture: HTMLElement
  ): void;
  /** Whether there is a line to type in. */
  focus(): boolean;
}

/**
 * A line in which a curve or bars are typed: as points, numbers, a formula, or in words. Enter takes
 * what is typed; Enter once more commits.
 */
export function guessLine(options: GuessLineOptions): GuessLine {
  const { translate } = options;
  let prediction: Prediction | null = null;
  /** The line and the guess that it made; another guess since then, and Enter draws again. */
  let taken: { text: string; values: Guess['values'] } | null = null;
  let shown: Guess['values'] = [];
  const way = html('span', { id: `jp-gatescope-typed-${uniqueId()}` });
  const input = html('input', {
    class: 'jp-gatescope-field',
    type: 'text',
    spellcheck: 'false',
    autocomplete: 'off',
    'aria-describedby': way.id
  });
  const message = html('span', {
    class: 'jp-gatescope-field-message',
    role: 'alert'
  });
  const element = html(
    'div',
    { class: 'jp-gatescope-guess-line-field' },
    html('label', {}, html('span', {}, translate('Or type it')), input),
    way,
    message
  );
  const refuse = (why: string): void => {
    setText(message, why);
    input.setAttribute('aria-invalid', String(why !== ''));
  };
  const take = (of: Prediction): void => {
    try {
      options.take(readTyped(input.value, of, translate));
      taken = { text: input.value, values: shown };
      refuse('');
    } catch (reason) {
      if (!(reason instanceof TypedError)) {
        throw reason;
      }
      refuse(reason.message);
    }
  };
  listen(input, 'input', () => refuse(''));
  listen<KeyboardEvent>(input, 'keydown', event => {
    if (event.key === 'Enter') {
      if (taken?.text === input.value && taken.values === shown) {
        options.commit();
      } else if (prediction) {
        take(prediction);
      }
    } else if (event.key === 'Escape') {
      options.leave();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });
  return {
    show(next, guess, question, picture) {
      if (next.form === 'value' || isGuessOpen(guess)) {
        if (element.contains(document.activeElement)) {
          picture.focus();
        }
        prediction = null;
        element.remove();
        return;
      }
      prediction = next;
      shown = guess.values;
      setText(way, wayWords(next, translate));
      // Moving a field takes the focus from it.
      if (!element.isConnected) {
        question.after(element);
      }
    },
    focus() {
      input.focus();
      return prediction !== null;
    }
  };
}

/** How it is typed, with numbers of this prediction, and from where it counts. */
function wayWords(prediction: Prediction, translate: Translate): string {
  const example = exampleOf(prediction);
  if (prediction.form === 'curve') {
    const origin = originOf(prediction);
    const from = positionName(prediction, origin);
    const given = prediction.given?.values[origin] ?? NaN;
    return Number.isFinite(given)
      ? translate(
          'For example 0.9^t, or %1, or: starts at 1, halves every 6. Enter draws it. t is 0 at %2, where it is %3.',
          example,
          from,
          formatNumber(given)
        )
      : translate(
          'For example 0.9^t, or %1, or: starts at 1, halves every 6. Enter draws it. t is 0 at %2.',
          example,
          from
        );
  }
  return translate(
    'For example %1, or a number for each. Enter draws it.',
    example
  );
}

/** The guess as it now is, said: where it begins, in the middle, and where it ends. */
export function guessWords(
  prediction: Prediction,
  guess: Guess,
  { cut }: Pick<TypedGuess, 'cut'>,
  translate: Translate
): string {
  const filled = filledGuess(prediction, guess);
  const positions = asked(prediction);
  const named = (index: number): string =>
    `${positionName(prediction, index)}: ${
      Number.isFinite(filled[index])
        ? formatNumber(filled[index])
        : translate('nothing yet')
    }`;
  const shown =
    prediction.form === 'curve' && positions.length > FEW
      ? [0, 1 / 4, 1 / 2, 3 / 4, 1].map(
          share => positions[Math.round(share * (positions.length - 1))]
        )
      : positions;
  const words = translate('Your guess: %1.', shown.map(named).join('; '));
  const { range } = prediction.quantity;
  return cut === 0
    ? words
    : `${words} ${translate(
        '%1 numbers lay outside of %2 to %3 and are at its edge.',
        cut,
        formatNumber(range[0]),
        formatNumber(range[1])
      )}`;
}

/** So many positions are all said. */
const FEW = 8;
