import type { Translate } from '../../scene/words/translate';
import { fill, html } from '../base/dom';
import {
  likelyAt,
  MOST_LIKELY,
  probabilityWords,
  shownToken
} from '../../views/predictions/textWords';
import type { TextContent } from '../../views/predictions/measures';

/** What could have stood at a step: the likeliest tokens as bars, the written one among them. */
export interface LikelyTokens {
  readonly element: HTMLElement;
  show(step: number): void;
}

export function likelyTokens(
  content: TextContent,
  translate: Translate
): LikelyTokens {
  const { likely = [], tokens } = content;
  const element = html('div', {
    class: 'jp-gatescope-likely',
    hidden: likely.length === 0
  });
  // Rows come and go with the step; what stands below stays.
  element.style.minHeight = `${(MOST_LIKELY + 2) * 18}px`;
  return {
    element,
    show(step) {
      const rows = likelyAt(content, step);
      fill(
        element,
        html(
          'span',
          { class: 'jp-gatescope-second' },
          rows.length > 0 ? translate('could have stood here') : ''
        ),
        ...rows.map(({ token, probability }) => {
          const bar = html('span', { class: 'jp-gatescope-likely-bar' });
          bar.style.width = `${Math.max(1, probability * 100)}px`;
          return html(
            'span',
            {
              class: `jp-gatescope-likely-row ${token === tokens[step] ? 'jp-gatescope-likely-written' : ''}`
            },
            html('code', {}, shownToken(token)),
            bar,
            html(
              'span',
              { class: 'jp-gatescope-likely-number' },
              probabilityWords(probability)
            )
          );
        })
      );
    }
  };
}
