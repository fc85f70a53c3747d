import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** What the numbers of each direction are multiplied by. */
export interface Asked {
  readonly ahead: number;
  readonly back: number;
}

type States = readonly (readonly number[])[];

/**
 * Answers as two layers give them, in numbers that say where they belong: 3.2 is unit 2 of the third
 * step forward, −3.2 the same backward.
 */
function pair(steps: number, ahead: number, back: number): [States, States] {
  const states = (units: number, sign: 1 | -1): number[][] =>
    Array.from({ length: steps }, (_, t) =>
      Array.from(
        { length: units },
        (__, unit) => (sign * (10 * (t + 1) + unit + 1)) / 10
      )
    );
  return [states(ahead, 1), states(back, -1).reverse()];
}

const turned = (states: States): States => [...states].reverse();

const times = (states: readonly number[], factor: number): number[] =>
  states.map(state => factor * state);

const reference = ({ ahead, back }: Asked): Reference<[States, States]> => {
  const beside = (forward: States, backward: States): number[][] =>
    forward.map((states, t) => [
      ...times(states, ahead),
      ...times(backward[t] ?? [], back)
    ]);
  return {
    name: 'bothWays',
    // An odd and an even number of steps, halves of unlike size.
    cases: () => [pair(4, 2, 2), pair(5, 3, 1), pair(2, 1, 2)],
    draw: draws =>
      pair(
        draws.integer('steps', 2, 7),
        draws.integer('ahead', 1, 4),
        draws.integer('back', 1, 4)
      ),
    right: (forward, backward) => beside(forward, turned(backward)),
    careless: [
      {
        // reverse() called once more at each step.
        of: (forward, backward) =>
          beside(
            forward,
            backward.map(
              (_, t) => (t % 2 === 0 ? turned(backward) : backward)[t]
            )
          ),
        message:
          'reverse() turns the list itself around, each time it is called, so every second step is wrong. Turn it once, before you go through the steps.'
      },
      {
        of: (forward, backward) => [
          ...forward.map(states => times(states, ahead)),
          ...turned(backward).map(states => times(states, back))
        ],
        message:
          'You put one list after the other. Each step needs one list: its forward numbers, then its backward numbers.'
      },
      {
        of: (forward, backward) => beside(forward, backward),
        message:
          'The backward answers are still in the order in which they were read: your first step has those of the last one beside it.'
      },
      {
        of: (forward, backward) => beside(turned(forward), backward),
        message:
          'You reversed the forward answers. They are in the order of time already.'
      },
      {
        of: (forward, backward) => beside(turned(forward), turned(backward)),
        message: 'You reversed both. Which of the two reads from the end?'
      },
      {
        of: (forward, backward) =>
          beside(
            forward,
            backward.map(states => [...states].reverse())
          ),
        message:
          'You reversed the numbers within a step. Reverse the steps instead.'
      },
      {
        of: (forward, backward) =>
          beside(
            forward,
            turned(backward).map(states => [...states].reverse())
          ),
        message:
          'The steps fit together, but within a step the backward numbers must stay as they came.'
      },
      {
        of: (forward, backward) =>
          turned(backward).map((states, t) => [
            ...times(states, back),
            ...times(forward[t], ahead)
          ]),
        message: 'The steps fit together, but the forward numbers come first.'
      },
      {
        of: (forward, backward) =>
          beside(forward, [...turned(backward).slice(1), turned(backward)[0]]),
        message:
          'Your backward answers are one step off: the last one that the layer gave belongs to the first step.'
      }
    ]
  };
};

export const realign: DrawnAnswer<Asked, [States, States]> = {
  lesson: { ahead: 1, back: 1 },
  draw: draws => ({
    ahead: draws.number('ahead', 1.1, 5),
    back: draws.number('back', 1.1, 5)
  }),
  words: [
    [
      'the forward numbers of this step, then the backward numbers of the same step.',
      ({ ahead, back }) =>
        `the forward numbers of this step, each multiplied by ${ahead}, then the backward numbers of the same step, each multiplied by ${back}.`
    ]
  ],
  reference
};
