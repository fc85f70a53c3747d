import { float64 } from '../../../../src/trace';
import { columnFormats, toCsv } from '../../../../src/scene/dataTable';
import { dataTable } from '../../../../src/scene/table';
import { untranslated } from '../../../../src/scene/words/translate';
import { confusionView } from '../../../../src/views/predictions/confusionView';
import {
  cellSentence,
  confusionSentence
} from '../../../../src/views/predictions/confusionWords';
import type { ConfusionContent } from '../../../../src/views/predictions/measures';

const of = (...counts: number[]): ConfusionContent => ({
  form: 'confusion',
  classes: ['a', 'b'],
  counts: float64(counts, [2, 2])
});
const whole = (content: ConfusionContent): string =>
  confusionSentence(content, untranslated).replaceAll('\u202f', ' ');

describe('the sentence of a confusion matrix', () => {
  it('counts a mistake that was made once as one', () => {
    expect(whole(of(3, 1, 0, 4))).toContain('“a” taken for “b”, once.');
    expect(whole(of(3, 2, 0, 4))).toContain('“a” taken for “b”, 2 times.');
  });

  it('does not call one right answer none', () => {
    expect(whole(of(1, 199, 200, 0))).toContain('Right: 1 of 400 (0.25 %).');
  });

  it('has a dash for the share of a class that never came', () => {
    expect(cellSentence(of(3, 1, 0, 0), 1, 1, untranslated)).toBe(
      '0 of 0 “b” are found (–).'
    );
  });
});

test('the shares in the table of a confusion matrix are numbers', () => {
  const table = dataTable(
    confusionView.table({
      bundle: {
        ...{ version: 1, kind: 'predictions', id: 'confusion' },
        content: of(1, 3, 0, 0)
      },
      ...{ chosen: { truth: 0, answer: 0 }, data: null },
      translate: untranslated
    })
  );
  expect(toCsv(table)).toBe('truth,a,b,found\r\na,1,3,0.25\r\nb,0,0,\r\n');
  const write = columnFormats(table)[3];
  expect([0.25, NaN].map(write)).toEqual(['25\u202f%', '–']);
});
