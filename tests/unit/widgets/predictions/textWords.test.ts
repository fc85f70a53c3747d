import { float64 } from '../../../../src/trace';
import { untranslated } from '../../../../src/scene/words/translate';
import type { TextContent } from '../../../../src/views/predictions/measures';
import { savedPicture } from '../../../../src/scene/saved';
import { dataTable } from '../../../../src/scene/table';
import { textView } from '../../../../src/views/predictions/textView';
import {
  textReading,
  tokenWords
} from '../../../../src/views/predictions/textWords';

const content: TextContent = {
  form: 'text',
  tokens: ['a', 'b'],
  promptLength: 1,
  probabilities: float64([NaN, 4e-4], [2]),
  likely: [
    [],
    [
      { token: 'c', probability: 0.004 },
      { token: 'b', probability: 4e-4 }
    ]
  ],
  temperature: 0.2
};

describe('the probability of a token', () => {
  it('that is small is not called zero, in the sentence, in the rows, or in the table', () => {
    const drawn = savedPicture(textView, {
      ...{ version: 1, kind: 'predictions', id: 'text', content },
      view: { step: 1 }
    });
    expect(tokenWords(content, 'probability', 1, untranslated)).toContain(
      '“b” · probability 4.0 × 10⁻⁴'
    );
    expect(
      [...drawn.matchAll(/data-likely="\d"[^>]*>([^<]*)</g)].map(
        ([, number]) => number
      )
    ).toEqual(['0.004', '4.0 × 10⁻⁴']);
    const table = dataTable(
      textView.table({
        bundle: { version: 1, kind: 'predictions', id: 'text', content },
        ...{ chosen: { unit: -1 }, data: null, translate: untranslated }
      })
    );
    expect(table.rows[1]).toContain('c 0.004, b 4.0 × 10⁻⁴');
  });

  it('is what the network gave it, whatever the temperature', () => {
    expect(textReading('probability', false, untranslated)).toContain(
      'the color of the probability that the network gave it, before any temperature: darker is surer.'
    );
  });
});
