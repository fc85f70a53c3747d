import { expressionText, isPadding } from '../../trace';
import type { Expression, LayerTrace, Trace } from '../../trace';
import {
  formatFixed,
  formatNumber,
  superscript
} from '../../scene/words/format';
import { shorten } from '../../scene/words/fitText';
import { lettersWidth } from '../../scene/words/letters';
import { spokenLabel } from '../../scene/words/timeLabels';
import type { Translate } from '../../scene/words/translate';
import type { Backward } from '../equations/backward';
import { meansOf } from '../equations/wholeLayer';
import { stepInput } from '../run/stepInput';

/** The scale of the bar in a box: that of its channel, ±1 for a tanh. */
export function boxScale(
  expression: Expression,
  layer: LayerTrace
): readonly [number, number] {
  const text = expressionText(expression);
  const equation = layer.equations.find(
    each => each.channel === text || each.expression === expression
  );
  const channel = layer.channels.find(
    ({ name }) => name === (equation?.channel ?? text)
  );
  return channel?.range ?? [-1, 1];
}

/** x itself. */
export function isInput(expression: Expression): boolean {
  return expression.kind === 'symbol' && expression.role === 'input';
}

/** What stands on the wire of x, and beside it where its numbers come from. */
export interface InputWords {
  /** The numbers that W multiplies; without them the token, or the layer below. */
  readonly wire: string;
  /** `scaled from 31.10 °C`; empty where the wire says all. */
  readonly note: string;
}

/** x at a step, in words; its numbers by their names, where these are wanted. */
export function inputWords(
  trace: Trace,
  layer: LayerTrace,
  step: number,
  translate: Translate,
  isNamed = false
): InputWords {
  const { multiplied, from } = stepInput(trace, layer, step);
  if (from === null) {
    const values = multiplied ?? [];
    return {
      wire: isNamed ? namedNumbers(trace, values) : numbers(values),
      note: ''
    };
  }
  const origin =
    from.kind === 'quantity'
      ? (isNamed ? namedNumbers(trace, from.values) : numbers(from.values)) +
        (trace.input.unit ? ` ${trace.input.unit}` : '')
      : from.kind === 'token'
        ? shorten(from.label, 110, words => lettersWidth(words, 13))
        : from.step === null
          ? from.names.map(name => `h (${name})`).join(', ')
          : translate('h (%1) of %step %2', from.names[0], from.step);
  if (!multiplied) {
    return {
      wire: origin,
      note:
        from.kind === 'quantity' ? translate('before it enters the cell') : ''
    };
  }
  return {
    wire: numbers(multiplied),
    note:
      from.kind === 'quantity'
        ? translate('scaled from %1', origin)
        : from.kind === 'token'
          ? translate('stands for “%1”', origin)
          : translate('is %1', origin)
  };
}

/** dL/dx at a step, in words: what comes back on the wire of x, and what came in on it. */
export function inputBackWords(
  gradient: readonly number[] | null,
  came: InputWords,
  write: (value: number) => string,
  translate: Translate
): InputWords {
  return gradient
    ? {
        wire: numbers(gradient, write),
        note: translate('dL/dx; x = %1', came.wire)
      }
    : { wire: '?', note: translate('dL/dx is not known; x = %1', came.wire) };
}

/** Three numbers at most; of more the first two: those of an embedding are small, and so long. */
function numbers(
  values: readonly number[],
  write: (value: number) => string = shortNumber
): string {
  return values.length > 3
    ? `${values.slice(0, 2).map(write).join(', ')}, …`
    : values.map(write).join(', ');
}

/** So many are named. */
const MOST_NAMED = 8;

const namedNumbers = (
  { input: { names } }: Trace,
  values: readonly number[]
): string =>
  [
    ...values
      .slice(0, MOST_NAMED)
      .map((value, at) => `${names[at]} ${shortNumber(value)}`),
    ...(values.length > MOST_NAMED ? ['…'] : [])
  ].join(', ');

/** Two decimals, as all numbers of the picture, where these say enough. */
function shortNumber(value: number): string {
  const size = Math.abs(value);
  return size === 0 || (size >= 0.01 && size < 1000)
    ? formatFixed(value)
    : formatNumber(value);
}

/** Where a step is, and in which power of ten its gradients stand. */
export function stepNames(
  { time }: Trace,
  step: number,
  power: number,
  translate: Translate
): string[] {
  const label = spokenLabel(time.labels?.[step]);
  const name = translate('%step %1', step);
  return [
    ...(label.startsWith('“') ? [`${name} ${label}`] : [name]),
    ...(label !== '' && !label.startsWith('“') ? [label] : []),
    ...(power === 0 ? [] : [translate('dL/d in %1', `10${superscript(power)}`)])
  ];
}

/** How the picture is read. */
export function cellReading(back: boolean, translate: Translate): string {
  return back
    ? translate(
        'the way back: each wire shows dL/d of what it carries, by which the loss changes with it. The largest of the %step is the widest wire; a hollow one is negative. Where a wire parts, what comes back is added; the bars are still what the %step computed.'
      )
    : translate(
        'the wider a colored wire, the larger its number; a hollow one carries a negative number. A thin gray wire brings x or all of h, however large they are.'
      );
}

/** Which numbers are not there, and why. */
export function missingWords(
  { time }: Trace,
  step: number,
  unknown: readonly Expression[],
  translate: Translate
): string {
  // Of padding the equations say that it is none.
  return unknown.length === 0 || isPadding(time, step)
    ? ''
    : translate(
        time.kept
          ? 'Dashed wires have no number: the saved copy leaves out what they need: %1.'
          : 'Dashed wires have no number: this trace does not hold %1.',
        someTexts(unknown)
      );
}

/** Which letters stand for several numbers a unit, and that the picture has their mean. */
export function meansWords(layer: LayerTrace, translate: Translate): string {
  const letters = layer.channels
    .filter(({ name, role }) => role !== 'term' && meansOf(layer).has(name))
    .map(({ name }) => name);
  return letters.length === 0
    ? ''
    : translate(
        '%1 hold several numbers each; the picture shows their mean, and a product of means is not the mean of the products.',
        letters.join(', ')
      );
}

/** Which gradients are not there, and why. */
export function backWords(
  { known }: Backward,
  unknown: readonly Expression[],
  translate: Translate
): string {
  if (!known) {
    return translate(
      'This run has no gradients: it was not told what the loss is, so nothing comes back.'
    );
  }
  return unknown.length === 0
    ? ''
    : translate(
        'Dashed wires have no number: the trace does not hold dL/d of %1.',
        someTexts(unknown)
      );
}

/** Four at most, each once. */
function someTexts(expressions: readonly Expression[]): string {
  const texts = [...new Set(expressions.map(expressionText))];
  return texts.slice(0, 4).join(', ') + (texts.length > 4 ? ', …' : '');
}
