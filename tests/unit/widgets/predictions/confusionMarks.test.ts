import { float64 } from '../../../../src/trace';
import { markup } from '../../../../src/scene/marks/markup';
import {
  confusionScene,
  confusionWords
} from '../../../../src/widgets/predictions/confusionMarks';

describe('the words beside a confusion matrix', () => {
  const classes = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const words = (width: number) =>
    confusionWords(
      confusionScene(
        {
          form: 'confusion',
          classes,
          counts: float64(
            classes.flatMap((_, row) =>
              classes.map((_class, column) => Number(row === column))
            ),
            [classes.length, classes.length]
          )
        },
        width,
        width < 560,
        text => text.length * 7,
        text => text
      )
    )
      .map(markup)
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
    const counts = float64([3, 1, 0, 0], [2, 2]);
    const scene = confusionScene(
      { form: 'confusion', classes: ['a', 'never'], counts },
      760,
      false,
      text => text.length * 7,
      text => text
    );
    const marks = confusionWords(scene).map(markup).join('');
    expect(marks).toContain('>75\u202f%<');
    expect(marks).toContain('>–<');
  });
});
