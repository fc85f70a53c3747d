import { lstm } from '../../../../../src/engine';
import { setDisplayHost } from '../../../../../src/kernel/core/library/displayHost';
import { show } from '../../../../../src/kernel/core/library/show';
import type { ShowOptions } from '../../../../../src/kernel/core/library/showOptions';

const shown: number[] = [];
beforeAll(() => {
  const unused = () => {
    throw new Error('not asked for');
  };
  setDisplayHost({
    display: unused,
    update: unused,
    clear: unused,
    ask: unused,
    show: () => undefined,
    slide({ slider, make }) {
      make(slider.value);
      shown.push(slider.step);
    }
  });
});

const cell = lstm({ inputSize: 1, units: 1, seed: 7 });
const held = (f: number) =>
  cell.run([1, 0, 0]).clamp({ channel: 'f', value: f });
const slider = { name: 'f', range: [0, 1], value: 0.9 } as const;

describe('show with a slider', () => {
  it('takes a function of one number, and steps of a hundredth of the range', () => {
    show(held, { slider });
    show(held, { slider: { ...slider, step: 0.25 } });
    expect(shown).toEqual([0.01, 0.25]);
  });

  it.each<[object, string]>([
    [{ ...slider, name: '' }, 'slider.name should be a text, got '],
    [
      { ...slider, range: [1, 0] },
      'slider.range should be two numbers, the lower first, got [1, 0]'
    ],
    [
      { ...slider, value: 2 },
      'slider.value should be a number from 0 to 1, got 2'
    ],
    [
      { ...slider, step: 0 },
      'slider.step should be a number above 0, at most 1, got 0'
    ],
    [{ ...slider, unit: 5 }, 'slider.unit should be a text, got 5'],
    [{ ...slider, color: 'red' }, 'there is no slider.color']
  ])('refuses %j', (wrong, message) => {
    expect(() =>
      show(held, { slider: wrong as NonNullable<ShowOptions['slider']> })
    ).toThrow(message);
  });

  it('says what the function should give', () => {
    expect(() => show((() => 3) as never, { slider })).toThrow(
      'the function of a slider should give a run or a gradient flow, got number 3 at 0.9'
    );
  });

  it('refuses a run in place of the function', () => {
    expect(() => show(held(0.5), { slider })).toThrow(
      'with slider the first argument should be a function of a number that gives a run, got an object'
    );
  });
});
