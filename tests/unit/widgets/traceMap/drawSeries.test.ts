/** @jest-environment jsdom */
import * as fc from 'fast-check';
import { drawn as elementOf } from '../../../../src/widgets/scene/drawn';
import { drawSeries } from '../../../../src/views/map/drawSeries';
import { legendHeight } from '../../../../src/views/map/seriesLegend';
import { untranslated as translate } from '../../../../src/scene/words/translate';
import { draws } from '../draws';
import type { SeriesPanel } from '../../../../src/views/map/seriesPanels';

const values = Float32Array.of(1, 2, 3);
const line = (name: string, kind: 'input' | 'output' | 'target') => ({
  name,
  kind,
  values
});

const measure = (text: string): number => text.length * 6;
const WIDTH = 640;

/** What a chart writes, in the width that a notebook has in the lab with its panels open. */
function written(
  panel: SeriesPanel,
  { width, narrow } = { width: WIDTH, narrow: false }
): readonly SVGTextElement[] {
  const height = legendHeight(panel, { width, narrow, measure, translate });
  const drawn = elementOf(
    drawSeries(panel, {
      band: { y: 6 + height, height: 76 },
      plotLeft: 140,
      plotWidth: 380,
      width,
      narrow,
      gutter: true,
      letter: 'x',
      from: 0,
      shown: [0, 1, 2],
      center: step => 140 + step * 100,
      measure,
      translate
    })
  );
  return [...drawn.querySelectorAll('text')];
}

test('a narrow chart says what each of its lines and bars is, and the unit, inside its width', () => {
  const names = fc.uniqueArray(
    fc.constantFrom('temperature', 'target', 'rain', 'one day ahead', 'y'),
    { minLength: 1, maxLength: 4 }
  );
  fc.assert(
    fc.property(
      names,
      fc.boolean(),
      fc.constantFrom('', '°C'),
      (all, hasBars, unit) => {
        const lines = all.map((name, at) =>
          line(name, (['input', 'target', 'output'] as const)[Math.min(at, 2)])
        );
        const outputs = lines.filter(({ kind }) => kind === 'output');
        const panel: SeriesPanel = {
          name: all[0],
          unit,
          domain: [0, 40],
          lines,
          ...(hasBars && { bars: line('bars', 'input') })
        };
        const width = 360;
        const texts = written(panel, { width, narrow: true });
        const words = texts.map(({ textContent }) => textContent ?? '');
        for (const name of [
          ...(outputs.length > 1 ? all.slice(0, 2) : all),
          ...(hasBars ? ['bars'] : [])
        ]) {
          expect(words.some(each => each.startsWith(name))).toBe(true);
        }
        expect(words.some(each => each.includes('(°C)'))).toBe(unit !== '');
        for (const text of texts) {
          const end =
            Number(text.getAttribute('x')) +
            (measure(text.textContent ?? '') * 11) / 12;
          expect(end).toBeLessThanOrEqual(width);
          expect(Number(text.getAttribute('y'))).toBeGreaterThan(0);
        }
      }
    ),
    draws(60)
  );
});

test('the names of a lesson stand whole above their chart, measurement and forecast apart', () => {
  const names = [
    'highest temperature',
    'target',
    'highest temperature one day ahead',
    'lowest temperature'
  ];
  const words = written({
    name: names[0],
    unit: '°C',
    domain: [0, 40],
    lines: [
      line(names[0], 'input'),
      line(names[1], 'target'),
      line(names[2], 'output')
    ],
    bars: line(names[3], 'input')
  }).map(({ textContent }) => textContent);
  expect(words).toEqual(
    expect.arrayContaining([
      ...names.slice(0, 3),
      'lowest temperature, 0 … 3',
      '°C'
    ])
  );
});

test('names that one row does not hold stand in several, none cut, none over another or the edge', () => {
  const names = [
    'highest temperature of the day at the airport',
    'highest temperature one day ahead',
    'target that is known on the next day only',
    'rain'
  ];
  const texts = written({
    name: names[0],
    unit: '',
    domain: [0, 40],
    lines: [
      line(names[0], 'input'),
      line(names[1], 'output'),
      line(names[2], 'target'),
      line(names[3], 'input')
    ]
  }).filter(({ textContent }) => names.includes(textContent ?? ''));
  expect(texts.map(({ textContent }) => textContent)).toEqual(names);
  const boxes = texts.map(text => ({
    y: Number(text.getAttribute('y')),
    left: Number(text.getAttribute('x')),
    right:
      Number(text.getAttribute('x')) + (measure(text.textContent) * 11) / 12
  }));
  expect(new Set(boxes.map(({ y }) => y)).size).toBe(2);
  boxes.forEach((box, index) => {
    expect(box.y).toBeGreaterThan(0);
    expect(box.right).toBeLessThanOrEqual(WIDTH);
    const next = boxes.at(index + 1);
    if (next?.y === box.y) {
      expect(next.left).toBeGreaterThan(box.right);
    }
  });
});

test('a name that the gutter has no room for stands in two lines, its unit below', () => {
  const texts = written({
    name: 'temperature in the shade',
    unit: '°C',
    domain: [0, 40],
    lines: [line('temperature in the shade', 'input')]
  });
  const y = (words: string): number =>
    Number(
      texts.find(({ textContent }) => textContent === words)?.getAttribute('y')
    );
  expect(y('shade')).toBeGreaterThan(y('temperature in the'));
  expect(y('°C')).toBeGreaterThan(y('shade'));
});

test('bars of a second input stand on zero, those below it downwards, and the legend says how far', () => {
  const panel = {
    name: 'x0',
    unit: '',
    domain: [0, 3] as const,
    lines: [line('x0', 'input')],
    bars: { ...line('x1', 'input'), values: Float64Array.of(2, -1, 0.5) }
  };
  const drawn = elementOf(
    drawSeries(panel, {
      band: { y: 0, height: 90 },
      plotLeft: 140,
      plotWidth: 380,
      width: WIDTH,
      narrow: false,
      gutter: true,
      letter: 'x',
      from: 0,
      shown: [0, 1, 2],
      center: step => 140 + step * 100,
      measure,
      translate
    })
  );
  const path = drawn.querySelector('path.jp-gatescope-series-bar');
  const bars = [
    ...(path?.getAttribute('d') ?? '').matchAll(/M[\d.]+ ([\d.]+)v(-?[\d.]+)/g)
  ].map(([, zero, height]) => [Number(zero), Number(height)]);
  // A third of 90 pixels for the three from −1 to 2: zero is 10 above the bottom.
  expect(bars).toEqual([
    [80, -20],
    [80, 10],
    [80, -5]
  ]);
  expect(written(panel).map(({ textContent }) => textContent)).toContain(
    'x1, −1 … 2'
  );
});

describe('several outputs', () => {
  const of = (kind: 'output' | 'target', among: number) => ({
    ...line(`${kind} ${among}`, kind),
    among
  });
  const panel: SeriesPanel = {
    name: 'output 0',
    unit: '°C',
    domain: [0, 4],
    lines: [0, 1, 2, 3].flatMap(among => [
      of('target', among),
      of('output', among)
    ])
  };
  const look = (element: SVGElement): string =>
    `${element.getAttribute('stroke-dasharray')} ${element.getAttribute('data-among')}`;

  it.each([640, 388])(
    'are each dashed and named for themselves, %i px wide',
    width => {
      const drawn = elementOf(
        drawSeries(panel, {
          band: { y: 120, height: 76 },
          plotLeft: 40,
          plotWidth: width - 60,
          width,
          narrow: width < 560,
          gutter: true,
          letter: 'x',
          from: 0,
          shown: [0, 1, 2],
          center: step => 40 + step * 100,
          measure,
          translate
        })
      );
      const paths = [
        ...drawn.querySelectorAll<SVGElement>('path.jp-gatescope-series-line')
      ];
      const dashes = paths.map(path => path.getAttribute('stroke-dasharray'));
      expect(new Set(dashes).size).toBe(panel.lines.length);
      const samples = [
        ...drawn.querySelectorAll<SVGElement>('line.jp-gatescope-series-line')
      ];
      expect(samples.map(look)).toEqual(paths.map(look));
      const words = [...drawn.querySelectorAll('text')].map(
        ({ textContent }) => textContent
      );
      expect(words).toEqual(
        expect.arrayContaining(
          // A narrow gutter has no room for the unit: the first name has it.
          panel.lines.map(({ name }, at) =>
            width < 560 && at === 0 ? `${name} (${panel.unit})` : name
          )
        )
      );
    }
  );
});
