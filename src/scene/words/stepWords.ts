import type { TimeAxis } from '../../trace';
import type { Translate } from './translate';
import { spokenLabel } from './timeLabels';

/** `step 11 “not”`, `day 97 · 7 June`: a step with its label. */
export function stepWords(
  { labels }: Pick<TimeAxis, 'labels'>,
  step: number,
  translate: Translate
): string {
  const spoken = spokenLabel(labels?.[step]);
  const between = spoken.startsWith('“') ? ' ' : ' · ';
  return translate('%step %1', step) + (spoken === '' ? '' : between + spoken);
}
