import { clampAreas } from '../../../../src/views/map/heldMarks';
import { clampWords, runs } from '../../../../src/views/map/clampWords';
import { selectionCode } from '../../../../src/widgets/traceMap/selection';
import {
  windowAround,
  zoomWindow
} from '../../../../src/widgets/traceMap/timeWindow';
import { signedLog } from '../../../../src/views/map/signedLog';

describe('a selection', () => {
  it('is one line of code', () => {
    expect(
      selectionCode({
        layer: "it's",
        channel: 'f',
        units: [3, 7],
        steps: [11, 12]
      })
    ).toBe(
      'const selection = { layer: "it\'s", channel: "f", units: [3, 7], steps: [11, 12] };'
    );
  });
});

describe('a clamp in the picture', () => {
  it('is one rectangle for each run of neighbors', () => {
    // Unit 0 stands at place 2, unit 1 at 0, unit 2 at 1.
    const placeOf = [2, 0, 1];
    const clamp = { layer: 'lstm', channel: 'f', value: 1 } as const;
    expect(
      clampAreas({ ...clamp, units: [1, 2], steps: [4, 5, 8] }, placeOf, 10)
    ).toEqual([
      { places: [0, 1], steps: [4, 5] },
      { places: [0, 1], steps: [8, 8] }
    ]);
    expect(clampAreas(clamp, placeOf, 10)).toEqual([
      { places: [0, 2], steps: [0, 9] }
    ]);
  });

  it('leaves out what the run does not have', () => {
    expect(
      clampAreas(
        { layer: 'l', channel: 'f', value: 0, units: [0, 9], steps: [1, 99] },
        [0],
        5
      )
    ).toEqual([{ places: [0, 0], steps: [1, 1] }]);
  });

  it('says what it holds', () => {
    const clamp = { layer: 'l', channel: 'f' };
    expect(clampWords({ ...clamp, value: 1 })).toBe('f := 1');
    expect(clampWords({ ...clamp, value: -0.25 })).toBe('f := −0.25');
    expect(clampWords({ ...clamp, value: 'mean' })).toBe('f := mean');
  });

  it('joins neighbors, also when they come twice or unordered', () => {
    expect(runs([5, 1, 2, 2, 7, 6])).toEqual([
      [1, 2],
      [5, 7]
    ]);
  });
});

describe('the window of time', () => {
  it('zooms around a step and back out to the whole run', () => {
    const near = zoomWindow({ from: 0, to: 100 }, 50, 1, 100);
    expect(near).toEqual({ from: 10, to: 90 });
    let window = near;
    for (let turn = 0; turn < 20; turn += 1) {
      window = zoomWindow(window, 50, -1, 100);
    }
    expect(window).toEqual({ from: 0, to: 100 });
  });

  it('shows eight steps at the closest', () => {
    let window = { from: 0, to: 100 };
    for (let turn = 0; turn < 40; turn += 1) {
      window = zoomWindow(window, 99, 1, 100);
    }
    expect(window).toEqual({ from: 92, to: 100 });
  });

  it('follows the cursor out of its edges', () => {
    const window = { from: 10, to: 20 };
    expect(windowAround(window, 15, 100)).toBe(window);
    expect(windowAround(window, 25, 100)).toEqual({ from: 16, to: 26 });
    expect(windowAround(window, 3, 100)).toEqual({ from: 3, to: 13 });
  });
});

describe('the scale of gradients', () => {
  it('is absolute, shared, and reaches eight powers of ten down', () => {
    const log = signedLog([[0.02, -1e-5], [0.3]]);
    expect([log.top, log.bottom]).toEqual([0, -8]);
    expect(log.place(1)).toBe(1);
    // 10⁻⁴ lies in the middle of 10⁻⁸ … 10⁰.
    expect(log.place(-1e-4)).toBeCloseTo(-0.5, 12);
  });

  it('draws as zero what is below its range, and nothing for no number', () => {
    const log = signedLog([[1]]);
    expect(log.place(1e-9)).toBe(0);
    expect(log.place(0)).toBe(0);
    expect(log.place(NaN)).toBeNaN();
  });
});
