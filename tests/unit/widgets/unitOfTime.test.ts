/** @jest-environment jsdom */
import * as fc from 'fast-check';
import type { Bundle } from '../../../src/trace';
import { draws } from './draws';
import { toldBy } from './truth/told';
import { everythingWalked } from './truth/views';
import type { ViewPage } from './viewPage';

beforeAll(() => {
  jest.useFakeTimers();
});
afterAll(() => {
  jest.useRealTimers();
});

/** The same with another word for its steps, however deep its axes of time stand. */
function inUnits<T>(bundle: T, name: string): T {
  if (
    typeof bundle !== 'object' ||
    bundle === null ||
    ArrayBuffer.isView(bundle)
  ) {
    return bundle;
  }
  if (Array.isArray(bundle)) {
    return bundle.map((each: unknown) => inUnits(each, name)) as T;
  }
  return Object.fromEntries(
    Object.entries(bundle).map(([key, value]) => [
      key,
      key === 'time' ? { ...(value as object), name } : inUnits(value, name)
    ])
  ) as T;
}

/** Whether the bundle says anywhere what its steps are called. */
const hasTime = (bundle: Bundle): boolean =>
  JSON.stringify(bundle, (_, value: unknown) =>
    ArrayBuffer.isView(value) ? [] : value
  ).includes('"time":');

/** All that stands on the page or is read from it: its text, and the words of its attributes. */
const wordsOn = ({ element }: ViewPage): string[] =>
  [element, ...element.querySelectorAll('*')]
    .filter(each => each.closest(CODE) === null)
    .flatMap(each => [
      ...[...each.childNodes]
        .filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
        .map(({ textContent }) => textContent ?? ''),
      ...['title', 'aria-label', 'aria-description', 'alt'].map(
        name => each.getAttribute(name) ?? ''
      )
    ]);

/** The source of a cell is its function `step`, and code that is copied has the words of the API. */
const CODE = 'pre, code, .jp-gatescope-source';
const isCode = (words: string): boolean => /steps: ?[[\d]/.test(words);

/** But for the step size of a state space, which is no step of the run. */
const bare = (words: readonly string[]): string[] =>
  words.filter(text => /\bsteps?\b(?! size)/i.test(text) && !isCode(text));

const bareMark = (words: readonly string[]): string[] =>
  words.filter(text => /%step/i.test(text));

describe('a run whose steps have a name', () => {
  it.each(everythingWalked)(
    'is told of by that name alone in %s, its table, its file, its menus and aloud',
    async (_, { drawn, of }) => {
      await fc.assert(
        fc.asyncProperty(
          drawn,
          fc.constantFrom('step', 'day', 'query'),
          async (each, name) => {
            const { open, act, at } = of(each);
            let timed = false;
            const page = open(bundle => {
              timed = hasTime(bundle);
              return inUnits(bundle, name);
            });
            await page.settle();
            page.cursor.move(at, {});
            act?.(page);
            await page.settle();
            const { table, csv, spoken, sentence, tooltips } = toldBy(page, at);
            const told = [
              ...(table ?? []).flat(),
              ...(csv ?? []).flat(),
              spoken,
              sentence,
              ...tooltips
            ];
            const tools = page.element.querySelectorAll<HTMLElement>(
              '[aria-haspopup="menu"]'
            );
            for (const tool of tools) {
              tool.click();
              told.push(...wordsOn(page));
            }
            told.push(...wordsOn(page));
            page.close();
            expect(bareMark(told)).toEqual([]);
            if (timed && name !== 'step') {
              expect(bare(told)).toEqual([]);
              expect(told.join(' ')).toMatch(name.slice(0, -1));
            }
          }
        ),
        draws(3)
      );
    }
  );
});
