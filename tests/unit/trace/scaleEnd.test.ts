import { readFileSync } from 'node:fs';
import path from 'node:path';
import { scaleEnd } from '../../../src/trace';

/** The same cases as Python's, in `tests/models/test_scales.py`. */
const cases: readonly {
  readonly values: readonly (number | null)[];
  readonly times: number;
  readonly end: number;
}[] = JSON.parse(
  readFileSync(path.join(__dirname, '../../fixtures/scales.json'), 'utf8')
);

describe('the end of a scale', () => {
  it.each(cases)(
    'of $times times $values is $end',
    ({ values, times, end }) => {
      const one = values.map(value => value ?? NaN);
      const every = Array.from({ length: times }, () => one).flat();
      expect(scaleEnd(every)).toBeCloseTo(end, 12);
    }
  );
});
