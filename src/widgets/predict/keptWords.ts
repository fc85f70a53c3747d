import type { Translate } from '../../scene/words/translate';

/** What is said of an answer whose key is elsewhere. */
export function keptWords(translate: Translate): string {
  return translate(
    'Kept; marked by your teacher. You can change it until you hand in.'
  );
}
