import { fitVocabulary } from '../../engine/data/vocabulary';
import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** Ids that stand around those of each sentence. */
export interface Asked {
  readonly before: readonly number[];
  readonly behind: readonly number[];
}

type Texts = readonly string[];

const reference = ({ before, behind }: Asked): Reference<[Texts, Texts]> => {
  /** Ids of the second texts by a vocabulary of the first. */
  const encoded = (from: Texts, texts: Texts): number[][] => {
    const vocabulary = fitVocabulary(from);
    return texts.map(text => [
      ...before,
      ...vocabulary.encode(text),
      ...behind
    ]);
  };

  return {
    name: 'encodeTest',
    cases: () => [
      [
        ['good good food', 'bad food', 'good'],
        ['dreadful food', 'good wine']
      ],
      [
        ['the film was long', 'the book was short'],
        ['the play was short', 'a film was seen']
      ]
    ],
    draw(draws) {
      const words = ['the', 'a', 'film', 'play', 'book', 'was', 'long', 'good'];
      const texts = (name: string) =>
        Array.from({ length: draws.integer(name, 2, 4) }, (_, at) =>
          draws
            .numbers(
              `${name} ${at}`,
              draws.integer(`words ${at}`, 1, 5),
              0,
              7,
              0
            )
            .map(word => words[word])
            .join(' ')
        );
      return [texts('training'), texts('test')];
    },
    right: (training, test) => encoded(training, test),
    tolerance: 0,
    careless: [
      {
        of: (training, test) => encoded([...training, ...test], test),
        message:
          'Your vocabulary has seen the test: words that training never saw have ids of their own.'
      },
      {
        of: (_, test) => encoded(test, test),
        message:
          'Your vocabulary is made from the test. The network was taught with other ids.'
      },
      {
        of: training => encoded(training, training),
        message:
          'These are the ids of the training sentences; those of the test are asked for.'
      },
      {
        of: (training, test) =>
          encoded(training, test).map(ids => ids.filter(id => id !== 1)),
        message:
          'You left out the unknown words. They keep their place, with the id 1.'
      },
      {
        of: (training, test) =>
          encoded(training, test).map(ids =>
            ids.map(id => (id === 1 ? 0 : id))
          ),
        message:
          'You gave unknown words the id 0. That is padding, and a mask would skip them.'
      },
      {
        of: (training, test) => encoded(training, test).flat(),
        message: 'One list of ids for each sentence is asked for.'
      }
    ]
  };
};

export const trainingVocabulary: DrawnAnswer<Asked, [Texts, Texts]> = {
  lesson: { before: [], behind: [] },
  draw: draws => ({
    before: [draws.integer('before', 1000, 9999)],
    behind: [draws.integer('behind', 1000, 9999)]
  }),
  words: [
    [
      'the ids of the *test* sentences, a list for each.',
      ({ before, behind }) =>
        `the ids of the *test* sentences, a list for each. Each list begins with ${before.join(', ')} and ends with ${behind.join(', ')}, two ids that mark the start and the end of a sentence.`
    ]
  ],
  reference
};
