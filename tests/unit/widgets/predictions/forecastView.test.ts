/** @jest-environment jsdom */
import { forecast } from '../../../../src/engine';
import type { Predictions } from '../../../../src/trace';
import { createForecastView } from '../../../../src/widgets/predictions/createForecastView';
import { drawForecast } from '../../../../src/widgets/predictions/drawForecast';
import { forecastLook } from '../../../../src/widgets/predictions/forecastRail';
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

describe('the words of a forecast', () => {
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
    const rail = page.texts('.jp-gatescope-forecast-rail').join('');
    const [changed] = page.texts('.jp-gatescope-changed');
    page.close();
    expect(rail).toContain('12,084');
    expect(rail).toContain('12,375');
    expect(rail).toContain('+290.7');
    expect(changed).toContain('−3,453');
  });
});

test.each([true, false])(
  'long numbers of the axis have room (narrow: %s)',
  narrow => {
    const { content } = births();
    if (content.form !== 'forecast') {
      throw new Error('not a forecast');
    }
    const measure = (words: string): number => words.length * 12;
    const { element } = drawForecast({
      content,
      width: 284,
      narrow,
      chosen: 0,
      measure,
      translate: words => words
    });
    const ends = [...element.querySelectorAll('text[text-anchor="end"]')];
    expect(ends.some(({ textContent }) => textContent === '12,000')).toBe(true);
    for (const end of ends) {
      expect(Number(end.getAttribute('x'))).toBeGreaterThanOrEqual(
        measure(end.textContent)
      );
    }
  }
);

test('as many forecasts as a picture takes are each told apart, the first seven by their dashes alone', () => {
  const looks = Array.from({ length: 16 }, (_, index) => forecastLook(index));
  const all = looks.map(({ color, dash }) => `${color} ${dash}`);
  expect(new Set(all).size).toBe(16);
  expect(new Set(looks.slice(0, 7).map(({ dash }) => dash)).size).toBe(7);
});
