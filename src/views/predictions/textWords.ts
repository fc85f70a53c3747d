import { formatFixed, formatPower } from '../../scene/words/format';
import type { Translate } from '../../scene/words/translate';
import {
  largestOfUnit,
  leastExpected,
  perplexity,
  type TextContent
} from './measures';

/** What colors a text: the probability of each token, or one unit of the state. */
export type Coloring = 'probability' | number;

/** What a step is colored by; NaN where it has no such value. */
export function coloredValue(
  { probabilities, hidden }: TextContent,
  coloring: Coloring,
  step: number
): number {
  return coloring === 'probability'
    ? (probabilities.values[step] ?? NaN)
    : (hidden?.values[step * hidden.shape[1] + coloring] ?? NaN);
}

/** The values at the ends of the colors. */
export function colorRange(
  { hidden }: TextContent,
  coloring: Coloring
): readonly [number, number] {
  if (coloring === 'probability' || !hidden) {
    return [0, 1];
  }
  const largest = largestOfUnit(hidden, coloring);
  const bound = largest <= 1 ? 1 : Math.ceil(largest * 2) / 2;
  return [-bound, bound];
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

/** How many tokens are shown for a step, besides the one that was written. */
export const MOST_LIKELY = 5;

/** What could have stood at a step, the likeliest first, the written one among them. */
export function likelyAt(
  { likely = [], tokens, probabilities, promptLength }: TextContent,
  step: number
): readonly { readonly token: string; readonly probability: number }[] {
  const all = likely[step] ?? [];
  const shown = all.slice(0, MOST_LIKELY);
  const token = tokens[step];
  return step < promptLength ||
    shown.some(each => each.token === token) ||
    all.length === 0
    ? shown
    : [...shown, { token, probability: probabilities.values[step] }];
}

/** The same in words, for the table and for a screen reader. */
export const likelyWords = (content: TextContent, step: number): string =>
  likelyAt(content, step)
    .map(
      ({ token, probability }) =>
        `${shownToken(token)} ${probabilityWords(probability)}`
    )
    .join(', ');

/** How the colors are read; what is surer is said where the theme is known. */
export function textReading(
  coloring: Coloring,
  dark: boolean | null,
  translate: Translate
): string {
  return coloring === 'probability' && dark === null
    ? translate(
        'each token has the color of the probability that the network gave it, before any temperature. Underlined text was given.'
      )
    : coloring === 'probability'
      ? translate(
          'each token has the color of the probability that the network gave it, before any temperature: %1 is surer. Underlined text was given.',
          dark ? translate('brighter') : translate('darker')
        )
      : translate(
          'each token has the color of unit %1 after reading it: purple is above zero, orange below. Underlined text was given.',
          coloring
        );
}

/** Where the network was least sure, and how unsure it was in all; '' where nothing was written. */
export function surpriseSentence(
  content: TextContent,
  translate: Translate
): string {
  const least = leastExpected(content);
  return least === null
    ? ''
    : [
        translate('Least expected: '),
        translate(
          '“%1” at %step %2, probability %3. ',
          shownToken(content.tokens[least]),
          least,
          probabilityWords(content.probabilities.values[least])
        ),
        Number.isFinite(perplexity(content))
          ? translate(
              'Perplexity of the generated text: %1, as unsure as a choice among that many.',
              formatFixed(perplexity(content), 1)
            )
          : translate(
              'Perplexity of the generated text: ∞, because the network gave this token no chance at all.'
            )
      ].join('');
}

/** The token of a step and the probability that the network gave it. */
export function tokenWords(
  content: TextContent,
  coloring: Coloring,
  step: number,
  translate: Translate
): string {
  const probability = content.probabilities.values[step];
  return [
    translate('%step %1', step),
    `“${shownToken(content.tokens[step] ?? '')}”`,
    step < content.promptLength
      ? translate('given')
      : Number.isNaN(probability)
        ? ''
        : translate('probability %1', probabilityWords(probability)),
    coloring === 'probability'
      ? ''
      : translate(
          'unit %1: %2',
          coloring,
          formatFixed(coloredValue(content, coloring, step))
        )
  ]
    .filter(part => part !== '')
    .join(' · ');
}
