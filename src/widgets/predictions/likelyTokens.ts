import type { Predictions } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { fill, html } from '../base/dom';
import { formatFixed, formatPower } from '../../scene/words/format';

type Text = Extract<Predictions['content'], { form: 'text' }>;

/** How many tokens are shown for a step, besides the one that was written. */
const MOST = 5;

/** What could have stood at a step: the likeliest tokens as bars, the written one among them. */
export interface LikelyTokens {
  readonly element: HTMLElement;
  show(step: number): void;
  /** The same in words, for the table and for a screen reader. */
  words(step: number): string;
}

export function likelyTokens(
  { likely = [], tokens, probabilities, promptLength }: Text,
  translate: Translate
): LikelyTokens {
  const element = html('div', {
    class: 'jp-gatescope-likely',
    hidden: likely.length === 0
  });
  // Rows come and go with the step; what stands below stays.
  element.style.minHeight = `${(MOST + 2) * 18}px`;
  const rowsOf = (step: number) => {
    const all = likely[step] ?? [];
    const shown = all.slice(0, MOST);
    const written = tokens[step];
    const probability = probabilities.values[step];
    return step < promptLength ||
      shown.some(({ token }) => token === written) ||
      all.length === 0
      ? shown
      : [...shown, { token: written, probability }];
  };
  return {
    element,
    show(step) {
      const rows = rowsOf(step);
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
    },
    words: step =>
      rowsOf(step)
        .map(
          ({ token, probability }) =>
            `${shownToken(token)} ${probabilityWords(probability)}`
        )
        .join(', ')
  };
}

/** Three decimals, and a power of ten for what these would call zero. */
export const probabilityWords = (value: number): string =>
  value > 0 && value < 1e-3 ? formatPower(value) : formatFixed(value, 3);

/** White space as signs that can be seen. */
export function shownToken(token: string): string {
  return token === '\n'
    ? '↵'
    : token === '\t'
      ? '⇥'
      : token === ' '
        ? '␣'
        : token;
}
