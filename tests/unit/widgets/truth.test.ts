/** @jest-environment jsdom */
import * as fc from 'fast-check';
import { draws } from './draws';
import type { Walked } from './truth/adapter';
import {
  csvFault,
  sumsFault,
  tableFault,
  toldBy,
  wordsFault
} from './truth/told';
import { everythingWalked } from './truth/views';

beforeAll(() => {
  jest.useFakeTimers();
});
afterAll(() => {
  jest.useRealTimers();
});

async function faultsOf({
  open,
  act,
  at,
  truth
}: Walked): Promise<readonly string[]> {
  const page = open();
  await page.settle();
  page.cursor.move(at, {});
  act?.(page);
  await page.settle();
  const told = toldBy(page, at);
  const expected = truth(told, page);
  page.close();
  const {
    table,
    csv,
    spoken,
    sentence,
    tooltip,
    screen = [],
    sums = []
  } = expected;
  return [
    ...(table ? [tableFault(told.table ?? [], table)] : []),
    ...(csv ? [csvFault(told.csv ?? [], csv)] : []),
    // A run of one step has no other to come from, so that nothing is new.
    ...(spoken && told.spoken !== '' ? [wordsFault(told.spoken, spoken)] : []),
    ...(sentence ? [wordsFault(told.sentence, sentence)] : []),
    ...(tooltip
      ? told.tooltips.map(words => wordsFault(words, tooltip(words)))
      : []),
    ...screen.map(([said, words]) => wordsFault(said, words)),
    ...sums.map(sumsFault)
  ].filter(fault => fault !== null);
}

/**
 * A walk over all views: whatever one says of a place, in its table, its file, its sentence, beside the
 * pointer and to a screen reader, must be what the engine computed there, as the test reads it.
 * `GATESCOPE_DRAWS=40 GATESCOPE_SEED=2 npx jest tests/unit/widgets/truth` walks on with other runs.
 */
describe('what a view says is what the engine computed', () => {
  it.each(everythingWalked)('in %s', async (_, { drawn, always = [], of }) => {
    await fc.assert(
      fc.asyncProperty(drawn, async each => {
        expect(await faultsOf(of(each))).toEqual([]);
      }),
      draws(4, { always: always.map((each): [unknown] => [each]), gate: 1 })
    );
  });
});
