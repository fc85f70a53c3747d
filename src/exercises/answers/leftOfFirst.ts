import type { Reference } from './reference';

type Arguments = [beta: number, times: number];

export const leftOfFirst: Reference<Arguments> = {
  name: 'left',
  cases: () => [
    [0.5, 1],
    [0.3, 4],
    // All is replaced at once.
    [1, 2],
    // Turned around at each step, and smaller.
    [1.6, 3],
    // Turned around, and as large as before.
    [2, 5],
    [0.9, 2]
  ],
  draw: draws => [
    draws.number('beta', 0.1, 1.9, 2),
    draws.integer('times', 2, 6)
  ],
  right: (beta, times) => (1 - beta) ** times,
  scale: 1e-4,
  careless: [
    {
      of: (beta, times) => beta ** times,
      message:
        'beta is the share that is replaced. What is left after one step?'
    },
    {
      of: (beta, times) => 1 - beta * times,
      message:
        'You take off as much at each step. The second step finds less than the first.'
    },
    {
      of: (beta, times) => Math.abs(1 - beta) ** times,
      message:
        'The size is right. Which sign has what is left when beta is above 1?'
    },
    {
      of: beta => 1 - beta,
      message: 'That is what one step leaves.'
    },
    {
      of: (beta, times) => Math.max(0, 1 - beta) ** times,
      message:
        'With beta above 1 the step goes too far, and what is left has the other sign.'
    },
    {
      of: (beta, times) => 1 - (1 - beta) ** times,
      message: 'That is how much has gone.'
    }
  ]
};
