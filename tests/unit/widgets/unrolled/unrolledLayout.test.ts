import { chainLayout } from '../../../../src/views/unrolled/chainLayout';

describe('the chain of cells', () => {
  it.each([
    [932, 5],
    [691, 5],
    [642, 5],
    [639, 4],
    [561, 3],
    [494, 3],
    [388, 2],
    [308, 1]
  ])('is, %i px wide, %i cells inside the picture', (width, count) => {
    const layout = chainLayout(width, 2, 4, 30);
    expect(layout.count).toBe(count);
    const last = layout.left[count - 1] + layout.cellWidth;
    expect(layout.left[0] - layout.startWire).toBeGreaterThanOrEqual(0);
    expect(last + layout.startWire).toBeLessThanOrEqual(width + 1e-9);
  });

  it('leaves the wires between cells room for a number, at every width', () => {
    for (const named of [false, true]) {
      for (let width = 342; width <= 1400; width += 1) {
        const { left, cellWidth } = chainLayout(width, 2, 4, 30, named);
        const gaps = left.slice(1).map((x, at) => x - left[at] - cellWidth);
        expect(Math.min(...gaps)).toBeGreaterThan(41.99);
        expect(cellWidth).toBeGreaterThanOrEqual(named ? 96 : 76);
      }
    }
  });

  it('is closer only where a fifth cell has room for it', () => {
    const gap = (width: number): number => {
      const { left, cellWidth } = chainLayout(width, 2, 4, 30);
      return left[1] - left[0] - cellWidth;
    };
    expect(gap(642)).toBeLessThan(46);
    expect([639, 691].map(gap).every(each => each > 45.99)).toBe(true);
  });

  it('draws no more cells than the run has steps', () => {
    expect(chainLayout(932, 2, 4, 2).count).toBe(2);
  });
});
