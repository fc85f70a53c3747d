import { mapLayout } from '../../../../src/views/map/mapLayout';
import { wordsAt } from '../../../../src/views/map/movingText';
import {
  railHeight,
  seriesNumbers
} from '../../../../src/views/map/seriesNumbers';
import type { Mark } from '../../../../src/scene/marks/mark';
import { untranslated } from '../../../../src/scene/words/translate';
import { legendOf } from '../../../../src/views/map/seriesLegend';
import type { SeriesPanel } from '../../../../src/views/map/seriesPanels';
import { lstmTrace } from '../cells';

const line = (kind: 'input' | 'output' | 'target', value: number) => ({
  kind,
  name: kind,
  values: Float32Array.of(value, value)
});

/** What stands right of a chart. */
function railOf(
  panel: SeriesPanel,
  layout: ReturnType<typeof mapLayout>,
  step: number | null = null
): readonly Mark[] {
  const { still, moving } = seriesNumbers(
    [panel],
    layout,
    lstmTrace({ steps: 2, units: 2 }),
    words => words.length * 6.5,
    untranslated
  );
  return [...still, ...moving.map(each => wordsAt(each, step, 0))];
}

const named = (marks: readonly Mark[], name: string): readonly Mark[] =>
  marks.filter(({ attributes }) =>
    String(attributes.class).split(' ').includes(name)
  );

const textOf = ({ children }: Mark): string => children.join('');

/** What stands right of a chart on a phone. */
function narrowNumber(lines: SeriesPanel['lines']): string {
  const layout = mapLayout({
    width: 388,
    narrow: true,
    units: 2,
    steps: 2,
    apart: [false],
    labelHeight: 0,
    seriesHeights: [33],
    lines: true,
    nameWidth: 0,
    letterWidth: 9,
    minimumColumnWidth: 1,
    dates: false,
    ratio: 1
  });
  return railOf({ name: 'high', unit: '', lines, domain: [0, 4] }, layout, 1)
    .map(textOf)
    .join('');
}

/** One chart of this height in the lab's own width. */
const labLayout = (height: number) =>
  mapLayout({
    width: 642,
    narrow: false,
    units: 2,
    steps: 2,
    apart: [false],
    labelHeight: 0,
    seriesHeights: [height],
    lines: true,
    nameWidth: 60,
    letterWidth: 9,
    minimumColumnWidth: 0,
    dates: false,
    ratio: 1
  });

/** The words beside the numbers, right of a chart in the lab. */
function labWords([input, target, output, bars]: readonly string[]): string[] {
  const panel: SeriesPanel = {
    name: input,
    unit: '°C',
    lines: [
      { ...line('input', 31.1), name: input },
      { ...line('target', 30.6), name: target },
      { ...line('output', 27.4), name: output }
    ],
    bars: { ...line('input', 15.6), name: bars },
    domain: [0, 40]
  };
  const rail = railOf(panel, labLayout(railHeight(panel)));
  return named(rail, 'jp-gatescope-axis').map(textOf);
}

describe('the numbers of the series in the lab', () => {
  it('have their names where these fit', () => {
    expect(labWords(['high', 'next', 'guess', 'low'])).toEqual([
      'high',
      'next',
      'guess',
      'low',
      'error'
    ]);
  });

  it('have their part in the network where a name is too long', () => {
    expect(
      labWords([
        'highest temperature',
        'target',
        'highest temperature 1 day ahead',
        'lowest temperature'
      ])
    ).toEqual(['input', 'target', 'answer', 'bars', 'error']);
  });
});

test('the numbers of two outputs with their targets stay above the numbers of the units', () => {
  const layout = labLayout(76);
  const rail = railOf(
    {
      name: 'high',
      unit: '°C',
      lines: [
        line('input', 26.1),
        line('target', 22.8),
        line('target', 10),
        line('output', 18.5),
        line('output', 10.6)
      ],
      bars: line('input', 12.8),
      domain: [0, 30]
    },
    layout,
    0
  );
  const numbers = named(rail, 'jp-gatescope-number-text');
  expect(numbers.map(textOf)).toEqual([
    '26.1 °C',
    '18.5 °C',
    '10.6 °C',
    '12.8'
  ]);
  const [{ y, height }] = layout.series;
  numbers.forEach(number =>
    expect(Number(number.attributes.y)).toBeLessThanOrEqual(y + height)
  );
});

describe('the numbers of the series on a phone', () => {
  it('are those of x beside the letter x, whatever else is in the chart', () => {
    expect(
      narrowNumber([line('input', 1), line('target', 2), line('output', 3)])
    ).toBe('1.00');
  });

  it('are those of the answer where the chart has no input, of the first of several', () => {
    expect(narrowNumber([line('target', 2), line('output', 3)])).toBe('3.00');
    expect(narrowNumber([line('output', 3), line('output', 4)])).toBe('3.00');
  });
});

describe('the numbers of many outputs', () => {
  const letters = [...'abcdefghij'];
  const panel: SeriesPanel = {
    name: 'a',
    unit: '',
    lines: letters.map((name, at) => ({
      kind: 'output',
      name,
      // At step 0 the later the larger, at step 1 the other way round; f has none there.
      values: Float32Array.of(at / 10, name === 'f' ? NaN : (9 - at) / 10)
    })),
    domain: [0, 1]
  };
  const layout = labLayout(48);
  it('are the largest of the step that have room beside the chart', () => {
    const shown = (step: number | null) =>
      railOf(panel, layout, step).map(textOf);
    const [{ y, height }] = layout.series;
    const rows = railOf(panel, layout);
    expect(
      Math.max(...rows.map(row => Number(row.attributes.y)))
      // The heading of the numbers below stands there: 11 pixels high.
    ).toBeLessThan(y + height - 5);
    expect(shown(0).slice(0, 4)).toEqual(['j', '0.90', 'i', '0.80']);
    expect(shown(1).slice(0, 4)).toEqual(['a', '0.90', 'b', '0.80']);
    expect(shown(null).join('')).toBe('');
  });

  it('are one entry of the legend, by the first and the last', () => {
    const name = (outputCount?: number) =>
      legendOf({ ...panel, outputCount }, false, untranslated).map(
        each => each.name
      );
    expect(name()).toEqual(['a … j']);
    expect(name(61)).toEqual(['a … j, 10 of 61 outputs']);
  });
});
