/** @jest-environment jsdom */
import type { Expression } from '../../../../src/trace';
import { expressionLine } from '../../../../src/widgets/base/expressionLine';

test('a number in a line of text is written as in the equations, with no letter e', () => {
  const line = document.createElement('p');
  const scaled: Expression = {
    kind: 'operation',
    name: 'multiply',
    args: [
      { kind: 'symbol', name: 's', role: 'channel' },
      { kind: 'number', value: -1e36 }
    ]
  };
  line.append(...expressionLine(scaled, () => 'other'));
  expect(line.textContent).toBe('s ⊙ −10³⁶');
});
