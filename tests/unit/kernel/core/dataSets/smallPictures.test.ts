import {
  gridPicture,
  seriesPicture,
  valuesAColumn
} from '../../../../../src/kernel/core/dataSets/smallPictures';

const box = { alt: 'some', width: 100, height: 44 };

/** The heights that a path goes through. */
function heightsIn(svg: string): number[] {
  const [, path = ''] = / d="([^"]*)"/.exec(svg) ?? [];
  return [...path.matchAll(/[ML]?([\d.-]+),([\d.-]+)/g)].map(([, , y]) =>
    Number(y)
  );
}

describe('a series', () => {
  it('is a line through its values while there is a pixel for each', () => {
    const { svg } = seriesPicture([0, 5, 10], box);
    // Four pixels are kept free: 42 is the lowest value, 2 the highest.
    expect(heightsIn(svg)).toEqual([42, 22, 2]);
  });

  it('keeps what sticks out when a column holds many values', () => {
    const values = new Float64Array(10_000).fill(1);
    values[1234] = 9;
    values[7777] = -7;
    const heights = heightsIn(seriesPicture(values, box).svg);
    expect(valuesAColumn(values.length, box.width)).toBe(100);
    expect([Math.min(...heights), Math.max(...heights)]).toEqual([2, 42]);
    // Of a hundred columns, both ends.
    expect(heights).toHaveLength(200);
  });

  it('has a gap where a value is none', () => {
    const { svg } = seriesPicture([1, 2, NaN, 3, 4], box);
    expect(svg.match(/M/g)).toHaveLength(2);
    expect(svg).not.toContain('NaN');
  });

  it('is drawn of values that are all the same, and of none', () => {
    expect(heightsIn(seriesPicture([3, 3], box).svg)).toEqual([22, 22]);
    expect(seriesPicture([], box).svg).not.toMatch(/NaN|Infinity/);
  });

  it('gives a stretch that is marked a ground, of two pixels at least', () => {
    const marked = Array.from({ length: 1000 }, (_, at) => at === 500);
    const { svg } = seriesPicture(new Float64Array(1000), { ...box, marked });
    expect(svg).toMatch(/<rect x="50" y="0" width="2" height="44"/);
  });
});

describe('a grid', () => {
  it('has more ink for more, of another color below zero, and none for zero', () => {
    const { svg, width, height } = gridPicture([[0, 1, -1, 0.5]], {
      alt: 'some',
      cell: 5,
      most: 1
    });
    expect([width, height]).toEqual([20, 5]);
    const paths = [
      ...svg.matchAll(/d="([^"]*)" fill="([^"]*)" fill-opacity="([^"]*)"/g)
    ];
    expect(paths.map(([, d, , opacity]) => [d, opacity])).toEqual([
      ['M1 0h1v1h-1z', '1'],
      ['M2 0h1v1h-1z', '1'],
      ['M3 0h1v1h-1z', '0.5']
    ]);
    const inks = paths.map(([, , fill]) => fill);
    expect(inks[0]).not.toBe(inks[1]);
    expect(inks[0]).toBe(inks[2]);
  });
});
