/** @jest-environment jsdom */
import * as fc from 'fast-check';
import { stepScale } from '../../../../src/scene/marks/plane';
import { linearScale } from '../../../../src/scene/marks/valueScale';
import type { PlacedPanel } from '../../../../src/scene/scene';
import { createBrush, type Area } from '../../../../src/widgets/scene/brush';
import { draws } from '../draws';

const placed = (
  id: string,
  y: number,
  {
    steps,
    count,
    each,
    of
  }: Record<'steps' | 'count' | 'each', number> & {
    of: string;
  }
): PlacedPanel => {
  const box = { x: 40, y, width: 300, height: 120 };
  return {
    ...{ id, box, across: true, brushes: { of, count, each } },
    places: stepScale(steps, box),
    value: linearScale([0, 1], box)
  };
};

const drawn = fc.record({
  steps: fc.integer({ min: 1, max: 40 }),
  count: fc.integer({ min: 1, max: 30 }),
  each: fc.integer({ min: 1, max: 3 }),
  from: fc.tuple(fc.double({ min: 0, max: 0.99, noNaN: true }), fc.nat(99)),
  to: fc.tuple(fc.double({ min: -1, max: 2, noNaN: true }), fc.nat(300))
});

describe('a brush', () => {
  it('covers where a drag began and where it ends, and stays in its panel', () =>
    fc.assert(
      fc.property(drawn, ({ from, to, ...shape }) => {
        const panels = [
          placed('before', 10, { ...shape, of: 'f' }),
          placed('after', 200, { ...shape, of: 'f' }),
          placed('other', 400, { ...shape, of: 'i' })
        ];
        let done: Area | null = null;
        const host = document.createElement('div');
        const brush = createBrush(() => panels, {
          from: () => ({ of: 'f', row: 0, value: 0 }),
          done: area => (done = area)
        });
        brush.place(host);
        const shown = () =>
          [...host.children].map(each => !(each as HTMLElement).hidden);
        const x = 40 + 300 * from[0];
        const y = 10 + from[1];
        expect(brush.canStart(x, y)).toBe(true);
        brush.start(x, y);
        brush.drag(40 + 300 * to[0], 10 + to[1] - 90);
        brush.end();
        const { of, rows, values } = done!;
        const row = Math.floor(from[0] * shape.steps);
        expect(of).toBe('f');
        expect(rows[0]).toBeLessThanOrEqual(row);
        expect(rows[1]).toBeGreaterThanOrEqual(row);
        expect(rows[0]).toBeGreaterThanOrEqual(0);
        expect(rows[1]).toBeLessThan(shape.steps);
        // A line of several values is taken whole, but for the last.
        expect(values[0] % shape.each).toBe(0);
        expect(
          values[1] === shape.count - 1 || (values[1] + 1) % shape.each === 0
        ).toBe(true);
        // What shows the same at another time is brushed with it.
        expect(shown()).toEqual([true, true, false]);
        expect(brush.clear()).toBe(true);
        expect(done).toBeNull();
        expect(shown()).toEqual([false, false, false]);
        expect(brush.clear()).toBe(false);
      }),
      draws(100)
    ));

  it('begins with keys where the cursor is, and grows with each', () => {
    jest.useFakeTimers();
    const panels = [
      placed('f', 10, { steps: 9, count: 4, each: 1, of: 'f' }),
      placed('i', 200, { steps: 9, count: 4, each: 1, of: 'i' })
    ];
    const done = jest.fn();
    const from = () => ({ of: 'i', row: 3, value: 1 });
    const brush = createBrush(() => panels, { from, done });
    brush.place(document.createElement('div'));
    expect(brush.onKey('nextStep')).toBe(false);
    brush.onKey('extendRight');
    for (const key of [
      ...(['extendRight', 'extendLeft', 'extendLeft'] as const),
      ...(['extendDown', 'extendDown', 'extendDown'] as const)
    ]) {
      expect(brush.onKey(key)).toBe(true);
    }
    expect(done).not.toHaveBeenCalled();
    jest.runAllTimers();
    expect(done.mock.calls).toEqual([
      [{ of: 'i', rows: [3, 3], values: [1, 3] }]
    ]);
    jest.useRealTimers();
  });
});
