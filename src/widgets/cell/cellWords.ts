import { expressionText } from '../../trace';
import type { Expression, LayerTrace, Trace } from '../../trace';
import { formatFixed, formatNumber } from '../base/format';
import { shorten, textMeasure } from '../base/measure';

/** The scale of the bar in a box: that of its channel, ±1 for a tanh. */
export function rangeOf(
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

/** What stands on the wire of x: the numbers of the input, a token, or the layer below. */
export function inputWords(
  trace: Trace,
  layer: LayerTrace,
  step: number
): string {
  const below = trace.layers.indexOf(layer) - 1;
  const { names, array, editable } = trace.input;
  if (below >= 0 && trace.layers[below].direction === layer.direction) {
    return `h (${trace.layers[below].name})`;
  }
  const label = trace.time.labels?.[step];
  if (!editable && label !== undefined) {
    return shorten(label, 110, textMeasure('700 13px sans-serif'));
  }
  const features = names.length;
  const numbers = Array.from({ length: Math.min(3, features) }, (_, index) =>
    shortNumber(array.values[step * features + index])
  );
  return numbers.join(', ') + (features > 3 ? ', …' : '');
}

/** Two decimals, as all numbers of the picture, where these say enough. */
function shortNumber(value: number): string {
  const size = Math.abs(value);
  return size === 0 || (size >= 0.01 && size < 1000)
    ? formatFixed(value)
    : formatNumber(value);
}
