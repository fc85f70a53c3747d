import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  fitScaler,
  gridSearch,
  kFold,
  linearRegression,
  pipeline,
  ridge,
  standardScaler,
  tensor
} from '../../../../src/engine';
import { momentsOf } from '../../../../src/engine/data/moments';
import { summarize } from '../../../../src/engine/study/scores';

interface Prepared {
  readonly rows: number;
  readonly kind: 'constant' | 'pattern' | 'offset';
  readonly value: number;
  readonly mean: number;
  readonly deviation: number;
}

const { preparations } = JSON.parse(
  readFileSync(join(__dirname, '../../../fixtures/sklearn/search.json'), 'utf8')
) as { readonly preparations: readonly Prepared[] };

/** The column that `make_search.py` prepared. */
function columnOf({ rows, kind, value }: Prepared): number[] {
  return Array.from({ length: rows }, (_, at) => {
    const step = (at * 37) % 11;
    return kind === 'constant'
      ? value
      : kind === 'pattern'
        ? step * value
        : step * 0.01 + value;
  });
}

const asRows = (column: readonly number[]): number[][] =>
  column.map(value => [value]);

/** Each preparation of a feature, as numbers: `(x − shift) / scale`. */
const preparationsOf = (
  rows: number[][]
): readonly {
  readonly name: string;
  readonly apply: (x: number[][]) => Float64Array | Float32Array;
  readonly invert: (x: number[][]) => Float64Array | Float32Array;
}[] => {
  const scaler = fitScaler(rows);
  const standard = standardScaler().fit(tensor(rows));
  return [
    {
      name: 'fitScaler',
      apply: x => scaler.apply(x).values,
      invert: x => scaler.invert(x).values
    },
    {
      name: 'standardScaler',
      apply: x => standard.apply(tensor(x)).values,
      invert: x => standard.invert!(tensor(x)).values
    }
  ];
};

const counts = fc.integer({ min: 7, max: 730 });
const constants = fc.oneof(
  fc.constantFrom(0.1, 0.3, 412.7, 0, 1e300, -1e300, 1e-300),
  fc.double({ min: -1e6, max: 1e6, noNaN: true })
);

describe('each preparation', () => {
  it.each(preparations)(
    'of $rows rows, $kind $value, takes the numbers that scikit-learn takes',
    each => {
      const column = asRows(columnOf(each));
      const { mean, deviation } = fitScaler(column);
      const near = (got: number, expected: number, unit: number) =>
        expect(Math.abs(got - expected)).toBeLessThanOrEqual(1e-13 * unit);
      // Of an offset of 1e9 the numbers themselves hold 7 digits of the deviation.
      const size = Math.abs(each.mean);
      near(mean[0], each.mean, size);
      near(deviation[0], each.deviation, Math.max(each.deviation, size));
    }
  );

  it('leaves a constant at 0 and another value as far from it as it is', () => {
    fc.assert(
      fc.property(constants, counts, fc.boolean(), (value, rows, beside) => {
        // A constant is one alone, and beside a feature that changes.
        const width = beside ? 2 : 1;
        const row = (first: number, at: number): number[] =>
          beside ? [first, at] : [first];
        const table = Array.from({ length: rows }, (_, at) => row(value, at));
        for (const { apply, invert } of preparationsOf(table)) {
          const seen = apply(table).filter((_, at) => at % width === 0);
          expect(seen.every(each => Object.is(Math.abs(each), 0))).toBe(true);
          expect(apply([row(0, 1)])[0]).toBe(-value + 0);
          expect(invert([row(0, 1)])[0]).toBe(value + 0);
        }
      })
    );
  });

  it('takes what differs by rounding for a constant', () => {
    const sum = 0.1 + 0.2;
    const table = asRows(
      Array.from({ length: 40 }, (_, at) => (at % 2 ? sum : 0.3))
    );
    for (const { apply } of preparationsOf(table)) {
      expect(Math.abs(apply([[1.3]])[0] - 1)).toBeLessThan(1e-12);
    }
  });

  it('says the same in every unit from 1e−300 to 1e300', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1000, max: 1000 }), {
          minLength: 7,
          maxLength: 60
        }),
        fc.integer({ min: -990, max: 990 }),
        (column, exponent) => {
          const unit = 2 ** exponent;
          const here = preparationsOf(asRows(column));
          const there = preparationsOf(
            asRows(column.map(value => value * unit))
          );
          const differ = new Set(column).size > 1;
          here.forEach(({ apply }, at) => {
            const expected = apply(asRows(column));
            const got = there[at].apply(
              asRows(column.map(value => value * unit))
            );
            expect(got.every(Number.isFinite)).toBe(true);
            if (differ) {
              expect([...got]).toEqual([...expected]);
            }
          });
        }
      )
    );
  });
});

describe('moments', () => {
  it('of numbers far from 0 are right to the last digits', () => {
    const { mean, deviation } = momentsOf([1e9 + 1, 1e9 + 2, 1e9 + 3]);
    expect([mean, deviation]).toEqual([1e9 + 2, Math.sqrt(2 / 3)]);
  });

  it('of equal scores have no spread', () => {
    fc.assert(
      fc.property(
        constants,
        fc.integer({ min: 2, max: 30 }),
        (value, seeds) => {
          const scores = new Array<number>(seeds).fill(value);
          expect(summarize(scores)).toMatchObject({
            // A mean of −0 is 0.
            mean: value + 0,
            deviation: 0
          });
        }
      )
    );
  });
});

describe('a linear model', () => {
  it('gives a feature that never changes weight 0', () => {
    fc.assert(
      fc.property(constants, counts, fc.boolean(), (value, rows, beside) => {
        const steps = Array.from({ length: rows }, (_, at) => (at * 37) % 11);
        const x = steps.map(step => (beside ? [value, step] : [value]));
        const line = linearRegression(
          x,
          steps.map(step => 3 * step + 1)
        );
        expect(line.coefficients.values[0]).toBe(0);
      }),
      { numRuns: 30 }
    );
  });

  it('answers alike in whatever unit its features are given', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -990, max: 990 }),
        fc.integer({ min: -990, max: 990 }),
        (first, second) => {
          const inUnits = (x: number[][]) =>
            x.map(([a, b]) => [a * 2 ** first, b * 2 ** second]);
          const x = Array.from({ length: 20 }, (_, at) => [
            (at * 37) % 11,
            (at * 5) % 7
          ]);
          const line = linearRegression(
            inUnits(x),
            x.map(([a, b]) => 2 * a - b + 5)
          );
          const [answer] = line.predict(inUnits([[100, 3]])).values;
          expect(answer).toBeCloseTo(202, 9);
        }
      ),
      { numRuns: 30 }
    );
  });
});

describe('a search', () => {
  it.each([0.1, 0.3, 412.7])(
    'is not led astray by a feature that is %d in training and changes after it',
    async value => {
      const steps = Array.from({ length: 40 }, (_, at) => (at * 37) % 11);
      const x = steps.map((step, at) => [step, at < 30 ? value : value + 1]);
      const found = await gridSearch({
        estimator: ({ alpha }: { alpha: number }) =>
          pipeline({
            steps: { scaler: standardScaler() },
            model: ridge({ alpha })
          }),
        paramGrid: { alpha: [0, 1e-6] },
        x,
        y: steps.map(step => 2 * step + 1),
        cv: kFold({ splits: 4 }),
        scoring: 'meanAbsoluteError',
        verbose: 0
      });
      found.cvResults.forEach(({ scores }) =>
        expect(Math.max(...scores)).toBeLessThan(1e-4)
      );
    }
  );
});
