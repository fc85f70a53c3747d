import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { chosenPercent, percentText } from '../../../src/trace';

/** The same cases as Python's, in `tests/models/test_percent.py`. */
const cases: readonly { readonly share: number; readonly text: string }[] =
  JSON.parse(
    readFileSync(path.join(__dirname, '../../fixtures/percent.json'), 'utf8')
  );

describe('a share in percent', () => {
  it.each(cases)('$share is $text', ({ share, text }) => {
    expect(percentText(share)).toBe(text);
  });

  it('is 0 only of nothing, and 100 only of all but rounding', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.double({ min: 1e-300, max: 1 - 1e-6, noNaN: true }),
          fc.integer({ min: 2, max: 999_999 }).map(count => 1 - 1 / count)
        ),
        share => {
          const said = Number(percentText(share));
          expect(said).toBeGreaterThan(0);
          expect(said).toBeLessThan(100);
          expect(Math.abs(said - 100 * share)).toBeLessThanOrEqual(0.5 + 1e-9);
        }
      )
    );
  });

  it('has all figures where somebody chose it', () => {
    expect(
      [0, 1e-5, 0.001, 0.07, 0.5, 0.975, 0.999, 1].map(chosenPercent)
    ).toEqual([0, 0.001, 0.1, 7, 50, 97.5, 99.9, 100]);
  });
});
