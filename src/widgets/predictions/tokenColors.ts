import { betweenTokens } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { fill, html } from '../base/dom';
import { formatFixed } from '../../scene/words/format';
import { inkOn } from '../../scene/inkOn';
import type { Theme } from '../base/theme';
import { createRampLegend } from '../scene/rampLegend';
import { shownToken } from './likelyTokens';
import {
  largestOfUnit,
  type TextContent
} from '../../views/predictions/measures';

/** What colours a text: the probability of each token, or one unit of the state. */
export type Coloring = 'probability' | number;

/** What a step is coloured by; NaN where it has no such value. */
export function valueOf(
  { probabilities, hidden }: TextContent,
  coloring: Coloring,
  step: number
): number {
  return coloring === 'probability'
    ? (probabilities.values[step] ?? NaN)
    : (hidden?.values[step * hidden.shape[1] + coloring] ?? NaN);
}

/** A text of tokens on colours, and the scale of these. */
export interface TokenColors {
  readonly body: HTMLElement;
  readonly scale: HTMLElement;
  paint(coloring: Coloring, theme: Theme): void;
  /** Marks the token of a step. */
  mark(step: number): void;
}

export function createTokenColors(
  content: TextContent,
  translate: Translate
): TokenColors {
  const { tokens, promptLength, hidden } = content;
  const between = betweenTokens(content);
  const spans = tokens.map((token, step) =>
    html(
      'span',
      {
        class: `jp-gatescope-text-token ${step < promptLength ? 'jp-gatescope-text-given' : ''}`,
        'data-step': step
      },
      token === ' ' ? token : shownToken(token)
    )
  );
  const body = html(
    'p',
    {
      class: `jp-gatescope-text ${between === '' ? 'jp-gatescope-text-letters' : ''}`
    },
    ...spans.map((span, step) => [
      ...(step > 0 && between !== '' ? [between] : []),
      span,
      ...(tokens[step] === '\n' ? [html('br')] : [])
    ])
  );
  const legend = createRampLegend();
  const scale = html('div', { class: 'jp-gatescope-text-scale' });
  let marked: HTMLElement | undefined;
  const range = (coloring: Coloring): readonly [number, number] => {
    if (coloring === 'probability' || !hidden) {
      return [0, 1];
    }
    const largest = largestOfUnit(hidden, coloring);
    const bound = largest <= 1 ? 1 : Math.ceil(largest * 2) / 2;
    return [-bound, bound];
  };
  return {
    body,
    scale,
    paint(coloring, theme) {
      const isUnit = coloring !== 'probability';
      const ramp = isUnit ? theme.states : theme.gates;
      const [low, high] = range(coloring);
      spans.forEach((span, step) => {
        const value = valueOf(content, coloring, step);
        const color = Number.isNaN(value)
          ? ''
          : ramp.css((value - low) / (high - low));
        span.style.background = color;
        span.style.color = color === '' ? '' : inkOn(color);
      });
      legend.paint(ramp, { x: 0, y: 0, width: 150, height: 8 });
      const ends = isUnit
        ? [formatFixed(low, 1), `+${formatFixed(high, 1)}`]
        : ['0', '1'];
      fill(
        scale,
        legend.element,
        html('span', {}, ends[0]),
        html(
          'span',
          {},
          isUnit ? translate('unit %1', coloring) : translate('probability')
        ),
        html('span', {}, ends[1])
      );
    },
    mark(step) {
      marked?.classList.remove('jp-gatescope-text-here');
      marked = spans.at(step);
      marked?.classList.add('jp-gatescope-text-here');
    }
  };
}
