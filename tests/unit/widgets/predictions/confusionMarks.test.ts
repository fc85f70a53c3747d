import { fileTheme } from '../../../../src/scene/fileTheme';
import { layout } from '../../../../src/scene/layout';
import { markup } from '../../../../src/scene/marks/markup';
import { untranslated } from '../../../../src/scene/words/translate';
import { float64, type Predictions } from '../../../../src/trace';
import { confusionView } from '../../../../src/views/predictions/confusionView';

/** The scene of a matrix at a width, seven pixels a letter. */
function placed(classes: readonly string[], counts: number[], width: number) {
  const bundle: Predictions = {
    ...{ version: 1, kind: 'predictions', id: 'confusion' },
    content: {
      form: 'confusion',
      classes,
      counts: float64(counts, [classes.length, classes.length])
    }
  };
  const now = {
    ...{ bundle, data: null, translate: untranslated },
    chosen: { truth: 0, answer: 1 }
  };
  const table = confusionView.table(now);
  return layout(confusionView.scene(now, table), table, {
    ...{ width, theme: fileTheme(), name: 'confusion' },
    measure: words => 7 * words.length
  });
}

describe('the words beside a confusion matrix', () => {
  const classes = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const words = (width: number): string =>
    placed(
      classes,
      classes.flatMap((_, row) =>
        classes.map((_class, column) => Number(row === column))
      ),
      width
    )
      .marks.map(markup)
      .join('');

  it('name the shares at the foot of the columns, where these have room', () => {
    expect(words(760)).toContain('>right<');
    expect(words(760).match(/100/g)).toHaveLength(2 * classes.length);
  });

  it('name nothing that is left out: of narrow columns only the rows have shares', () => {
    expect(words(264)).not.toContain('>right<');
    expect(words(264)).toContain('>found<');
    expect(words(264).match(/100/g)).toHaveLength(classes.length);
  });

  it('have a dash for what was found of a class that never came', () => {
    const marks = placed(['a', 'never'], [3, 1, 0, 0], 760)
      .marks.map(markup)
      .join('');
    expect(marks).toContain('>75\u202f%<');
    expect(marks).toContain('>–<');
  });
});

describe('the cells of a confusion matrix', () => {
  it('have their counts, where all of them have room', () => {
    const numbersAt = (width: number) =>
      placed(['a', 'b'], [1000, 2, 3, 4], width).maps[0].numbers?.map(
        ({ words }) => words
      );
    expect(numbersAt(760)).toEqual(['1,000', '2', '3', '4']);
    const many = Array.from({ length: 40 }, (_, at) => `k${at}`);
    expect(
      placed(many, new Array<number>(1600).fill(1), 400).maps[0].numbers
    ).toEqual([]);
  });

  it('are found under the pointer', () => {
    const { hit, panels } = placed(['a', 'b'], [1, 2, 3, 4], 760);
    const [{ value, places }] = panels;
    expect(hit(value(1), places.center(0))).toMatchObject({
      row: 0,
      column: 1
    });
  });

  it('stay inside a narrow page', () => {
    const [{ box }] = placed(['a', 'b'], [1, 2, 3, 4], 204).panels;
    expect(box.x + box.width).toBeLessThan(204);
  });
});
