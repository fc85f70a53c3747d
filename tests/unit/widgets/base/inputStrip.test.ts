/** @jest-environment jsdom */
import fc from 'fast-check';
import {
  createInputStrip,
  handValue
} from '../../../../src/widgets/base/inputStrip';

const HEIGHT = 80;

function pointer(name: string, y: number): Event {
  return Object.assign(new MouseEvent(name, { clientY: y, button: 0 }), {
    pointerId: 1
  });
}

describe('a point of the input that is dragged', () => {
  it('stays on the axis on which the drag began, wherever the pointer goes', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -100, max: 100, noNaN: true }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.array(fc.integer({ min: -300, max: 300 }), { minLength: 1 }),
        (low, size, heights) => {
          // As in a picture: its axis holds what was dragged, and is another after each answer.
          let domain: [number, number] = [low, low + size];
          const first = domain;
          const edited: number[] = [];
          const strip = createInputStrip({
            title: 'Drag',
            stepAt: () => 0,
            move: () => undefined,
            values() {
              const [from, to] = domain;
              return ({ clientY }) =>
                handValue(to - (clientY / HEIGHT) * (to - from), [from, to]);
            },
            edit(_, value) {
              edited.push(value);
              domain = [Math.min(domain[0], value), Math.max(domain[1], value)];
            }
          });
          strip.element.setPointerCapture = () => undefined;
          strip.element.dispatchEvent(pointer('pointerdown', heights[0]));
          heights.forEach(y =>
            strip.element.dispatchEvent(pointer('pointermove', y))
          );
          strip.dispose();
          expect(edited).toHaveLength(heights.length);
          const rounding = size / 50;
          for (const [at, value] of edited.entries()) {
            const height = Math.min(HEIGHT, Math.max(0, heights[at]));
            const there = first[1] - (height / HEIGHT) * size;
            expect(Math.abs(value - there)).toBeLessThanOrEqual(rounding);
          }
        }
      )
    );
  });
});
