import type { Translate } from '../context';
import type { Tool } from '../base/tools';
import { confidences, isOpen, type Confidence } from './guess';
import type { GuessState } from './guessState';
import type { PredictActions } from './predictActions';

/** What can be done with a guess: say how sure one is, commit it, or see the truth without one. */
export function predictTools(
  { guess, complete, canUndo }: GuessState,
  actions: PredictActions,
  translate: Translate
): Tool[] {
  const words: Readonly<Record<Confidence, string>> = {
    guess: translate('A guess'),
    fairlySure: translate('Fairly sure'),
    certain: translate('Certain')
  };
  const open = isOpen(guess);
  return [
    ...confidences
      .filter(each => !open || each === guess.confidence)
      .map(each => ({
        id: each,
        label: words[each],
        title: translate('How sure are you? %1', words[each]),
        pressed: guess.confidence === each,
        disabled: open || !complete,
        keep: true,
        run: () => actions.sure(each)
      })),
    {
      id: 'commit',
      label: guess.committed ? translate('Committed') : translate('Commit'),
      title:
        complete && guess.confidence === undefined
          ? translate('Say first how sure you are')
          : translate('Commit the guess and show the truth (Enter)'),
      look: guess.committed ? 'plain' : 'primary',
      disabled: open || !complete || guess.confidence === undefined,
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
            disabled: open,
            run: actions.skip
          }
        ]),
    {
      id: 'undo',
      label: translate('Undo'),
      title: translate('Undo the last change (Ctrl + Z)'),
      disabled: !canUndo,
      run: actions.undo
    },
    {
      id: 'reset',
      label: translate('Reset'),
      title: translate('Begin again with an empty guess'),
      look: 'quiet',
      disabled: !open && guess.values.every(value => value === null),
      run: actions.reset
    }
  ];
}
