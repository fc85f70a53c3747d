import type { Translate } from '../../scene/words/translate';
import { html, type Content } from '../base/dom';
import { formatFixed } from '../../scene/words/format';
import type { DataTable } from '../../scene/dataTable';
import {
  probabilityWords,
  shownToken,
  type LikelyTokens
} from './likelyTokens';
import {
  leastExpected,
  perplexity,
  type TextContent
} from '../../views/predictions/measures';
import { valueOf, type Coloring } from './tokenColors';

export function textReading(
  coloring: Coloring,
  dark: boolean,
  translate: Translate
): string {
  return coloring === 'probability'
    ? translate(
        'each token has the color of the probability that the network gave it, before any temperature: %1 is surer. Underlined text was given.',
        dark ? translate('brighter') : translate('darker')
      )
    : translate(
        'each token has the color of unit %1 after reading it: purple is above zero, orange below. Underlined text was given.',
        coloring
      );
}

/** Where the network was least sure, and how unsure it was in all. */
export function surpriseWords(
  content: TextContent,
  translate: Translate
): Content {
  const least = leastExpected(content);
  return least === null
    ? ''
    : [
        html('b', {}, translate('Least expected: ')),
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
      ];
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
          formatFixed(valueOf(content, coloring, step))
        )
  ]
    .filter(part => part !== '')
    .join(' · ');
}

export function textTable(
  content: TextContent,
  coloring: Coloring,
  likely: LikelyTokens,
  translate: Translate
): DataTable {
  const isUnit = coloring !== 'probability';
  return {
    caption: translate('Tokens'),
    columns: [
      translate('%step'),
      translate('token'),
      translate('given'),
      translate('probability'),
      ...(content.likely ? [translate('likeliest')] : []),
      ...(isUnit ? [translate('unit %1', coloring)] : [])
    ],
    rows: content.tokens.map((token, step) => [
      step,
      shownToken(token),
      step < content.promptLength ? translate('yes') : translate('no'),
      content.probabilities.values[step],
      ...(content.likely ? [likely.words(step)] : []),
      ...(isUnit ? [valueOf(content, coloring, step)] : [])
    ])
  };
}
