import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** A step turns h into gain · keep · h + add + drift. */
export interface Asked {
  readonly gain: number;
  readonly drift: number;
}

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

const reference = ({ gain, drift }: Asked): Reference<[Step, Step]> => ({
  name: 'joined',
  cases: () => pairs.map(([earlier, later]) => [[...earlier], [...later]]),
  draw: draws => [
    [draws.number('keep', 0, 1, 2), draws.number('add', -4, 4, 1)],
    [draws.number('later keep', 0, 1, 2), draws.number('later add', -4, 4, 1)]
  ],
  right: ([keep, add], [laterKeep, laterAdd]) => [
    gain * laterKeep * keep,
    gain * laterKeep * (add + drift) + laterAdd
  ],
  careless: [
    {
      of: ([keep, add], [laterKeep, laterAdd]) => [
        gain * laterKeep * keep,
        gain * keep * (laterAdd + drift) + add
      ],
      message:
        'You took the later step first. The earlier one has its turn before it.'
    },
    {
      of: ([keep, add], [laterKeep, laterAdd]) => [
        gain * laterKeep * keep,
        add + laterAdd + drift
      ],
      message:
        'What the earlier step added is state too when the later one comes: does the later step keep all of it?'
    },
    {
      of: ([keep, add], [laterKeep, laterAdd]) => [
        gain * (laterKeep + keep),
        add + laterAdd + drift
      ],
      message:
        'You added both numbers. A step multiplies what was there: put the earlier result into the later step.'
    },
    {
      of: ([keep, add], [laterKeep, laterAdd]) => [
        gain * (laterKeep + keep),
        gain * laterKeep * (add + drift) + laterAdd
      ],
      message:
        'You added what the two keep. Of one half a quarter is kept: which share of the whole is that?'
    },
    {
      of: ([keep, add], [laterKeep, laterAdd]) => [
        gain * laterKeep * keep,
        gain * laterKeep * (add + drift) * laterAdd
      ],
      message: 'The later step adds its own number unchanged.'
    },
    {
      of: (_, later) => later,
      message: 'You return the later step alone.'
    }
  ]
});

export const joinSteps: DrawnAnswer<Asked, [Step, Step]> = {
  lesson: { gain: 1, drift: 0 },
  draw: draws => ({
    gain: draws.number('gain', 0.5, 2, 2),
    drift: draws.number('drift', 0.1, 3)
  }),
  words: [
    [
      'It turns $h$ into $\\mathrm{keep} \\cdot h + \\mathrm{add}$.',
      ({ gain, drift }) =>
        `Every step also has a factor of ${gain} and a drift of ${drift}: it turns $h$ into $${gain} \\cdot \\mathrm{keep} \\cdot h + \\mathrm{add} + ${drift}$.`
    ],
    [
      'that does to every $h$ what',
      () => 'that, with the same factor and drift, does to every $h$ what'
    ],
    [
      'In the end, what multiplies h? What is left on its own?',
      () =>
        'In the end, what multiplies h? What is left on its own? The one step then brings its own factor and drift.'
    ]
  ],
  reference
};
