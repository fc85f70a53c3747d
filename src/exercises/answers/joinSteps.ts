import type { Reference } from './reference';

/** What a step keeps of the state, and what it adds to it. */
type Step = readonly number[];

const pairs: readonly (readonly [Step, Step])[] = [
  [
    [0.5, 1],
    [0.25, 3]
  ],
  [
    [0, 2],
    [0.5, -1]
  ],
  [
    [0.9, -0.3],
    [1, 0]
  ],
  // A later step that keeps nothing.
  [
    [0.8, 4],
    [0, 0.7]
  ]
];

export const joinSteps: Reference<[Step, Step]> = {
  name: 'joined',
  cases: () => pairs.map(([earlier, later]) => [[...earlier], [...later]]),
  draw: draws => [
    [draws.number('keep', 0, 1, 2), draws.number('add', -4, 4, 1)],
    [draws.number('later keep', 0, 1, 2), draws.number('later add', -4, 4, 1)]
  ],
  right: ([keep, add], [laterKeep, laterAdd]) => [
    laterKeep * keep,
    laterKeep * add + laterAdd
  ],
  careless: [
    {
      of: ([keep, add], [laterKeep, laterAdd]) => [
        laterKeep * keep,
        keep * laterAdd + add
      ],
      message:
        'You took the later step first. The earlier one has its turn before it.'
    },
    {
      of: ([keep, add], [laterKeep, laterAdd]) => [
        laterKeep * keep,
        add + laterAdd
      ],
      message:
        'What the earlier step added is state too when the later one comes: does the later step keep all of it?'
    },
    {
      of: ([keep, add], [laterKeep, laterAdd]) => [
        laterKeep + keep,
        laterKeep * add + laterAdd
      ],
      message:
        'You added what the two keep. Of one half a quarter is kept: which share of the whole is that?'
    },
    {
      of: ([keep, add], [laterKeep, laterAdd]) => [
        laterKeep * keep,
        laterKeep * add * laterAdd
      ],
      message: 'The later step adds its own number unchanged.'
    },
    {
      of: (_, later) => later,
      message: 'You return the later step alone.'
    }
  ]
};
