import { html } from '../../widgets/base/dom';
import type { Translate } from '../../scene/words/translate';
import { tryingWords, trialWords } from './formSentences';
import type { TrialResult } from './trials';

/** What the author's trials came to, a line each. */
export function trialList(
  results: readonly TrialResult[] | null,
  translate: Translate
): HTMLElement {
  return html(
    'ul',
    { class: 'jp-gatescope-author-trials' },
    results === null
      ? html('li', {}, tryingWords(translate))
      : results.map(result => {
          const { verdict, message } = trialWords(result, translate);
          return html(
            'li',
            { 'data-state': result.asMeant ? 'right' : 'wrong' },
            html('strong', {}, verdict),
            message === null ? [] : html('p', {}, message)
          );
        })
  );
}
