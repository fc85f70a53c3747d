/** @jest-environment jsdom */
import { drawPart } from '../../../../src/widgets/cell/drawPart';
import { letterOf, type Part } from '../../../../src/widgets/cell/circuit';

const part = (kind: Part['kind']): Part => ({
  kind,
  label: '+',
  center: { x: 50, y: 50 },
  width: 26,
  height: 26,
  hue: 'propose',
  gives: letterOf('n'),
  bar: false,
  letter: { name: 'n', at: { x: 50, y: 30 } },
  channel: 'n'
});

describe('a part of the circuit', () => {
  it.each(['box', 'add', 'multiply'] as const)(
    'that is a %s has the letter of what it gives',
    kind => {
      HTMLCanvasElement.prototype.getContext = () => null;
      const { element } = drawPart(part(kind), [-1, 1]);
      expect(
        element.querySelector('.jp-gatescope-circuit-letter')?.textContent
      ).toBe('n');
    }
  );
});
