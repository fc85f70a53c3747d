/** @jest-environment jsdom */
import {
  createRipple,
  firstDifference
} from '../../../../src/widgets/river/ripple';

const settings = {
  reducedMotion: false,
  linesUpTo: 8,
  minimumColumnWidth: 2
};

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('a ripple', () => {
  it('spreads from its cause on, never back, and ends with all of it', () => {
    const shown: (number | null)[] = [];
    const ripple = createRipple(settings, place => shown.push(place));
    ripple.start(4, 20);
    jest.advanceTimersByTime(1300);
    const places = shown.filter(place => place !== null);
    expect(shown[0]).toBe(4);
    expect(places.length).toBeGreaterThan(3);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
    expect(shown.at(-1)).toBeNull();
    expect(ripple.running).toBe(false);
  });

  it('is skipped at once', () => {
    const shown: (number | null)[] = [];
    const ripple = createRipple(settings, place => shown.push(place));
    ripple.start(0, 20);
    ripple.skip();
    expect(shown).toEqual([0, null]);
    expect(ripple.running).toBe(false);
  });

  it('does not move where the reader wants no motion', () => {
    const shown: (number | null)[] = [];
    createRipple({ ...settings, reducedMotion: true }, place =>
      shown.push(place)
    ).start(0, 20);
    expect(shown).toEqual([null]);
  });
});

it('begins where two runs first differ', () => {
  expect(firstDifference([1, 2, 3], [1, 2, 4])).toBe(2);
  expect(firstDifference([1, NaN], [1, NaN])).toBeNull();
});
