import {
  predict,
  random,
  type PredictOptions
} from '../../../../../src/engine';
import { bundlePicture } from '../../../../../src/kernel/core/picture/bundlePicture';
import type { Prediction } from '../../../../../src/trace';
import { untranslated } from '../../../../../src/scene/words/translate';
import { aliveOf } from '../../../../../src/widgets/predict/alive/aliveOf';
import {
  aliveAt,
  aliveWords
} from '../../../../../src/widgets/predict/alive/aliveWords';
import { factorNumber } from '../../../../../src/widgets/predict/alive/factorWords';
import type { Guess } from '../../../../../src/widgets/predict/guess';

const ask = (options: Partial<PredictOptions>): Prediction =>
  predict({
    key: 'k',
    question: 'What is left?',
    truth: 0,
    quantity: { name: 'left', range: [0, 1] },
    ...options
  }).toBundle();
const guessed = (values: readonly (number | null)[]): Guess => ({
  values,
  committed: true
});
const said = (prediction: Prediction, values: readonly (number | null)[]) =>
  aliveWords(prediction, guessed(values), untranslated);

const STEPS = 12;
const steps = Array.from({ length: STEPS - 1 }, (_, at) => at + 1);
/** A memory of 1 under a gate of 0.9. */
const gate = ask({
  truth: Array.from({ length: STEPS }, (_, step) => 0.9 ** step),
  given: 1,
  factor: { name: 'forget gate f', range: [0, 1] }
});
/** One unit that hears itself at half the strength, through tanh. */
const echo = (() => {
  const truth = [Math.tanh(0.8)];
  while (truth.length < STEPS) {
    truth.push(Math.tanh(0.5 * truth[truth.length - 1]));
  }
  return ask({
    truth,
    given: 1,
    factor: { name: 'recurrent weight U', activation: 'tanh' }
  });
})();

describe('a line that a memory could not draw, or only otherwise', () => {
  test.each([
    [
      'drops at once',
      () => 0,
      'To draw your line, the forget gate f would have to stay at 0.00. Here it stays at 0.90. Your line gives itself away at step 1: it is at 0, the truth at 0.90.'
    ],
    [
      'stays',
      () => 1,
      'To draw your line, the forget gate f would have to stay at 1.00. Here it stays at 0.90. Your line gives itself away at step 1: it is at 1, the truth at 0.90.'
    ],
    [
      'fades faster',
      (step: number) => 0.7 ** step,
      'To draw your line, the forget gate f would have to stay at 0.70. Here it stays at 0.90. Your line gives itself away at step 1: it is at 0.70, the truth at 0.90.'
    ],
    [
      'goes down a straight line',
      (step: number) => 1 - step / 12,
      'To draw your line, the forget gate f would have to fall from 0.92 at step 1 to 0.50 at step 11. Here it stays at 0.90. Your line gives itself away at step 6: it is at 0.50, the truth at 0.53.'
    ],
    [
      'rises in between',
      (step: number) => (step === 5 ? 0.9 : 0.6),
      'To draw your line, the forget gate f would have to be 1.50 at step 5. It lies between 0 and 1, so no network draws that.'
    ],
    [
      'comes back from 0',
      (step: number) => (step < 4 ? 0 : 0.5),
      'At step 4 your line comes back from 0. No forget gate f can do that: 0 times anything is 0.'
    ]
  ])('%s', (_, value, words) => {
    const given = said(gate, [null, ...steps.map(value)]);
    // Where the lines part is tried below, for every guess.
    expect(given.startsWith(words.split(' Your line gives')[0])).toBe(true);
  });

  it('through tanh asks for more than the number shows', () => {
    const flat = [null, ...steps.map(() => Math.tanh(0.8))];
    // atanh(0.664) / 0.664
    expect(said(echo, flat)).toContain('would have to stay at 1.20.');
    expect(said(echo, flat)).toContain('Here it stays at 0.50.');
    expect(said(echo, [null, ...steps.map(() => 1)])).toContain(
      'At step 1 your line is at 1. No recurrent weight U gets there: tanh stays between −1 and 1.'
    );
  });

  it('says nothing of a guess that is open, skipped or unfinished', () => {
    const whole = [null, ...steps.map(() => 0)];
    for (const guess of [
      { values: whole, committed: false },
      { values: whole, committed: true, skipped: true },
      { values: whole.map(() => null), committed: true }
    ]) {
      expect(aliveWords(gate, guess, untranslated)).toBe('');
    }
  });

  it('is told step by step to those who hear it', () => {
    expect(
      aliveAt(
        gate,
        guessed([null, ...steps.map(step => 1 - step / 12)]),
        6,
        untranslated
      )
    ).toBe('truth: 0.53; forget gate f needed: 0.86, real: 0.90');
  });
});

describe('what is said of a guess of any kind', () => {
  const source = random(11);
  const kinds: ((step: number) => number)[] = [];
  for (let index = 0; index < 300; index += 1) {
    const [a, b] = [source.uniform(0, 1), source.uniform(0, 1)];
    const noise = steps.map(() => source.uniform(-0.03, 0.03));
    kinds.push(
      [
        () => source.uniform(0, 1),
        (step: number) => a ** step,
        (step: number) => a + (b - a) * (step / STEPS),
        (step: number) => a ** step + noise[step - 1],
        (step: number) => (step < 12 * a ? b : 0),
        (step: number) => (step < 12 * a ? 0 : b)
      ][index % 6]
    );
  }
  const drawn = kinds.map(kind => [
    null,
    ...steps.map(step =>
      Number(Math.max(0, Math.min(1, kind(step))).toFixed(3))
    )
  ]);
  const number = '(−?[\\d.]+)';

  test.each([
    ['a forget gate', gate],
    ['a weight through tanh', echo]
  ])('is so: %s', (_, prediction) => {
    const counts: Record<string, number> = {};
    const through = prediction.factor?.activation === 'tanh';
    for (const values of drawn) {
      const words = said(prediction, values);
      const line = values.map(
        (value, at) => value ?? prediction.truth.values[at]
      );
      const factor = (at: number): number =>
        (through ? Math.atanh(line[at]) : line[at]) / line[at - 1];
      const found = (pattern: string): number[] | null => {
        const match = new RegExp(pattern).exec(words);
        if (match) {
          counts[pattern] = (counts[pattern] ?? 0) + 1;
        }
        return match
          ? match.slice(1).map(each => Number(each.replace('−', '-')))
          : null;
      };
      const alive = aliveOf(prediction, guessed(values));
      const held = found(`stay at ${number}\\.(?= (?:Here|It|Your)|$)`);
      if (held) {
        const { constant } = alive!.needed!;
        expect(factorNumber(constant!)).toBe(factorNumber(held[0]));
        let state = line[0];
        for (const step of steps) {
          state = through ? Math.tanh(constant! * state) : constant! * state;
          expect(Math.abs(state - line[step])).toBeLessThanOrEqual(0.05);
        }
      }
      const ways = found(
        `(?:from|between) ${number} at step (\\d+) (?:to|and) ${number} at step (\\d+)`
      );
      if (ways) {
        expect(alive!.needed!.constant).toBeNull();
        expect(factorNumber(factor(ways[1]))).toBe(factorNumber(ways[0]));
        expect(factorNumber(factor(ways[3]))).toBe(factorNumber(ways[2]));
        const told = alive!.needed!.needed.filter(Number.isFinite);
        const ends = [ways[0], ways[2]].sort((a, b) => a - b);
        expect(
          [Math.min(...told), Math.max(...told)].map(factorNumber)
        ).toEqual(ends.map(factorNumber));
      }
      const one = found(`would have to be ${number} at step (\\d+)`);
      if (one) {
        expect(factorNumber(factor(one[1]))).toBe(factorNumber(one[0]));
        expect(one[0] < 0 || one[0] > 1).toBe(true);
      }
      const back = found('At step (\\d+) your line comes back from 0');
      if (back) {
        expect([line[back[0] - 1], line[back[0]] > 0]).toEqual([0, true]);
      }
      const beyond = found(`At step (\\d+) your line is at ${number}`);
      if (beyond) {
        expect([through, line[beyond[0]]]).toEqual([true, 1]);
      }
      const parts = found('gives itself away at step (\\d+)');
      const away = steps.map(
        step => Math.abs(line[step] - prediction.truth.values[step]) > 0.05
      );
      expect(parts?.[0] ?? 0).toBe(away.indexOf(true) + 1);
      // Of every line that is off something is said.
      expect(words !== '' || !away.includes(true)).toBe(true);
    }
    // Each kind of sentence was tried.
    expect(Object.keys(counts).length).toBeGreaterThanOrEqual(5);
  });
});

describe('what the reader may have had in mind', () => {
  const bars = ask({
    form: 'bars',
    truth: [40, 95],
    axis: { labels: ['LSTM', 'minLSTM'] },
    quantity: { name: 'right', unit: '%', range: [0, 100] },
    verdicts: [
      { below: 8, quality: 'right', text: 'So it is.' },
      { text: 'No.' }
    ],
    rivals: [
      { name: 'always right', values: [100, 100], text: 'Always right.' },
      { name: 'a coin', values: [50, 50], text: 'A coin.' },
      { name: 'alike', shape: 'flat', text: 'All alike.' }
    ]
  });

  test.each([
    [[98, 100], 'Always right.'],
    [[55, 50], 'A coin.'],
    // Of no rival's numbers, but of its shape.
    [[75, 77], 'All alike.'],
    // Nearer to the truth, and right.
    [[45, 96], ''],
    [[0, 20], '']
  ])('%j: %s', (values, words) => {
    expect(said(bars, values)).toBe(words);
  });

  it('is not told by the saved picture, which everybody sees before the guess', () => {
    const picture = bundlePicture(bars);
    expect(picture).toContain('What is left?');
    for (const { name, text } of bars.rivals ?? []) {
      expect(picture).not.toContain(name);
      expect(picture).not.toContain(text);
    }
    expect(bundlePicture(gate)).not.toContain('forget gate');
  });

  it('is one number, worked out', () => {
    const powers = ask({
      truth: 1.15,
      quantity: { name: 'left', unit: '%', range: [0, 100] },
      rivals: [{ name: 'half as often', values: 10.7, text: 'Ten times.' }]
    });
    expect(said(powers, [11])).toBe('Ten times.');
    expect(said(powers, [20])).toBe('');
  });
});

describe('a prediction that says what a guess would have to be', () => {
  test.each([
    [
      { factor: { name: 'f', range: [0, 1] }, truth: [1, 0.5, 0.8] },
      'factor must lead from each number of truth to the next, inside factor.range; at position 2 it would be 1.6'
    ],
    [
      { factor: { name: 'f' }, truth: [0.4, 0, 0.3] },
      'at position 2 it would be Infinity'
    ],
    [{ factor: { name: 'f' }, truth: [0.4, 0.2], form: 'bars' }, "form 'bars'"],
    [
      { factor: { name: 'f', range: [1, 0] }, truth: [1, 1] },
      'factor.range must be [lowest, highest]'
    ],
    [{ factor: { name: '' }, truth: [1, 1] }, 'factor.name must be text'],
    [
      { factor: { name: 'f', activation: 'relu' }, truth: [1, 1] },
      "factor.activation must be 'tanh'"
    ],
    [{ rivals: [{ name: 'a', text: 'b' }] }, 'rivals[0] must have values or'],
    [
      { rivals: [{ name: 'a', text: 'b', values: [0, 1] }] },
      'rivals[0].values must be as many as truth (1), got 2'
    ],
    [
      { rivals: [{ name: 'a', text: 'b', values: 7 }] },
      'outside quantity.range [0, 1], where nobody can draw'
    ],
    [
      { rivals: [{ name: 'a', text: 'b', shape: 'linear' }] },
      'rivals[0].shape must be'
    ],
    [
      { rivals: new Array(17).fill({ name: 'a', text: 'b', values: 0 }) },
      'rivals must be at most 16, got 17'
    ]
  ])('refuses %j', (options, words) => {
    expect(() => ask(options as Partial<PredictOptions>)).toThrow(words);
  });

  it('holds nothing of this where a teacher marks it', () => {
    expect(() =>
      predict({
        key: 'k',
        question: 'q',
        purpose: 'marked',
        quantity: { name: 'h', range: [0, 1] },
        rivals: [{ name: 'a', text: 'b', values: 0 }]
      } as never)
    ).toThrow(
      'predict: rivals must be left out of a prediction that is marked'
    );
  });
});
