import { orderOf, type Equation, type LayerTrace } from '../../trace';
import { fill, html, setAttributes } from '../base/dom';
import { hueOf, hueOfLetter } from '../base/hue';
import { formatFixed } from '../../scene/words/format';
import type { CursorPosition, ViewContext } from '../context';
import type { WorkedEquation } from '../../views/equations/arithmetic';
import { arithmeticTexts } from '../../views/equations/arithmeticText';
import { arithmeticMathml, arithmeticShape } from './arithmeticMathml';
import {
  channelMathml,
  expressionMathml,
  math,
  type MathPieces,
  type Notation
} from './mathml';
import { spoken } from './spoken';
import { termsOf } from '../../views/equations/terms';

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
  const lettersLine = createLine(lettersOf(equation, layer, translate));
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

/** The equation in letters, of which each term can be pointed at and walked to. */
function lettersOf(
  equation: Equation,
  layer: LayerTrace,
  translate: ViewContext['translate']
): MathPieces {
  const { channel, expression } = equation;
  const notation = notationOf(equation, layer);
  const label = layer.channels.find(({ name }) => name === channel)?.label;
  const left = math(
    'mrow',
    {
      class: 'jp-gatescope-term',
      'data-whole': channel,
      role: 'group',
      'aria-roledescription': translate('equation'),
      'aria-label': `${label ?? channel}: ${channel} = ${spoken(expression)}`,
      tabindex: '-1'
    },
    channelMathml(channel, notation)
  );
  const right = expressionMathml(expression, notation);
  const terms = new Map(termsOf(equation).map(term => [term.text, term]));
  for (const part of right.flat()) {
    for (const each of [part, ...part.querySelectorAll('[data-term]')]) {
      const found = terms.get(each.getAttribute('data-term') ?? '');
      if (found && !each.hasAttribute('data-continued')) {
        setAttributes(each, {
          role: 'group',
          'aria-roledescription': translate('term'),
          'aria-label': spoken(found.expression),
          tabindex: '-1'
        });
      }
    }
  }
  return [[left, math('mo', {}, '=')], ...right];
}

/** How the letters of a layer look in one of its equations. */
function notationOf(equation: Equation, layer: LayerTrace): Notation {
  const channels = new Map(
    layer.channels.map(channel => [channel.name, channel])
  );
  const terms = new Set(termsOf(equation).map(term => term.text));
  return {
    hue: name => {
      const channel = channels.get(name);
      return channel ? hueOf(channel) : hueOfLetter(name);
    },
    isState: name => channels.get(name)?.role === 'state',
    isTerm: text => terms.has(text),
    order: orderOf(layer.direction)
  };
}

/** One line of mathematics: a single formula, or, where it is too wide, one that may break. */
interface Line {
  readonly element: HTMLElement;
  append(piece: readonly MathMLElement[]): void;
  fit(): void;
}

/**
 * Makes a line that can break between its pieces. Numbers change from step to step, so a line of them
 * is in pieces from the start; letters are one formula for as long as that fits.
 */
function createLine(start: MathPieces, inPieces = false): Line {
  const pieces = start.map(piece => [...piece]);
  const element = html('div', { class: 'jp-gatescope-equation-line' });
  const broken = (): void =>
    element.replaceChildren(...pieces.map(piece => math('math', {}, ...piece)));
  const whole = (): void =>
    inPieces
      ? broken()
      : element.replaceChildren(math('math', {}, ...pieces.flat()));
  whole();
  return {
    element,
    append(piece) {
      pieces.push([...piece]);
      whole();
    },
    fit() {
      if (inPieces) {
        return;
      }
      if (element.childElementCount > 1) {
        whole();
      }
      if (element.scrollWidth > element.clientWidth + 1) {
        broken();
      }
    }
  };
}

/** Changes the texts that differ. */
function setTexts(
  slots: readonly MathMLElement[],
  texts: readonly string[]
): void {
  slots.forEach((slot, index) => {
    if (slot.textContent !== texts[index]) {
      slot.textContent = texts[index];
    }
  });
}
