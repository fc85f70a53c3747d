import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  fitVocabulary,
  linearRegression,
  naiveBayes,
  vocabularyOf
} from '../../../../src/engine';

interface Fixture {
  readonly lines: readonly {
    readonly alpha: number;
    readonly x: number[][];
    readonly y: number[][];
    readonly coefficients: number[][];
    readonly intercept: number[];
    readonly asked: number[][];
    readonly answer: number[][] | number[];
  }[];
  readonly bayes: readonly {
    readonly alpha: number;
    readonly x: number[][];
    readonly y: number[];
    readonly logs: number[][];
    readonly priors: number[];
    readonly asked: number[][];
    readonly probabilities: number[][];
    readonly answer: number[];
  }[];
  readonly counts: {
    readonly texts: string[];
    readonly names: string[];
    readonly counts: number[][];
  };
}

const fixture = JSON.parse(
  readFileSync(
    join(__dirname, '../../../fixtures/sklearn/baselines.json'),
    'utf8'
  )
) as Fixture;

function near(got: ArrayLike<number>, expected: readonly number[]): void {
  expect(got).toHaveLength(expected.length);
  expected.forEach((value, at) => expect(got[at]).toBeCloseTo(value, 9));
}

const flat = (values: readonly (number | number[])[]): number[] =>
  values.flat() as number[];

describe('linearRegression', () => {
  it.each(fixture.lines.map(each => [each.alpha, each] as const))(
    'fits as scikit-learn with alpha %d',
    (alpha, { x, y, coefficients, intercept, asked, answer }) => {
      const found = linearRegression(x, y, { alpha });
      near(found.coefficients.values, flat(coefficients));
      near(found.intercept.values, intercept);
      near(found.predict(asked).values, flat(answer));
      expect(found.parameters).toBe(7 * y[0].length);
    }
  );

  it('gives the second of two equal columns weight 0', () => {
    const found = linearRegression(
      [
        [1, 1],
        [2, 2],
        [4, 4]
      ],
      [3, 5, 9]
    );
    near(found.coefficients.values, [2, 0]);
    near(found.intercept.values, [1]);
  });

  it('names what is wrong', () => {
    const fit = () => linearRegression([[1], [2]], [1, 2]);
    expect(() => linearRegression([[1], [2]], [1])).toThrow(
      'linearRegression: x holds 2 examples, but y 1'
    );
    expect(() => linearRegression([[1], [NaN]], [1, 2])).toThrow(
      'x must hold finite numbers, got NaN in example 1'
    );
    expect(() => linearRegression([1, 2], [1, 2])).toThrow(
      'x must be a table [examples, numbers], got shape [2]'
    );
    expect(() => fit().predict([[1, 2]])).toThrow(
      'x must have 1 features, as in fitting, got 2'
    );
  });
});

describe('naiveBayes', () => {
  it.each(fixture.bayes.map(each => [each.alpha, each] as const))(
    'classifies as scikit-learn with alpha %d',
    (alpha, { x, y, logs, priors, asked, probabilities, answer }) => {
      const found = naiveBayes(x, y, { alpha });
      near(found.featureLogProbabilities.values, flat(logs));
      near(found.classLogPriors.values, priors);
      near(found.predictProbabilities(asked).values, flat(probabilities));
      near(found.predict(asked).values, answer);
    }
  );

  it('names what is wrong', () => {
    expect(() => naiveBayes([[1, -1]], [0])).toThrow(
      'x must hold counts of at least 0, got -1 in example 0'
    );
    expect(() => naiveBayes([[1, 1]], [0.5])).toThrow(
      'y must hold class ids, whole numbers from 0, got 0.5 at 0'
    );
    expect(() => naiveBayes([[1, 1]], [0, 1])).toThrow(
      'y must hold one class id an example (1)'
    );
  });

  it('refuses a class without counts where alpha is 0, which leaves it no shares', () => {
    const x = [
      [2, 0],
      [0, 3],
      [0, 0]
    ];
    for (const y of [
      [0, 1, 2],
      [0, 3, 1]
    ]) {
      expect(() => naiveBayes(x, y, { alpha: 0 })).toThrow(
        `naiveBayes: class ${y[2]} has no counts in x, and with an alpha of 0 no feature has a share of them`
      );
    }
    expect(naiveBayes(x, [0, 1, 2]).predict(x).toArray()).toEqual([0, 1, 0]);
    const asked = [
      [0, 1],
      [2, 0]
    ];
    const two = naiveBayes(x, [0, 1, 1], { alpha: 0 });
    expect(two.predict(asked).toArray()).toEqual([1, 0]);
  });
});

describe('a vocabulary', () => {
  const { texts, names, counts } = fixture.counts;

  it('counts tokens as CountVectorizer, whatever their place', () => {
    const vocabulary = vocabularyOf({
      level: 'word',
      tokens: ['', '?', ...names]
    });
    expect(vocabulary.count(texts).toArray()).toEqual(
      counts.map(row => [0, 0, ...row])
    );
  });

  it.each(['word', 'character'] as const)(
    'is the same after it was written and read, by %s',
    level => {
      const made = fitVocabulary(texts, { level, special: ['<end>'] });
      const read = vocabularyOf(JSON.stringify(made));
      expect(read.tokens).toEqual(made.tokens);
      for (const text of [...texts, 'quite other words']) {
        expect(read.encode(text)).toEqual(made.encode(text));
      }
    }
  );

  it('refuses a text that holds no vocabulary', () => {
    expect(() => vocabularyOf('the cat')).toThrow(
      'expected what vocabulary.toJSON gives'
    );
    expect(() => vocabularyOf('{"level":"word","tokens":["a"]}')).toThrow(
      "tokens must be texts that begin with '' (padding) and '?' (unknown)"
    );
    expect(() =>
      vocabularyOf({ level: 'word', tokens: ['', '?', 'a', 'a'] })
    ).toThrow('each of tokens must be there once');
  });
});
