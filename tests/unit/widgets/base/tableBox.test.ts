/** @jest-environment jsdom */
import type { DataTable } from '../../../../src/scene/dataTable';
import {
  COLUMNS_A_PART,
  createTableBox
} from '../../../../src/widgets/base/tableBox';
import { untranslated } from '../../../../src/scene/words/translate';

const small: DataTable = {
  caption: 'unit 3: one row a step',
  columns: ['step', 'token', 'f'],
  rows: [
    [0, 'b', 0.5],
    [1, 'c', NaN],
    [2, 'a', -0.25]
  ]
};
const wide: DataTable = {
  caption: 'all units',
  columns: ['step', ...Array.from({ length: 60 }, (_, unit) => `unit ${unit}`)],
  rows: [[0, ...Array.from({ length: 60 }, (_, unit) => unit)]]
};

function open(...tables: readonly DataTable[]) {
  const said: string[] = [];
  const box = createTableBox({
    tables: tables.map(table => ({ label: table.caption, make: () => table })),
    translate: untranslated,
    say: words => void said.push(words)
  });
  document.body.replaceChildren(box.element);
  const texts = (selector: string): string[] =>
    [...box.element.querySelectorAll(selector)].map(
      each => each.textContent ?? ''
    );
  return {
    box,
    said,
    texts,
    rows: () =>
      [...box.element.querySelectorAll('tbody tr')].map(row =>
        [...row.children].map(({ textContent }) => textContent)
      ),
    press(tool: string) {
      const button = box.element.querySelector<HTMLElement>(
        `[data-tool="${tool}"]`
      );
      button?.focus();
      button?.click();
    }
  };
}

describe('a table', () => {
  it('is sorted by a column up, down and back; what is no number comes last, and the focus stays', () => {
    const { rows, press, said, box } = open(small);
    const steps = (): unknown[] => rows().map(([step]) => step);
    press('sort-f');
    expect(steps()).toEqual(['2', '0', '1']);
    expect(said.at(-1)).toBe(
      'unit 3: one row a step; sorted by f, the lowest first. First is step 2: −0.2500.'
    );
    expect(document.activeElement?.textContent).toBe('f ▴');
    const heads = [...box.element.querySelectorAll('thead th')];
    expect(heads.map(head => head.getAttribute('aria-sort'))).toEqual([
      null,
      null,
      'ascending'
    ]);
    press('sort-f');
    expect(steps()).toEqual(['0', '2', '1']);
    press('sort-f');
    expect(steps()).toEqual(['0', '1', '2']);
    press('sort-token');
    expect(steps()).toEqual(['2', '0', '1']);
  });

  it.each([
    [
      ['100 %', '9 %', '20 %'],
      ['9 %', '20 %', '100 %']
    ],
    [
      ['0.01', '', '−3', '0.003'],
      ['−3', '0.003', '0.01', '']
    ],
    [
      ['12,000 °C', '–', '900 °C'],
      ['900 °C', '12,000 °C', '–']
    ],
    [
      ['100', 'a', '20'],
      ['100', '20', 'a']
    ]
  ])(
    'of numbers in words is sorted by their size, where all have one unit: %j',
    (values, sorted) => {
      const { rows, press } = open({
        caption: '',
        columns: ['name', 'found'],
        rows: values.map((value, at) => [at, value])
      });
      press('sort-found');
      expect(rows().map(([, found]) => found)).toEqual(sorted);
    }
  );

  it('is sorted by the numbers of a column that has its own format', () => {
    const { rows, press, said } = open({
      caption: 'classes',
      columns: ['truth', 'found'],
      rows: [
        ['a', 1],
        ['b', NaN],
        ['c', 0.09]
      ],
      formats: { 1: value => `${Math.round(value * 100)} %` }
    });
    press('sort-found');
    expect(rows().slice(0, 2)).toEqual([
      ['c', '9 %'],
      ['a', '100 %']
    ]);
    expect(said.at(-1)).toContain('First is truth c: 9 %.');
  });

  it('is transposed, with the numbers written as they were', () => {
    const { rows, press, texts } = open(small);
    press('table-turned');
    expect(texts('thead th')).toEqual(['step', '0', '1', '2']);
    expect(rows()).toEqual([
      ['token', 'b', 'c', 'a'],
      ['f', '0.5000', '–', '−0.2500']
    ]);
    press('table-turned');
    expect(texts('thead th')).toEqual(['step', 'token', 'f']);
  });

  it('that is wide is shown in parts, which are said, and says where they end', () => {
    const { texts, press, said } = open(wide);
    expect(texts('thead th')).toHaveLength(COLUMNS_A_PART + 1);
    expect(texts('caption')[0]).toBe(
      'all units; columns 1 to 24 of 60: unit 0 to unit 23'
    );
    press('table-before');
    expect(said).toEqual(['These are the first columns.']);
    press('table-after');
    press('table-after');
    expect(texts('thead th').slice(0, 2)).toEqual(['step', 'unit 48']);
    expect(texts('thead th').at(-1)).toBe('unit 59');
    expect(said.at(-1)).toBe(
      'all units; columns 49 to 60 of 60: unit 48 to unit 59'
    );
    press('table-after');
    expect(said.at(-1)).toBe('These are the last columns.');
  });

  it('is one of several, with its caption as its name', () => {
    const { press, texts, box } = open(small, wide);
    press('table-1');
    expect(texts('caption')[0]).toContain('all units');
    expect(box.element.getAttribute('aria-label')).toContain('all units');
    expect(
      box.element
        .querySelector('[data-tool="table-1"]')
        ?.getAttribute('aria-pressed')
    ).toBe('true');
  });

  it('keeps its order when its numbers change', () => {
    let table = small;
    const box = createTableBox({
      tables: [{ label: '', make: () => table }],
      translate: untranslated,
      say: () => undefined
    });
    document.body.replaceChildren(box.element);
    box.element.querySelector<HTMLElement>('[data-tool="sort-f"]')?.click();
    table = { ...small, rows: small.rows.map(([s, t], at) => [s, t, -at]) };
    box.refresh();
    expect(
      [...box.element.querySelectorAll('tbody th')].map(
        ({ textContent }) => textContent
      )
    ).toEqual(['2', '1', '0']);
  });
});
