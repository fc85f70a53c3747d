/** @jest-environment jsdom */
import * as fc from 'fast-check';
import type { Bundle } from '../../../src/trace';
import { numberOf } from './truth/told';
import { walkedViews } from './truth/views';

// What a reader with a ruler finds in a view must be the numbers of its bundle.

beforeAll(() => {
  jest.useFakeTimers();
});
afterAll(() => {
  jest.useRealTimers();
});

const at = (each: Element, name: string) => Number(each.getAttribute(name));

/** A height as a number, by the lines of a grid and the words beside them; null where there are no two. */
function rulerOf(group: Element) {
  const children = [...group.children];
  const ticks = children.flatMap((each, index) => {
    const words = children[index + 1]?.textContent ?? '';
    return each.matches('.jp-gatescope-grid-line') &&
      each.getAttribute('y1') === each.getAttribute('y2')
      ? [{ y: at(each, 'y1'), value: numberOf(words) }]
      : [];
  });
  const [first] = ticks;
  const last = ticks.at(-1);
  if (
    ticks.length < 2 ||
    !last ||
    !ticks.every(({ value }) => Number.isFinite(value))
  ) {
    return null;
  }
  const perPixel = (last.value - first.value) / (last.y - first.y);
  for (const { y, value } of ticks) {
    expect(
      Math.abs(first.value + (y - first.y) * perPixel - value)
    ).toBeLessThan(1.2 * Math.abs(perPixel));
  }
  return {
    perPixel: Math.abs(perPixel),
    read: (y: number) => first.value + (y - first.y) * perPixel
  };
}

/** Every column of numbers that a bundle holds, one after the other in time. */
function columnsOf(bundle: Bundle): number[][] {
  const found: number[][] = [];
  const look = (value: unknown): void => {
    if (
      ArrayBuffer.isView(value) ||
      typeof value !== 'object' ||
      value === null
    ) {
      return;
    }
    const { shape, values } = value as {
      shape?: readonly number[];
      values?: ArrayLike<number>;
    };
    if (Array.isArray(shape) && values) {
      const [steps = 0] = shape;
      const width = steps === 0 ? 0 : values.length / steps;
      for (let unit = 0; unit < width; unit += 1) {
        found.push(
          Array.from(
            { length: steps },
            (_, step) => values[step * width + unit]
          )
        );
      }
    }
    Object.values(value).forEach(look);
  };
  look(bundle);
  return found;
}

const named = Object.fromEntries(walkedViews);

function opened(name: string, index: number) {
  const { drawn, always = [], of } = named[name];
  const each =
    always[index] ?? fc.sample(drawn, { numRuns: index + 1, seed: 12 })[index];
  let bundle: Bundle | undefined;
  const page = of(each).open(given => {
    bundle = given;
    return given;
  });
  return { page, bundle: bundle! };
}

/** The heights of a line that goes on without a gap; null for an area, a bar, or what is too short to tell. */
function heightsOf(path: Element): number[] | null {
  const d = path.getAttribute('d') ?? '';
  const heights = [...d.matchAll(/[ML]-?[\d.e-]+[, ](-?[\d.e-]+)/g)].map(
    ([, y]) => Number(y)
  );
  return /[Zzhv]/.test(d) || heights.length < 3 ? null : heights;
}

/** By how many pixels numbers are off the nearest column, over its first or its last steps: others are padding. */
function missOf(
  read: readonly number[],
  columns: readonly (readonly number[])[],
  perPixel: number
): number {
  const parts = columns.flatMap(column => {
    const known = column.filter(Number.isFinite);
    return [known.slice(0, read.length), known.slice(-read.length)];
  });
  return Math.min(
    ...parts
      .filter(({ length }) => length === read.length)
      .map(part =>
        Math.max(
          ...read.map((value, step) => Math.abs(value - part[step]) / perPixel)
        )
      )
  );
}

describe('each line that is drawn', () => {
  it.each(['Gates', 'Gates of a cell of one’s own', 'Training'])(
    'in %s goes through a column of its numbers',
    async name => {
      let lines = 0;
      for (let index = 0; index < 3; index += 1) {
        const { page, bundle } = opened(name, index);
        await page.settle();
        const columns = columnsOf(bundle);
        for (const group of page.element.querySelectorAll('svg, svg g')) {
          const ruler = rulerOf(group);
          const paths = ruler ? group.querySelectorAll(':scope > path') : [];
          for (const heights of [...paths].map(heightsOf)) {
            if (heights) {
              const { read, perPixel } = ruler!;
              // A line of the grid stands on whole pixels.
              expect(missOf(heights.map(read), columns, perPixel)).toBeLessThan(
                0.8
              );
              lines += 1;
            }
          }
        }
        page.close();
      }
      expect(lines).toBeGreaterThan(4);
    }
  );
});
