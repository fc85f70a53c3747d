import type { NoCarry, Trace } from '../../trace';
import { spokenLabel } from '../../scene/words/timeLabels';
import type { Translate } from '../../scene/words/translate';
import type { Share } from './shares';

/** A step as it is called in a sentence: its token or date, else its number. */
export function stepName(
  trace: Trace,
  step: number,
  translate: Translate
): string {
  const label = spokenLabel(trace.time.labels?.[step]);
  return label === '' ? translate('%step %1', step) : label;
}

/**
 * What a step wrote and kept, for a table, which has all digits: of a state that is held its value, and that
 * it keeps nothing, whatever the gate is.
 */
export const writtenAndKept = (
  { written, keep, held }: Pick<Share, 'written' | 'keep' | 'held'>,
  units: number,
  translate: Translate
): readonly [number, string | number] => [
  written,
  held === units ? translate('held') : keep
];

/** Why there are no shares, in words. */
export function noSharesWords(carry: NoCarry, translate: Translate): string {
  if (carry.reason === 'noEquation' || carry.state === null) {
    return translate(
      'What the state is made of cannot be said: no equation for it could be read.'
    );
  }
  return carry.reason === 'readOut'
    ? translate(
        '%1 carries nothing itself: it is read again at every %step from a state with several numbers per unit. Choose that state’s layer to see what stays of it.',
        carry.state
      )
    : translate(
        '%1 cannot be taken apart %step by %step: at every %step all of it goes through the weights and a function, so no share of an older %step stays in place. Cells with a gated state keep shares.',
        carry.state
      );
}
