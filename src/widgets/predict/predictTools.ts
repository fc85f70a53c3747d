import type { Translate } from '../context';
import { offUnless, type Tool } from '../base/tools';
import { confidences, isMarked, isOpen, type Confidence } from './guess';
import type { GuessState } from './guessState';
import { keptWords } from './keptWords';
import type { PredictActions } from './predictActions';

/** What can be done with a guess: say how sure one is, commit it, or see the truth without one. */
export function predictTools(
  { guess, complete, canUndo, prediction }: GuessState,
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
  const open = isOpen(guess);
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
        title: translate('How sure are you? %1', words[each]),
        pressed: guess.confidence === each,
        off: ready,
        keep: true,
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
      keep: true,
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
    keep: true,
    run: actions.commit
  };
  return [
    ...(isMarked(prediction) ? [keeping] : committing),
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
        open || guess.values.some(value => value !== null),
        translate('The guess is empty.')
      ),
      run: actions.reset
    }
  ];
}
