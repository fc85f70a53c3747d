/** @jest-environment jsdom */

import { float64 } from '../../../../src/trace';
import { bestPlace } from '../../../../src/views/training/bestPlace';
import {
  epochScale,
  lastEpochShown
} from '../../../../src/views/training/epochAxis';
import { metricChart } from '../../../../src/views/training/metricChart';
import { mark } from '../../../../src/scene/marks/mark';
import { pageTheme } from '../../../../src/scene/theme';
import { drawn } from '../../../../src/widgets/scene/drawn';
import { smoothed } from '../../../../src/views/training/smoothing';

const measure = (text: string): number => text.length * 6;
const box = { x: 40, y: 10, width: 200, height: 100 };

describe('the epoch axis', () => {
  it('never leaves most of its width to epochs that are still to come', () => {
    for (let done = 0; done < 400; done += 1) {
      const last = lastEpochShown({
        status: 'running',
        epochs: { done, planned: 1000 }
      });
      expect(last).toBeGreaterThan(done);
      expect(last - done).toBeLessThanOrEqual(Math.max(1, done));
    }
  });

  it('ends at what was planned, and at what is done once nothing follows', () => {
    const epochs = { done: 9, planned: 10 };
    expect(lastEpochShown({ status: 'running', epochs })).toBe(10);
    expect(lastEpochShown({ status: 'stopped', epochs })).toBe(9);
  });

  it('has the start at its left end and the last epoch at its right end', () => {
    const scale = epochScale(8, box);
    expect(scale.center(0)).toBeCloseTo(40, 9);
    expect(scale.center(8)).toBeCloseTo(240, 9);
    // Half way to the next epoch belongs to the nearer one.
    expect(scale.stepAt(scale.center(3) + 12)).toBe(3);
    expect(scale.stepAt(scale.center(3) + 13)).toBe(4);
  });
});

describe('a smoothed curve', () => {
  it('is the moving average without the pull of its empty start', () => {
    const values = [1, 0.5, 0.75, 0.25];
    // By hand: m = 0.6 m + 0.4 x, over 1 − 0.6ᵗ.
    let mean = 0;
    const expected = values.map((value, index) => {
      mean = 0.6 * mean + 0.4 * value;
      return mean / (1 - 0.6 ** (index + 1));
    });
    Array.from(smoothed(values, 0.6)).forEach((value, index) =>
      expect(value).toBeCloseTo(expected[index], 12)
    );
    expect(smoothed([2, 2, 2], 0.9)).toEqual(Float64Array.from([2, 2, 2]));
  });

  it('is the curve itself without a weight, and has its gaps', () => {
    const values = [1, NaN, 3];
    expect(smoothed(values, 0)).toBe(values);
    const [first, gap, last] = Array.from(smoothed(values, 0.6));
    expect([first, gap]).toEqual([1, NaN]);
    expect(last).toBeCloseTo((0.24 + 1.2) / (1 - 0.36), 12);
  });
});

describe('the chart of a loss', () => {
  const metric = {
    name: 'loss',
    training: float64([1, 0.1, 0.01], [3]),
    validation: float64([0.9, 0.2, 0.3], [3])
  };
  const chart = (more: object) => {
    const { y, marks } = metricChart(metric, {
      box,
      x: epochScale(3, box).center,
      measure,
      theme: pageTheme,
      ...more
    });
    return { y, element: drawn(mark('g', {}, ...marks)) };
  };

  it('has equal heights for equal factors on the log axis, and equal differences on the other', () => {
    const log = chart({ log: true }).y;
    expect(log(0.1) - log(1)).toBeCloseTo(log(0.01) - log(0.1), 9);
    const linear = chart({}).y;
    expect(linear(0.1) - linear(0.2)).toBeCloseTo(linear(0.8) - linear(0.9), 9);
  });

  it('keeps what was measured behind what is smoothed', () => {
    const lines = (more: object): number =>
      chart(more).element.querySelectorAll('.jp-gatescope-training-line')
        .length;
    expect(lines({})).toBe(1);
    expect(lines({ smoothing: 0.6 })).toBe(2);
    const path = (element: Element | null): string | null | undefined =>
      element?.getAttribute('d');
    const { element } = chart({ smoothing: 0.6 });
    expect(path(element.querySelector('.jp-gatescope-measured-line'))).toBe(
      path(chart({}).element.querySelector('.jp-gatescope-training-line'))
    );
    // The numbers at the ends are the measured ones.
    expect(element.textContent).toContain('0.010');
  });

  it.each([
    [[0.9, 0.4, 0.35, 0.36, 0.4, 0.55, 0.8], 2],
    [[0.9, 0.3, 0.25, 0.26, 0.27, 0.28, 0.3], 2],
    [[0.2, 0.5, 0.7, 0.8, 0.9, 0.95, 1], 0]
  ])('writes the best epoch where no curve runs: %j', (values, best) => {
    const curve = values.map((value, index) => ({
      x: box.x + ((index + 1) / values.length) * box.width,
      y: box.y + (1 - value) * box.height
    }));
    const width = 90;
    const { x, y } = bestPlace(curve[best], width, box, [curve]);
    expect(x).toBeGreaterThanOrEqual(box.x);
    expect(x + width).toBeLessThanOrEqual(box.x + box.width);
    for (let at = x; at <= x + width; at += 1) {
      const next = curve.findIndex(point => point.x >= at);
      if (next > 0) {
        const [from, to] = [curve[next - 1], curve[next]];
        const height =
          from.y + ((at - from.x) / (to.x - from.x)) * (to.y - from.y);
        expect(height < y - 11 || height > y + 3).toBe(true);
      }
    }
  });

  it('is found by looking at each point a few times, however many epochs there were', () => {
    let looks = 0;
    const count = 5000;
    const curve = Array.from({ length: count }, (_, at) => ({
      get x() {
        looks += 1;
        return box.x + (at / count) * box.width;
      },
      y: box.y + (0.9 + 0.1 * Math.sin(at)) * box.height
    }));
    const { y } = bestPlace({ x: 140, y: 95 }, 90, box, [curve]);
    // Above all of the curve, which swings over the lowest fifth of the box.
    expect(y + 3).toBeLessThan(box.y + 0.8 * box.height);
    expect(looks).toBeLessThan(60 * count);
  });
});
