import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { conformal, coverage, random } from '../../../../src/engine';

interface Case {
  readonly answers: readonly number[];
  readonly truth: readonly number[];
  readonly learnt: number;
  readonly levels: readonly number[];
  /** Of each level. */
  readonly lower: number[][];
  readonly upper: number[][];
  readonly coverage: readonly number[];
}

const cases = JSON.parse(
  readFileSync(join(__dirname, '../../../fixtures/mapie/coverage.json'), 'utf8')
) as Case[];

describe('conformal', () => {
  it("gives MAPIE's bands", () => {
    for (const { answers, truth, learnt, levels, lower, upper } of cases) {
      const errors = truth
        .slice(0, learnt)
        .map((value, at) => value - answers[at]);
      levels.forEach((confidence, level) => {
        const [width] = conformal(errors, { confidence });
        answers.slice(learnt).forEach((answer, at) => {
          expect(lower[level][at]).toBeCloseTo(answer - width, 10);
          expect(upper[level][at]).toBeCloseTo(answer + width, 10);
        });
      });
    }
  });

  it('has a width for each column, whatever the signs', () => {
    const errors = [
      [1, -10],
      [-2, 20],
      [3, -30],
      [-4, 40]
    ];
    expect(conformal(errors, { confidence: 0.6 })).toEqual([3, 30]);
    // 0.8 by default: of four errors the largest.
    expect(conformal(errors)).toEqual([4, 40]);
  });

  it('says how many errors a confidence needs', () => {
    expect(() => conformal([1, 2, 3])).toThrow(
      'conformal: errors must be at least 4 for a confidence of 0.8, got 3'
    );
    expect(() => conformal([1, NaN, 3, 4])).toThrow(
      'conformal: errors holds NaN at [1]'
    );
    expect(() => conformal([[[1]]])).toThrow(
      'conformal: errors must be [N] or [N, K] with at least one number, got [1, 1, 1]'
    );
    expect(() => conformal([1, 2], { confidence: 1 })).toThrow(
      'conformal: confidence'
    );
  });

  it('holds the share on errors of the same kind, on average', () => {
    const shares = Array.from({ length: 200 }, (_, seed) => {
      const stream = random(seed, 'errors');
      const draw = (count: number): number[] =>
        Array.from({ length: count }, () => stream.normal(0, 3));
      const [width] = conformal(draw(49));
      const fresh = draw(100);
      const edge = (by: number): number[] => fresh.map(() => by);
      return coverage(fresh, edge(-width), edge(width))[0];
    });
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    expect(mean).toBeGreaterThan(0.78);
    expect(mean).toBeLessThan(0.82);
  });
});

describe('coverage', () => {
  it("is MAPIE's", () => {
    for (const { truth, learnt, levels, lower, upper, ...theirs } of cases) {
      levels.forEach((_, level) => {
        const found = coverage(truth.slice(learnt), lower[level], upper[level]);
        expect(found).toEqual([theirs.coverage[level]]);
      });
    }
  });

  it('counts the edges in, and each column by itself', () => {
    const truth = [
      [1, 5],
      [2, 6]
    ];
    const lower = [
      [1, 0],
      [0, 0]
    ];
    const upper = [
      [2, 1],
      [1, 6]
    ];
    expect(coverage(truth, lower, upper)).toEqual([0.5, 0.5]);
  });

  it('refuses shapes that differ, and NaN', () => {
    expect(() => coverage([1, 2], [0], [3, 3])).toThrow(
      'coverage: lower must have the shape of truth, [2], got [1]'
    );
    expect(() => coverage([1, 2], [0, 0], [3, NaN])).toThrow(
      'coverage: upper must hold numbers, got NaN at position 1'
    );
  });
});
