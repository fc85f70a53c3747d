import {
  setDisplayHost,
  type MimeBundle
} from '../../../../../src/kernel/core/library/displayHost';
import {
  table,
  type TableRow
} from '../../../../../src/kernel/core/library/table';

function shown(...args: Parameters<typeof table>): MimeBundle['data'] {
  let data: MimeBundle['data'] = {};
  const unused = () => {
    throw new Error('not asked for');
  };
  setDisplayHost({
    display: bundle => {
      ({ data } = bundle);
    },
    update: unused,
    clear: unused,
    ask: unused,
    show: unused,
    slide: unused
  });
  table(...args);
  return data;
}

describe('a table', () => {
  const rows: TableRow[] = [
    { forecast: 'LSTM', error: 2.104, days: 365 },
    { forecast: 'same as today', error: -22.4, days: null }
  ];

  it('lines its columns up in plain text, numbers to the right', () => {
    expect(shown(rows, { caption: 'Test year' })['text/plain']).toBe(
      [
        'Test year',
        'forecast        error  days',
        '─────────────  ──────  ────',
        'LSTM             2.10   365',
        'same as today  −22.40'
      ].join('\n')
    );
  });

  it('writes very small numbers as powers of ten', () => {
    const data = shown([{ ratio: 5.2e-17 }]);
    expect(data['text/plain']).toContain('5.2 × 10^−17');
    expect(data['text/html']).toContain('5.2 × 10<sup>−17</sup>');
  });

  it('never lets text become markup', () => {
    const html = String(
      shown([{ '<b>': '<img src=x onerror=alert(1)>' }])['text/html']
    );
    expect(html).toContain('&lt;img src=x');
    expect(html).not.toContain('<img');
    expect(html).not.toContain('<b>');
  });

  it('keeps NaN and infinity readable', () => {
    const text = String(shown([{ a: NaN, b: -Infinity }])['text/plain']);
    expect(text.split('\n').at(-1)?.trim().split(/\s+/)).toEqual(['NaN', '−∞']);
  });

  it('says what rows are', () => {
    expect(() => shown(3 as never)).toThrow(
      'table: rows must be a list of objects'
    );
  });
});
