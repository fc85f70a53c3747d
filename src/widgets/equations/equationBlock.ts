import type { Equation, LayerTrace } from '../../trace';
import { fill, html } from '../base/dom';
import { formatFixed } from '../base/format';
import type { CursorPosition, ViewContext } from '../context';
import type { WorkedEquation } from './arithmetic';
import {
  arithmeticMathml,
  arithmeticShape,
  arithmeticTexts
} from './arithmeticMathml';
import { createLine, setTexts, type Line } from './equationLine';
import { channelMathml, expressionMathml, math } from './mathml';
import { notationOf } from './notation';
import { spoken } from './spoken';
import { termsOf } from './terms';

/** What is lit in all linked views: a whole channel, or one term of its equation. */
export type Lit = Pick<CursorPosition, 'channel' | 'term'>;

/** One equation: its letters and, below them, its numbers. */
export interface EquationBlock {
  readonly element: HTMLElement;
  readonly equation: Equation;
  show(worked: WorkedEquation, held: number | 'mean' | null): void;
  light(lit: Lit, termKnown: boolean): void;
  fit(): void;
}

/** Makes the block of one equation of a layer. */
export function createEquationBlock(
  equation: Equation,
  layer: LayerTrace,
  translate: ViewContext['translate']
): EquationBlock {
  const notation = notationOf(equation, layer);
  const letters = html('div', { class: 'jp-gatescope-equation-letters' });
  const worked = html('div', { class: 'jp-gatescope-equation-worked' });
  const element = html(
    'div',
    { class: 'jp-gatescope-equation', 'data-channel': equation.channel },
    letters,
    worked
  );
  const label = layer.channels.find(
    channel => channel.name === equation.channel
  )?.label;

  const left = (): MathMLElement =>
    math(
      'mrow',
      {
        class: 'jp-gatescope-term',
        'data-whole': equation.channel,
        role: 'group',
        'aria-roledescription': translate('equation'),
        'aria-label': `${label ?? equation.channel}: ${equation.channel} = ${spoken(equation.expression)}`,
        tabindex: '-1'
      },
      channelMathml(equation.channel, notation)
    );
  const right = expressionMathml(equation.expression, notation);
  for (const part of right.flat()) {
    for (const term of [part, ...part.querySelectorAll('[data-term]')]) {
      const text = term.getAttribute('data-term');
      const found = termsOf(equation).find(each => each.text === text);
      if (found) {
        term.setAttribute('role', 'group');
        term.setAttribute('aria-roledescription', translate('term'));
        term.setAttribute('aria-label', spoken(found.expression));
        term.setAttribute('tabindex', '-1');
      }
    }
  }
  const lettersLine = createLine([[left(), math('mo', {}, '=')], ...right]);
  letters.append(lettersLine.element);

  let shape = '';
  let lines: {
    line: Line;
    slots: readonly MathMLElement[];
  }[] = [];
  let result: MathMLElement | null = null;
  let last: Lit = { channel: null, term: null };
  let lastKnown = false;

  const relight = (): void => {
    element.classList.toggle(
      'jp-gatescope-lit-equation',
      last.channel === equation.channel
    );
    // A term lights itself; a channel lit as a whole lights its letter wherever it is read.
    const text = lastKnown ? last.term : last.channel;
    for (const each of element.querySelectorAll('[data-term], [data-symbol]')) {
      each.classList.toggle(
        'jp-gatescope-lit',
        text != null &&
          (each.getAttribute('data-term') === text ||
            each.getAttribute('data-symbol') === text)
      );
    }
  };

  return {
    element,
    equation,
    show({ lines: forms, result: value }, held) {
      const nextShape =
        held !== null ? 'held' : forms.map(arithmeticShape).join(';');
      const number = value === null ? '–' : formatFixed(value);
      if (nextShape === shape && result && held === null) {
        forms.forEach((form, index) =>
          setTexts(lines[index].slots, arithmeticTexts(form))
        );
        result.textContent = number;
        return;
      }
      shape = nextShape;
      result = math('mn', { class: 'jp-gatescope-equation-result' }, number);
      if (held !== null) {
        lines = [];
        fill(
          worked,
          html(
            'span',
            { class: 'jp-gatescope-held' },
            `${equation.channel} := ${held === 'mean' ? translate('mean') : formatFixed(held)}`
          ),
          ` ${translate('held; the equation is not used')}`,
          createLine([[math('mo', {}, '='), result]]).element
        );
      } else {
        lines = forms.map(form => {
          const { pieces, slots } = arithmeticMathml(form, notation);
          setTexts(slots, arithmeticTexts(form));
          const [first = [], ...rest] = pieces;
          return {
            slots,
            line: createLine([[math('mo', {}, '='), ...first], ...rest], true)
          };
        });
        const tail = [math('mo', {}, '='), result];
        const end = lines.at(-1);
        if (end) {
          end.line.append(tail);
          fill(worked, ...lines.map(({ line }) => line.element));
        } else {
          fill(worked, createLine([tail]).element);
        }
      }
      relight();
    },
    light(lit, known) {
      if (
        lit.channel !== last.channel ||
        lit.term !== last.term ||
        known !== lastKnown
      ) {
        last = { channel: lit.channel, term: lit.term };
        lastKnown = known;
        relight();
      }
    },
    fit() {
      lettersLine.fit();
    }
  };
}
