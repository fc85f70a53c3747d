import type { Prediction } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import type { Frame } from '../base/frame';
import { shortName } from '../../scene/words/shortName';
import {
  createToolbar,
  offUnless,
  type Tool,
  type Toolbar,
  type ToolbarWords
} from '../base/tools';
import { confidences, isMarked, isGuessOpen, type Confidence } from './guess';
import type { GuessState } from './guessState';
import { keptWords } from './keptWords';
import type { PredictActions } from './predictActions';

/** What ends a guess: to say how sure one is and commit it, or to see the truth without one. */
export function endingTools(
  { guess, complete, prediction }: GuessState,
  actions: PredictActions,
  translate: Translate
): Tool[] {
  const missing = offUnless(
    complete,
    translate('First guess every number that is asked.')
  );
  const words: Readonly<Record<Confidence, string>> = {
    guess: translate('A guess'),
    fairlySure: translate('Fairly sure'),
    certain: translate('Certain')
  };
  const open = isGuessOpen(guess);
  const done = guess.committed
    ? translate('The guess is committed.')
    : translate('The truth is shown: this guess was skipped.');
  const ready = open ? done : missing;
  const committing: Tool[] = [
    ...confidences
      .filter(each => !open || each === guess.confidence)
      .map(each => ({
        id: each,
        label: words[each],
        pressed: guess.confidence === each,
        off: ready,
        run: () => actions.sure(each)
      })),
    {
      id: 'commit',
      label: guess.committed ? translate('Committed') : translate('Commit'),
      title: translate('Commit the guess and show the truth (Enter)'),
      look: guess.committed ? 'plain' : 'primary',
      off:
        ready ??
        offUnless(
          guess.confidence !== undefined,
          translate('First say how sure you are.')
        ),
      run: actions.commit
    },
    ...(guess.committed
      ? []
      : [
          {
            id: 'skip',
            label: open ? translate('Skipped') : translate('Skip'),
            title: translate('Show the truth without a guess'),
            look: 'quiet' as const,
            off: offUnless(!open, done),
            run: actions.skip
          }
        ])
  ];
  const off = missing ?? offUnless(guess.kept !== true, keptWords(translate));
  const keeping: Tool = {
    id: 'keep',
    label: guess.kept === true ? translate('Kept') : translate('Keep'),
    title: translate('Keep the answer for your teacher (Enter)'),
    look: off === undefined ? 'primary' : 'plain',
    off,
    run: actions.commit
  };
  return isMarked(prediction) ? [keeping] : committing;
}

/** The place of those tools: one reads the question, draws, and then commits, in this order. */
export function createEnding(
  prediction: Prediction,
  frame: () => Pick<Frame, 'picture' | 'warn'>,
  translate: Translate
): Toolbar {
  const toolbar = createToolbar(
    endingWords(prediction, translate),
    () => frame().picture.focus(),
    why => frame().warn(why),
    () => frame().warn('')
  );
  toolbar.element.classList.add('jp-gatescope-ending');
  return toolbar;
}

/** What those tools are called together, with the guess that they end. */
export function endingWords(
  prediction: Prediction,
  translate: Translate
): ToolbarWords {
  const name = shortName(prediction.title ?? prediction.question);
  return {
    label: isMarked(prediction)
      ? translate('Your guess: %1', name)
      : translate('How sure are you of your guess? %1', name)
  };
}

/** What else can be done with a guess. */
export function predictTools(
  { guess, canUndo }: GuessState,
  actions: PredictActions,
  translate: Translate,
  replay: (() => void) | null
): Tool[] {
  return [
    ...(guess.committed && replay
      ? [
          {
            id: 'replay',
            label: translate('Play again'),
            title: translate('Run your guess and the truth side by side again'),
            run: replay
          }
        ]
      : []),
    {
      id: 'undo',
      label: translate('Undo'),
      title: translate('Undo the last change (Ctrl + Z)'),
      off: offUnless(canUndo, translate('Nothing is changed yet.')),
      run: actions.undo
    },
    {
      id: 'reset',
      label: translate('Reset'),
      title: translate('Begin again with an empty guess'),
      look: 'quiet',
      off: offUnless(
        isGuessOpen(guess) || guess.values.some(value => value !== null),
        translate('The guess is empty.')
      ),
      run: actions.reset
    }
  ];
}
