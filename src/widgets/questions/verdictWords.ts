import type { Translate } from '../../scene/words/translate';

/** Nothing of an answer that nobody marks. */
export const verdictWords = (
  right: boolean | null,
  translate: Translate
): string =>
  right === null ? '' : right ? translate('Right.') : translate('Not yet.');
