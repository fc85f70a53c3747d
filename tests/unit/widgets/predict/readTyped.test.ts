import { predict } from '../../../../src/engine';
import type { Prediction } from '../../../../src/trace';
import { untranslated } from '../../../../src/scene/words/translate';
import { asked, filledGuess } from '../../../../src/widgets/predict/guess';
import { readTyped } from '../../../../src/widgets/predict/typed/readTyped';

const verdicts = [{ below: 1, text: 'Right.' }];

/** A 1 is written at step 3; the curve begins there. */
const pulse = predict({
  key: 'pulse',
  question: 'Draw the cell state.',
  truth: Array.from({ length: 30 }, (_, step) =>
    step < 3 ? 0 : 0.9 ** (step - 3)
  ),
  given: 4,
  quantity: { name: 'c', range: [0, 1] },
  verdicts
}).toBundle();

const years = predict({
  key: 'years',
  question: 'What comes after 2000?',
  truth: Array.from({ length: 21 }, (_, year) => 350 + 2 * year),
  given: 11,
  axis: {
    name: 'year',
    labels: Array.from({ length: 21 }, (_, year) => String(1990 + year))
  },
  quantity: { name: 'carbon dioxide', unit: 'ppm', range: [330, 430] },
  verdicts
}).toBundle();

const bars = predict({
  key: 'bars',
  question: 'How far off?',
  form: 'bars',
  truth: [1, 2, 3],
  axis: { name: 'band', labels: ['weather', 'weather, one day', 'air'] },
  quantity: { name: 'coverage', unit: '%', range: [0, 100] },
  verdicts
}).toBundle();

/** The curve that a text draws, at the positions that are asked for. */
function curve(text: string, of: Prediction = pulse): number[] {
  const { values } = readTyped(text, of, untranslated);
  const filled = filledGuess(of, { values, committed: false });
  return asked(of).map(index => filled[index]);
}

const mistake = (text: string, of: Prediction = pulse): string => {
  try {
    readTyped(text, of, untranslated);
  } catch (reason) {
    return (reason as Error).message;
  }
  throw new Error(`nothing is wrong with “${text}”`);
};

/** The curve of a function of t, as the guess keeps it. */
const of = (at: (t: number) => number): number[] =>
  Array.from({ length: 26 }, (_, index) =>
    Number(Math.max(0, Math.min(1, at(index + 1))).toFixed(3))
  );

describe('a curve typed as a formula', () => {
  it.each<[string, (t: number) => number]>([
    ['0.9^t', t => 0.9 ** t],
    ['0,5'.replace(',', '.'), () => 0.5],
    ['.9**t', t => 0.9 ** t],
    ['1 − t/26', t => 1 - t / 26],
    ['exp(-t/6)', t => Math.exp(-t / 6)],
    ['1/(1+t)', t => 1 / (1 + t)],
    ['1-2t/100', t => 1 - (2 * t) / 100],
    ['2(t+1)/100', t => (2 * (t + 1)) / 100],
    ['-t^2/700 + 1', t => 1 - t ** 2 / 700],
    ['0.5^2^(t/10)', t => 0.5 ** (2 ** (t / 10))],
    ['max(0.1, 1-t/5)', t => Math.max(0.1, 1 - t / 5)],
    ['0.5+0.5cos(2 pi t/7)', t => 0.5 + 0.5 * Math.cos((2 * Math.PI * t) / 7)],
    ['e^-t', t => Math.exp(-t)],
    ['sigmoid(3-t) × 0.8', t => 0.8 / (1 + Math.exp(t - 3))],
    ['10·0.1÷T', t => 1 / t]
  ])('%s', (text, at) => expect(curve(text)).toEqual(of(at)));

  it('counts the numbers that lie outside the range, and takes the edge for them', () => {
    const { values, cut } = readTyped('t/10', pulse, untranslated);
    expect(values.slice(0, 6)).toEqual([null, null, null, null, 0.1, 0.2]);
    expect(values.at(-1)).toBe(1);
    expect(cut).toBe(16);
  });

  it.each([
    ['', 'Nothing is typed yet.'],
    ['0.9^', 'The formula ends too early.'],
    ['(1-t', 'A “)” is missing.'],
    ['1 - x', '“x” is not known.'],
    ['constructor(t)', '“constructor” is not known.'],
    ['max(1)', 'A “,” is missing.'],
    ['1 # 2', '“#” does not belong here.'],
    ['1..2', '“.2” does not belong here.'],
    ['1)', '“)” does not belong here.'],
    ['1/(t-2)', 'The formula has no number at step 5, where t is 2.'],
    ['('.repeat(500) + '1', 'The formula has too many brackets.'],
    ['-'.repeat(500) + '1', 'The formula has too many brackets.'],
    ['1'.repeat(3000), 'At most 2000 characters can be read.']
  ])('says what is wrong with %s', (text, message) =>
    expect(mistake(text)).toContain(message)
  );
});

describe('a curve typed as points', () => {
  it('is straight between them, and counts from the last number that is given', () => {
    const values = curve('0:1, 6: 0.4; 26: 0');
    expect(values[5]).toBeCloseTo(0.4, 12);
    expect(values[2]).toBeCloseTo(0.7, 12);
    expect(values[25]).toBe(0);
  });

  it('takes the steps as the picture counts them when they are named', () =>
    expect(curve('step 4: 0.8, step 29: 0.8')).toEqual(
      new Array<number>(26).fill(0.8)
    ));

  it('takes the labels of the axis', () => {
    const values = curve('2001: 380, 2010: 389', years);
    expect(values[0]).toBeCloseTo(380, 12);
    expect(values[4]).toBeCloseTo(384, 12);
    expect(
      readTyped(
        'Weather: 70, weather, one day: 80 %, air: 90',
        bars,
        untranslated
      ).values
    ).toEqual([70, 80, 90]);
  });

  it.each([
    ['0: 0.5', pulse, 'step 3 is given: it is 1.'],
    [
      '27: 0.5',
      pulse,
      '“27” is no position. They are whole numbers from 0 to 26.'
    ],
    ['1.5: 0.5', pulse, '“1.5” is no position.'],
    ['1: a', pulse, '“1: a” is not understood. Points are a position'],
    [
      '2050: 400',
      years,
      '“2050” is none of the positions. They are: 2001, 2002'
    ],
    ['rain: 4', bars, 'They are: weather, weather, one day, air.']
  ] as const)('says what is wrong with %s', (text, prediction, message) =>
    expect(mistake(text, prediction)).toContain(message)
  );
});

describe('numbers in a row', () => {
  it('stand for one position each', () => {
    for (const text of ['70, 80, 90', '70 80 90', '70%; 80%; 90%']) {
      expect(readTyped(text, bars, untranslated).values).toEqual([70, 80, 90]);
    }
  });

  it.each([
    ['70, 80', '3 numbers are asked for, and 2 are typed.'],
    ['halves every 6', 'Type a number for each, or weather: 80, air: 20.']
  ])('says what is wrong with %s', (text, message) =>
    expect(mistake(text, bars)).toContain(message)
  );
});

describe('a curve in words', () => {
  const halving = (t: number): number => 0.5 ** (t / 6);

  it.each<[string, (t: number) => number]>([
    ['starts at 1, halves every 6', halving],
    ['Starts at 1 and halves every 6 steps.'.replace('.', ''), halving],
    ['from 1 halves every 6', halving],
    ['1, halves every 6', halving],
    // It starts at the number that is given.
    ['halves every 6', halving],
    ['halves each step', t => 0.5 ** t],
    ['starts at 0.01, doubles every 4', t => 0.01 * 2 ** (t / 4)],
    ['loses 10 % a step', t => 0.9 ** t],
    ['falls by 10% every step', t => 0.9 ** t],
    ['falls 10 % until 5, then stays', t => 0.9 ** Math.min(5, t)],
    ['falls to 0.2 by 8', t => 1 - 0.1 * Math.min(8, t)],
    ['falls to 0', t => 1 - t / 26],
    ['ends at 0.5', t => 1 - t / 52],
    ['drops to 0 at 4', t => (t < 4 ? 1 : 0)],
    [
      'stays until step 5, then halves every 2',
      t => 0.5 ** (Math.max(0, t - 5) / 2)
    ],
    ['stays at 0.7', () => 0.7],
    ['stays', () => 1]
  ])('%s', (text, at) => expect(curve(text)).toEqual(of(at)));

  it('finds a year by its name', () =>
    expect(curve('rises to 390 by 2005, then stays', years)).toEqual([
      374, 378, 382, 386, 390, 390, 390, 390, 390, 390
    ]));

  it.each([
    [
      'wobbles a bit',
      '“wobbles a bit” is not understood. Words that are: starts at 1'
    ],
    ['halves every 0', '“halves every 0” cannot be drawn: 0 must come after'],
    [
      'falls to 0 by 40',
      '“falls to 0 by 40” cannot be drawn: 40 must come after'
    ],
    ['stays until 5, falls to 0 by 3', '“falls to 0 by 3” cannot be drawn'],
    ['halves every 6, falls to 0', '“falls to 0” comes too late']
  ])('says what is wrong with %s', (text, message) =>
    expect(mistake(text)).toContain(message)
  );

  it('must say where it starts when nothing is given', () => {
    const free = predict({
      key: 'free',
      question: 'Draw it.',
      truth: [1, 2, 3],
      quantity: { name: 'h', range: [0, 4] },
      verdicts
    }).toBundle();
    expect(mistake('doubles every 1', free)).toContain('Say where it starts');
    expect(curve('starts at 1, doubles every 1', free)).toEqual([1, 2, 4]);
  });
});
