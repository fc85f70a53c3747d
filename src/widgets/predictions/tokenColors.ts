import { betweenTokens } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { fill, html } from '../base/dom';
import { formatFixed } from '../../scene/words/format';
import { inkOn } from '../../scene/inkOn';
import type { Theme } from '../base/theme';
import { createRampLegend } from '../scene/rampLegend';
import {
  colorRange,
  shownToken,
  valueOf,
  type Coloring
} from '../../views/predictions/textWords';
import type { TextContent } from '../../views/predictions/measures';

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
  const { tokens, promptLength } = content;
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
  return {
    body,
    scale,
    paint(coloring, theme) {
      const isUnit = coloring !== 'probability';
      const ramp = isUnit ? theme.states : theme.gates;
      const [low, high] = colorRange(content, coloring);
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
