/** @jest-environment jsdom */
import { bars, dots, line, map } from '../../../src/scene/scene';
import { fileTheme } from '../../../src/scene/fileTheme';
import { layout } from '../../../src/scene/layout';
import { across } from '../../../src/scene/layoutAcross';
import { markup } from '../../../src/scene/marks/markup';
import {
  dataTable,
  spokenRow,
  tooltipRow,
  type Table
} from '../../../src/scene/table';
import { untranslated } from '../../../src/scene/words/translate';

const values = [0.5, NaN, -1];
const table: Table<'day' | 'change' | 'why'> = {
  caption: 'change of tomorrow',
  places: { count: 3, labels: ['a', 'b', 'c'], nameOf: row => `day ${row}` },
  columns: {
    day: { role: 'place', name: 'day', of: row => row },
    change: {
      role: 'number',
      name: 'change',
      unit: '°C',
      ink: 'cell',
      line: true,
      of: row => values[row],
      silent: row => (row === 1 ? 'nothing was read' : null)
    },
    why: { role: 'note', name: 'why', of: row => (row === 2 ? 'tried' : '') }
  }
};
const surface = (theme = fileTheme()) => ({
  ...{ width: 400, theme, name: 'test' },
  measure: (words: string) => 7 * words.length
});
const scene = {
  layout: across,
  panels: [
    {
      id: 'change',
      value: { centered: true },
      marks: [bars<'change'>('change'), line<'change'>('change')]
    }
  ]
};

it('a number is told once: in the table, in the sentence, beside the pointer', () => {
  expect(dataTable(table)).toEqual({
    caption: 'change of tomorrow',
    columns: ['day', 'change (°C)', 'why'],
    rows: [
      [0, 0.5, ''],
      [1, NaN, ''],
      [2, -1, 'tried']
    ]
  });
  expect(spokenRow(table, 0, untranslated)).toBe('change at day 0 is 0.50');
  expect(spokenRow(table, 1, untranslated)).toBe('day 1; nothing was read');
  expect(tooltipRow(table, 2)).toEqual([
    { words: 'change (°C) −1', ink: 'cell' }
  ]);
});

it('a mark stands at its row and its number, a gap where there is none, in the color of its column', () => {
  const placed = layout(scene, table, surface());
  const [{ places, value }] = placed.panels;
  expect(value.domain).toEqual([-1, 1]);
  const drawn = placed.marks.map(markup).join('');
  expect(drawn).toContain(fileTheme().color('cell'));
  expect(drawn).not.toContain('NaN');
  expect(placed.hit(places.center(2), value(0))?.row).toBe(2);
});

it('a file has every theme, and a page follows its style sheet', () => {
  const of = (name: 'light' | 'dark' | 'contrast') =>
    layout(scene, table, surface(fileTheme(name)))
      .marks.map(markup)
      .join('');
  expect(new Set([of('light'), of('dark'), of('contrast')]).size).toBe(3);
});

it('a heat map has its box, and its colors a legend from least to greatest', () => {
  const placed = layout(
    {
      ...scene,
      panels: [
        {
          id: 'gates',
          value: { names: ['0', '1'] },
          marks: [
            map(
              {
                ...{ values: Float32Array.of(0, 1, 1, 0, 1, 0), rows: 2 },
                ...{ columns: 3, rowStride: 3, columnStride: 1 }
              },
              'gates',
              [0, 1]
            )
          ]
        }
      ]
    },
    table,
    surface()
  );
  const [drawn, legend] = placed.maps;
  expect(drawn).toMatchObject(placed.panels[0].box);
  expect(legend.y).toBeGreaterThan(drawn.y + drawn.height);
  expect(placed.marks.map(markup).join('')).toMatch(/>0<.*>1</);
});

it('an axis holds numbers that are not drawn now, and several of one place are side by side', () => {
  const placed = layout(
    {
      layout: across,
      unnamed: true,
      key: [{ words: 'seeds', ink: 'keep', shape: 'square' }],
      panels: [
        {
          id: 'seeds',
          value: { write: value => `${value} %` },
          marks: [-0.5, 0.5].map(beside =>
            dots<'change'>('change', { beside, shape: 'square', r: 2 })
          )
        }
      ]
    },
    {
      ...table,
      columns: {
        ...table.columns,
        change: { ...table.columns.change, bounds: [-1, 4] }
      }
    },
    surface()
  );
  const [{ value, places }] = placed.panels;
  expect(value.domain[1]).toBeGreaterThanOrEqual(4);
  const drawn = placed.marks.map(markup).join('');
  expect(drawn).toContain('>4 %<');
  expect(drawn).toContain('>seeds<');
  const xs = placed.marks.flatMap(({ tag, attributes: { x } }) =>
    tag === 'rect' && Math.abs(Number(x) + 1.9 - places.center(0)) < 31
      ? [Number(x) + 1.9]
      : []
  );
  expect(xs[1] - xs[0]).toBeCloseTo(60);
});
