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

describe('a table with intervals', () => {
  const error = Array.from({ length: 60 }, (_, day) => 2 + Math.sin(day));
  const rows = [
    { forecast: 'LSTM', error: [error, error.map(each => each + 0.1)] },
    { forecast: 'linear', error: error.map(each => each + 1) },
    { forecast: 'always 2', error: null }
  ];

  it('writes a mean, its interval, and the paired difference from one row', () => {
    const text = String(
      shown(rows, { intervals: { against: 'linear', block: 7 } })['text/plain']
    );
    const [head, , lstm, linear, always] = text.split('\n');
    expect(head).toMatch(
      /^forecast +error +error: 95 % +minus linear +minus linear: 95 %$/
    );
    // Every day is 0.95 better on average: nothing but the seeds is left to chance.
    expect(lstm).toMatch(
      /^LSTM +2\.\d\d +1\.\d\d to 2\.\d\d +−0\.95 +−1\.00 to −0\.90$/
    );
    expect(linear).toMatch(/^linear +3\.\d\d +2\.\d\d to 3\.\d\d$/);
    expect(always).toBe('always 2');
  });

  it('says what is missing', () => {
    expect(() => shown(rows)).toThrow(
      'table: error holds a list of errors; the option intervals says how'
    );
    expect(() => shown(rows, { intervals: { against: 'ridge' } })).toThrow(
      /^table: intervals.against must be what stands first in a row: .*LSTM.*ridge/
    );
    expect(() => shown(rows, { intervals: { against: 'always 2' } })).toThrow(
      /must hold errors under .*error.*, got null/
    );
    expect(() => shown(rows, { intervals: { blocks: 7 } as object })).toThrow(
      'table: intervals'
    );
  });
});
