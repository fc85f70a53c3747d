import fc from 'fast-check';
import { LINE_LENGTH, plainText } from '../../../../src/widgets/base/plainText';

describe('a view as plain text', () => {
  it('stands in columns where they fit', () =>
    expect(
      plainText(['Gates', 'LSTM · 2 units', '', 'h falls from −0.2 …'], {
        caption: 'Unit 0: one row a step',
        columns: ['step', 'label', 'f', 'h'],
        rows: [
          [0, 'the', 0.5, -0.25],
          [10, 'end', 1, NaN]
        ]
      })
    ).toBe(
      [
        'Gates',
        '',
        'LSTM · 2 units',
        '',
        'h falls from -0.2 ...',
        '',
        'Unit 0: one row a step',
        '',
        'step label f      h',
        '0    the   0.5000 -0.2500',
        '10   end   1.0000 -',
        ''
      ].join('\n')
    ));

  it('has a block for every row where the columns do not fit', () => {
    const columns = [
      'step',
      ...Array.from({ length: 9 }, (_, at) => `unit ${at}`)
    ];
    const text = plainText([], {
      caption: 'All units',
      columns,
      rows: [[3, ...Array.from({ length: 9 }, (_, at) => at / 8)]]
    });
    expect(text.split('\n').slice(0, 5)).toEqual([
      'All units',
      '',
      'step 3',
      '  unit 0: 0',
      '  unit 1: 0.1250'
    ]);
  });

  it('has no line longer than a braille display, and loses no word', () => {
    const word = fc.string({ minLength: 1, maxLength: 90 });
    fc.assert(
      fc.property(
        fc.array(word),
        fc.array(
          fc.tuple(word, fc.double({ noNaN: true, min: -1e9, max: 1e9 }))
        ),
        (words, rows) => {
          const text = plainText(words, {
            caption: 'numbers',
            columns: ['name', 'a long heading of a column of numbers'],
            rows
          });
          for (const line of text.split('\n')) {
            expect(line.length).toBeLessThanOrEqual(LINE_LENGTH);
          }
          const letters = (of: string): string =>
            of.replaceAll(/[^a-z0-9]/gi, '');
          for (const each of words) {
            expect(letters(text)).toContain(letters(each));
          }
        }
      )
    );
  });
});
