import fc from 'fast-check';
import {
  mapLayout,
  placeAt,
  stepCenter,
  type LayoutInput
} from '../../../../src/views/map/mapLayout';
import { rowHeightFor } from '../../../../src/views/run/rowHeight';

const input: LayoutInput = {
  width: 904,
  narrow: false,
  steps: 14,
  units: 32,
  apart: [false, false, false, false, true, false],
  lines: false,
  nameWidth: 66,
  letterWidth: 9,
  labelHeight: 20,
  seriesHeights: [48],
  dates: false,
  minimumColumnWidth: 2,
  ratio: 1
};

describe('the layout of the gates view', () => {
  it('gives rows by the number of units, as the design has them', () => {
    expect([12, 32, 64, 200].map(units => rowHeightFor(units, false))).toEqual([
      6, 3, 2, 1
    ]);
    expect(rowHeightFor(32, true)).toBe(2);
  });

  it('has a gutter of 112, a rail of 172 and columns of whole pixels between', () => {
    const layout = mapLayout(input);
    // 904 − 112 − 172 − 14 = 606; 606 / 14 = 43.3; the rest goes to the gutter.
    expect(layout.columnWidth).toBe(43);
    expect(layout.plotLeft).toBe(112 + (606 - 14 * 43));
    expect(layout.railLeft).toBe(904 - 172);
  });

  it('sets the states 8 pixels more apart than the others', () => {
    const { groups } = mapLayout(input);
    const gap = (index: number): number =>
      groups[index].y - groups[index - 1].y - groups[index - 1].height;
    expect(gap(1)).toBe(9);
    expect(gap(4)).toBe(17);
  });

  it('has rows of whole device pixels at any ratio, and columns where these fill the room', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 1.25, 1.5, 2, 3),
        fc.integer({ min: 340, max: 1600 }),
        fc.integer({ min: 1, max: 1200 }),
        fc.integer({ min: 1, max: 600 }),
        (ratio, width, steps, units) => {
          const layout = mapLayout({ ...input, ratio, width, steps, units });
          const isWhole = (length: number): boolean =>
            Math.abs(length * ratio - Math.round(length * ratio)) < 1e-6;
          expect(isWhole(layout.rowHeight)).toBe(true);
          const room = layout.railLeft - 14 - layout.plotLeft;
          expect(
            isWhole(layout.columnWidth) || layout.plotWidth > 0.92 * room
          ).toBe(true);
          for (const length of [layout.columnWidth, layout.rowHeight]) {
            expect(length * ratio).toBeGreaterThanOrEqual(1 - 1e-6);
          }
          expect(layout.columns * layout.stepsPerColumn).toBeGreaterThanOrEqual(
            steps
          );
          expect(layout.rows).toBeLessThanOrEqual(256);
          expect(layout.plotLeft + layout.plotWidth).toBeLessThanOrEqual(
            Math.max(layout.railLeft, layout.plotLeft + 40) + 1e-6
          );
        }
      )
    );
  });

  it('leaves no third of the plot to the gutter where whole columns would', () => {
    // 740 pixels for 250 columns: whole ones of two pixels would fill 500.
    const layout = mapLayout({ ...input, width: 1038, steps: 250 });
    expect(layout.stepsPerColumn).toBe(1);
    expect(layout.plotWidth).toBeGreaterThan(0.92 * 740);
    expect(layout.plotLeft).toBeLessThan(112 + 0.08 * 740);
  });

  it('aggregates columns under two pixels, into counts that fill the room', () => {
    const layout = mapLayout({ ...input, steps: 1000 });
    // 606 pixels: four steps would be 250 columns of two pixels, five are 200 of three.
    expect(layout.stepsPerColumn).toBe(5);
    expect(layout.plotWidth).toBe(600);
  });

  it('takes the mean of units above 256', () => {
    const layout = mapLayout({ ...input, units: 512 });
    expect([layout.unitsPerRow, layout.rows]).toEqual([2, 256]);
  });

  it('has a gutter of 26 and a rail of 46 when it is narrow', () => {
    const layout = mapLayout({ ...input, width: 388, narrow: true });
    expect(layout.railLeft).toBe(388 - 46);
    expect(layout.plotLeft).toBeGreaterThanOrEqual(26);
  });

  it('gives names in place of letters room when it is narrow', () => {
    const narrow = { ...input, width: 388, narrow: true, steps: 1 };
    const { plotLeft } = mapLayout({ ...narrow, letterWidth: 36 });
    // 7 before the name and 7 after it, and what whole columns leave over.
    expect(plotLeft).toBeGreaterThanOrEqual(36 + 14);
    expect(mapLayout(narrow).plotLeft).toBeLessThan(28);
  });

  it('finds step, channel and row under a point', () => {
    const layout = mapLayout(input);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: 0, max: 31 }),
        (step, group, row) => {
          const x = stepCenter(layout, step);
          const y = layout.groups[group].y + (row + 0.5) * layout.rowHeight;
          expect(placeAt(layout, x, y, 14)).toEqual({ step, group, row });
        }
      )
    );
    expect(placeAt(layout, 10, 300, 14).step).toBeNull();
    expect(placeAt(layout, 400, 2, 14).group).toBeNull();
  });
});
