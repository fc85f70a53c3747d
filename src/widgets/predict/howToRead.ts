import type { Prediction } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import type { Guess } from './guess';

/** How a guess is made, and once it is committed, how it is read beside the truth. */
export function howToRead(
  { form, purpose }: Prediction,
  { committed }: Guess,
  translate: Translate
): string {
  if (committed) {
    return form === 'curve'
      ? translate(
          'dotted is what you drew, the solid line the truth; the ground between them is the distance.'
        )
      : form === 'value'
        ? translate('above the line is your number, below it the truth.')
        : translate(
            'the dashed bar is what you drew, the full one beside it the truth.'
          );
  }
  if (purpose === 'marked') {
    return form === 'value'
      ? translate(
          'type a number, or set it on the line with a finger, the mouse, or ↑ ↓. Your teacher marks what is there when you hand in.'
        )
      : translate(
          'draw with a finger or the mouse, or choose with ← → and move with ↑ ↓, or type in the table (T). Your teacher marks what is there when you hand in.'
        );
  }
  return form === 'value'
    ? translate(
        'type a number, or set it on the line with a finger, the mouse, or ↑ ↓. Then commit: only then the truth is shown.'
      )
    : translate(
        'draw with a finger or the mouse, or choose with ← → and move with ↑ ↓, or type it (I), or its numbers in the table (T). Then commit: only then the truth is shown.'
      );
}
