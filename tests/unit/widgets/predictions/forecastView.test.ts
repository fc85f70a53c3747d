/** @jest-environment jsdom */
import { forecast } from '../../../../src/engine';
import type { Predictions } from '../../../../src/trace';
import { createForecastView } from '../../../../src/widgets/predictions/createForecastView';
import { fileTheme } from '../../../../src/scene/fileTheme';
import { layout } from '../../../../src/scene/layout';
import { markup } from '../../../../src/scene/marks/markup';
import { untranslated } from '../../../../src/scene/words/translate';
import {
  forecastLook,
  forecastView
} from '../../../../src/views/predictions/forecastView';
import { spokenForecast } from '../../../../src/views/predictions/forecastWords';
import { openView } from '../viewPage';

const births = (band?: {
  name: string;
  lower: number[];
  upper: number[];
}): Predictions =>
  forecast({
    quantity: { name: 'births' },
    stepName: 'day',
    truth: [8000, 9500, 12500, 12084],
    forecasts: [
      {
        name: 'linear',
        values: [8100, 9000, 9047.23, 12374.7],
        ...(band && { band })
      }
    ]
  }).toBundle();

function reading(bundle: Predictions): string {
  const page = openView(createForecastView, bundle);
  const [words] = page.texts('.jp-gatescope-reading');
  page.close();
  return words;
}

/** All that a view says of a forecast at a step: beside the picture, below it, and aloud. */
function saidOf(truth: number[], values: number[], step: number) {
  const bundle = forecast({
    quantity: { name: 'share', unit: 'g' },
    truth,
    forecasts: [{ name: 'net', values, error: 'mae' }]
  }).toBundle();
  const { content } = bundle;
  if (content.form !== 'forecast') {
    throw new Error('not a forecast');
  }
  const page = openView(createForecastView, bundle);
  page.cursor.move({ step }, {});
  const rail = page.texts('.jp-gatescope-key-value');
  const [, error] = page.texts('.jp-gatescope-key-more');
  const [sentence] = page.texts('.jp-gatescope-asked');
  page.close();
  return {
    rail,
    error,
    sentence,
    spoken: spokenForecast(content, step, (words, ...args) =>
      words.replaceAll(/%(\d)/g, (_, at) => String(args[Number(at) - 1]))
    )
  };
}

describe('the words of a forecast', () => {
  it('have the decimals that its amounts ask for', () => {
    const small = saidOf([2e-4, 1.5e-4], [2.1e-4, 1.2e-4], 1);
    expect(small.rail).toEqual(['0.000150 g', '0.000120 g']);
    expect(small.error).toBe('error −0.000030 g');
    expect(small.sentence).toContain('0.000020 g. ');
    expect(small.sentence).toContain('−0.000030 g');
    expect(small.spoken).toContain(
      'share 0.000150 g, net 0.000120, error −0.000030'
    );
    const tiny = saidOf([2e-9, 1.5e-9], [2.1e-9, 1.2e-9], 1);
    expect(tiny.rail).toEqual(['1.50 × 10⁻⁹ g', '1.20 × 10⁻⁹ g']);
  });

  it('have those that an error needs which is far smaller than they are', () => {
    const price = saidOf([1.0939, 1.0951], [1.0936, 1.0998], 1);
    expect(price.rail).toEqual(['1.0951 g', '1.0998 g']);
    expect(price.error).toBe('error +0.0047 g');
    const warm = saidOf([23.41, 23.5], [23.46, 23.52], 0);
    expect(warm.rail).toEqual(['23.410 g', '23.460 g']);
    expect(warm.error).toBe('error +0.050 g');
    // What is right but for its rounding needs none.
    const right = saidOf([1.5, 2.5], [1.5 + 1e-9, 2.5], 1);
    expect(right.rail[0]).toMatch(/^2\.50* g$/);
  });

  it('keep the figures of millions', () => {
    const { rail, spoken } = saidOf([1340000, 1.5e6], [1351000, 1.4e6], 0);
    expect(rail).toEqual(['1,340,000 g', '1,351,000 g']);
    expect(spoken).toContain('net 1,351,000, error +11,000');
  });

  it('say what the band is where one is drawn, and nothing of one where there is none', () => {
    const band = {
      name: '80 %',
      lower: [7000, 8000, 8000, 11000],
      upper: [9000, 10000, 10000, 13000]
    };
    expect(reading(births(band))).toContain(
      'the shaded band (80 %) is where the forecast expects it'
    );
    expect(reading(births())).not.toContain('band');
  });

  it('set thousands apart, and give them no tenths', () => {
    const page = openView(createForecastView, births());
    const rail = page
      .texts('.jp-gatescope-key-value, .jp-gatescope-key-more')
      .join('');
    const [, changed] = page.texts('.jp-gatescope-asked p');
    page.close();
    expect(rail).toContain('12,084');
    expect(rail).toContain('12,375');
    expect(rail).toContain('+290.7');
    expect(changed).toContain('−3,453');
  });
});

/** The scene at a width, and the words at the left of its plots. */
function drawn(bundle: Predictions, width: number, letter: number) {
  const measure = (words: string): number => words.length * letter;
  const now = {
    ...{ bundle, data: null, translate: untranslated },
    chosen: { forecast: 0 }
  };
  const table = forecastView.table(now);
  const placed = layout(forecastView.scene(now, table), table, {
    ...{ width, measure, theme: fileTheme(), name: 'forecast' }
  });
  const numbers = placed.marks.filter(
    ({ tag, attributes }) =>
      tag === 'text' && attributes['text-anchor'] === 'end'
  );
  return { placed, measure, numbers };
}

test.each([703, 284])('long numbers of the axis have room (%s wide)', width => {
  const { numbers, measure } = drawn(births(), width, 12);
  const words = numbers.map(({ children: [of] }) => String(of));
  expect(words).toContain('12,000');
  numbers.forEach(({ attributes: { x } }, at) => {
    expect(Number(x)).toBeGreaterThanOrEqual(measure(words[at]));
  });
});

describe('the axis of the errors', () => {
  const of = (truth: number[], values: number[]) =>
    drawn(
      forecast({
        quantity: { name: 'share' },
        truth,
        forecasts: [{ name: 'linear', values }]
      }).toBundle(),
      700,
      6
    );
  const ends = ({ numbers }: ReturnType<typeof of>) =>
    numbers
      .map(({ children: [words] }) => String(words))
      .filter(words => words !== '')
      .slice(-2);

  it.each([
    [0.034, ['−0.034', '+0.034']],
    [3.7, ['−3.7', '+3.7']],
    [37, ['−37', '+37']],
    [4321, ['−4,321', '+4,321']]
  ])('says how far %s is', (error, expected) => {
    expect(ends(of([0, 0], [0, error]))).toEqual(expected);
  });

  it('goes to the farthest finite error where a forecast holds an infinity', () => {
    const picture = of([1, 2, 3], [1, Infinity, 3.5]);
    expect(ends(picture)).toEqual(['−0.50', '+0.50']);
    expect(picture.placed.marks.map(markup).join('')).not.toMatch(
      /NaN|Infinity/
    );
  });
});

test('as many forecasts as a picture takes are each told apart, the first seven by their dashes alone', () => {
  const looks = Array.from({ length: 16 }, (_, index) => forecastLook(index));
  const all = looks.map(({ ink, dash }) => `${ink} ${dash}`);
  expect(new Set(all).size).toBe(16);
  expect(new Set(looks.slice(0, 7).map(({ dash }) => dash)).size).toBe(7);
});

test('of several forecasts the one that comes closest answers, and the others are told below', () => {
  const page = openView(
    createForecastView,
    forecast({
      quantity: { name: 'births' },
      truth: [10, 20, 30],
      forecasts: [
        { name: 'far', values: [0, 0, 0] },
        { name: 'near', values: [11, 19, 33] }
      ]
    }).toBundle()
  );
  expect(page.texts('.jp-gatescope-asked p')).toEqual([
    'Which forecast of births comes closest, and where does it fail?',
    'near: on average 1.67 off. Farthest off at step 2: +3.00.'
  ]);
  expect(page.texts('.jp-gatescope-ends')[0]).toContain(
    'far: on average 20.0 off. Farthest off at step 2: −30.0.'
  );
  page.close();
});
