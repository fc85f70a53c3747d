/** @jest-environment jsdom */
import '../../nodeMachine';
import { inflateSync } from 'node:zlib';
import { compareRuns, gru, lstm, rnn } from '../../../../../src/engine';
import { bundlePicture } from '../../../../../src/kernel/core/picture/bundlePicture';
import { float32, type Bundle, type Channel } from '../../../../../src/trace';

// What a reader with a ruler finds in a saved picture must be the numbers of its bundle.

const drawn = (bundle: Bundle): Element => {
  const host = document.createElement('div');
  host.innerHTML = bundlePicture(bundle);
  return host.firstElementChild!;
};
const at = (each: Element, name: string) => Number(each.getAttribute(name));
const numberOf = (words: string): number => {
  const [digits, power = '0'] = words
    .replace('−', '-')
    .split(/ ?[×·]? ?10(?=[⁻⁰¹²³⁴⁵⁶⁷⁸⁹])/);
  const raised = [...power]
    .map(sign => (sign === '⁻' ? '-' : '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(sign)))
    .join('');
  return (
    (digits === '' ? 1 : Number(digits)) *
    10 ** Number(power === '0' ? 0 : raised)
  );
};

/** What stands at a height, by the numbers of the axis at the left of a plot. */
function rulerOf(svg: Element, of: (value: number) => number) {
  const all = [...svg.querySelectorAll('text[text-anchor="end"]')]
    .map(each => ({ y: at(each, 'y'), value: of(numberOf(each.textContent!)) }))
    .filter(({ value }) => Number.isFinite(value));
  // A plot's numbers go one way; those of the next plot begin again at its foot.
  const turn = all.findIndex(
    ({ y }, index) =>
      index > 1 && (y - all[index - 1].y) * (all[1].y - all[0].y) < 0
  );
  const ticks = turn < 0 ? all : all.slice(0, turn);
  const [first] = ticks;
  const last = ticks.at(-1)!;
  const perPixel = (last.value - first.value) / (last.y - first.y);
  // They are as far from one another as their numbers.
  for (const { y, value } of ticks) {
    expect(
      Math.abs(first.value + (y - first.y) * perPixel - value)
    ).toBeLessThan(1.2 * Math.abs(perPixel));
  }
  // Words stand a little lower than what they are of.
  return {
    perPixel: Math.abs(perPixel),
    read: (y: number) => first.value + (y + 4 - first.y) * perPixel
  };
}

/** The points of each line of a picture. */
const linesOf = (svg: Element) =>
  [...svg.querySelectorAll('path')].map(path =>
    [
      ...path.getAttribute('d')!.matchAll(/[ML](-?[\d.e-]+)[, ](-?[\d.e-]+)/g)
    ].map(([, x, y]) => [Number(x), Number(y)])
  );

/** Some line of the picture goes through these numbers, at steps that are equally far. */
function expectLine(
  svg: Element,
  values: ArrayLike<number>,
  of: (value: number) => number = value => value
): void {
  const { read, perPixel } = rulerOf(svg, of);
  const wanted = Array.from(values, of).filter(Number.isFinite);
  const misses = linesOf(svg)
    .filter(points => points.length === wanted.length)
    .map(points => {
      const apart = points.slice(1).map(([x], index) => x - points[index][0]);
      const uneven = Math.max(...apart) - Math.min(...apart);
      return Math.max(
        uneven > 0.1 ? Infinity : 0,
        ...points.map(
          ([, y], index) => Math.abs(read(y) - wanted[index]) / perPixel
        )
      );
    });
  expect(Math.min(...misses)).toBeLessThan(1.6);
}

/** The colors of an image, a row of it after the other, by how dark they are. */
function imagesOf(svg: Element) {
  return [...svg.querySelectorAll('image')].map(image => {
    const file = Buffer.from(
      image.getAttribute('href')!.split(',')[1],
      'base64'
    );
    const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
    const data = file.indexOf('IDAT');
    const rows = inflateSync(
      file.subarray(data + 4, data + 4 + file.readUInt32BE(data - 4))
    );
    return {
      width,
      height,
      colors: Array.from({ length: width * height }, (_, index) => {
        const start =
          Math.floor(index / width) * (1 + 3 * width) + 1 + 3 * (index % width);
        return [...rows.subarray(start, start + 3)];
      })
    };
  });
}

const INPUT = Array.from({ length: 12 }, (_, step) => [
  Math.sin(step * 1.7),
  Math.cos(step)
]);
const runOf = (cell: typeof lstm | typeof gru | typeof rnn, units: number) =>
  cell({ inputSize: 2, units, seed: 4 }).run(INPUT, {
    gradientsOf: ({ h }: { h: { at(step: number): { sum(): never } } }) =>
      h.at(-1).sum()
  } as never);
const valuesOf = ({ array: { values, shape } }: Channel, unit: number) =>
  Array.from({ length: shape[0] }, (_, step) => values[step * shape[1] + unit]);

describe('read off with a ruler', () => {
  it('a forecast is the truth and every forecast, each number of them', () => {
    const truth = [1, 4, -2, 8, 3];
    const other = [NaN, 3, 7, -1, 2.5];
    const svg = drawn({
      version: 1,
      id: 'saved',
      kind: 'predictions',
      content: {
        form: 'forecast',
        time: { steps: 5, name: 'day' },
        truth: { name: 'measured', values: float32(truth, [5]) },
        forecasts: [{ name: 'LSTM', values: float32(other, [5]) }]
      }
    });
    expectLine(svg, truth);
    expectLine(svg, other);
  });

  it('the gradient flow of networks is their norms, by powers of ten', () => {
    const runs = [runOf(lstm, 3), runOf(rnn, 3)];
    const flow = compareRuns(runs as never);
    expect(flow).toBeDefined();
    for (const run of runs) {
      const bundle = run.gradientFlow().toBundle();
      const svg = drawn(bundle);
      for (const { hidden } of bundle.networks) {
        expectLine(svg, hidden.values, Math.log10);
      }
    }
  });

  it('networks as lines are the means of their states', () => {
    const bundle = compareRuns([
      runOf(lstm, 3),
      runOf(gru, 2)
    ] as never).toBundle();
    const svg = drawn({
      ...bundle,
      view: { ...bundle.view, lines: true }
    } as Bundle);
    for (const { layers } of bundle.traces) {
      const state = layers[0].channels.findLast(
        ({ role }) => role === 'state'
      )!;
      const [steps, units] = state.array.shape;
      expectLine(
        svg,
        Array.from({ length: steps }, (_, step) =>
          Array.from(
            { length: units },
            (__, unit) => valuesOf(state, unit)[step]
          ).reduce((sum, value) => sum + value / units, 0)
        )
      );
    }
  });

  it.each([lstm, gru, rnn])(
    'each map of a run has a row a unit and a column a step, darker the further from nothing (%#)',
    cell => {
      const trace = runOf(cell, 14).toBundle();
      const comparison = {
        ...compareRuns([runOf(cell, 14)] as never).toBundle(),
        view: { sort: 'index' as const }
      };
      const { channels } = trace.layers[0];
      const inOrder = { ...trace, view: { sort: 'index' } } as Bundle;
      for (const bundle of [inOrder, comparison]) {
        // The scales of the colors are images of one row.
        const images = imagesOf(drawn(bundle)).filter(
          ({ height }) => height > 1
        );
        expect(images.length).toBeGreaterThan(0);
        for (const { width, height, colors } of images) {
          expect([width, height]).toEqual([12, 14]);
          const inks = colors.map(([r, g, b]) => 765 - r - g - b);
          // Some channel of the run is ordered as the inks are; each has its own side of nothing.
          const isIt = channels.some(channel => {
            const values = colors.map(
              (_, index) =>
                valuesOf(channel, Math.floor(index / width))[index % width]
            );
            const order = [...values.keys()].sort(
              (a, b) => values[a] - values[b]
            );
            const zero = order.findIndex(index => values[index] >= 0);
            const rises = (sorted: readonly number[]) =>
              sorted.every(
                (index, place) =>
                  place === 0 || inks[index] >= inks[sorted[place - 1]] - 3
              );
            return (
              rises(order.slice(Math.max(0, zero))) &&
              rises(order.slice(0, Math.max(0, zero)).reverse())
            );
          });
          expect(isIt).toBe(true);
        }
      }
    }
  );
});
