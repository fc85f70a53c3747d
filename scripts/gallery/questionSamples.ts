import { inventory, questions } from '../../src/exercises/questions';
import { TRACE_VERSION, float64, type Claim } from '../../src/trace';
import type { SampleEntry } from './samples';

const rain = [0, 3, 0, 0, 7, 12, 4, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0];
const memory = rain.map((_, day) =>
  rain.slice(0, day + 1).reduce((kept, amount) => 0.8 * kept + 0.2 * amount, 0)
);

const budgets = [8, 16, 32, 64];
const rates = [0.003, 0.01, 0.03];
/** Two rows that learn the same, one of them later. */
const delay: Claim = {
  version: TRACE_VERSION,
  kind: 'claim',
  id: 'delay',
  sentence: 'With a small ρ the network learns later.',
  range: 'at every rate.',
  measure: 'mean error on 200 sequences',
  rows: ['random, ρ small', 'random, ρ = 1'],
  seeds: [1, 2, 3, 4, 5],
  rates,
  budgetName: 'epochs',
  budgets,
  places: [0.01, ...rates].flatMap(rate =>
    budgets.map(budget => ({
      verdict: 'holds' as const,
      words: 'later',
      scores: float64(
        [24, 8].flatMap(slow =>
          [0.8, 0.9, 1, 1.1, 1.2].map(
            luck => 0.5 * Math.exp((-luck * rate * budget) / (slow / 100))
          )
        ),
        [2, 5]
      )
    }))
  ),
  opens: { size: 0, rate: 0, budget: 0 }
};

/** Questions of every kind. */
export const questionSamples: readonly SampleEntry[] = [
  {
    name: 'questions',
    title: 'Questions: fields of a text',
    live: false,
    make: () =>
      Promise.resolve(
        questions({
          key: 'fields',
          items: [
            {
              id: 'half-life',
              question: 'f stays at 0.9. After how many steps is half left?',
              number: {
                answer: Math.log(0.5) / Math.log(0.9),
                tolerance: 0.5,
                unit: 'steps',
                replies: [
                  {
                    value: 5,
                    text: 'A tenth of what is left goes, not a tenth of the whole.'
                  }
                ]
              },
              explanation: '0.9 to the power n is one half at n = 6.6.'
            },
            {
              id: 'share',
              question: 'A forget gate stands at f = 0.8. What happens to c?',
              choice: [
                {
                  text: '80 % is kept',
                  right: true,
                  reply: 'f is the share that is kept.'
                },
                { text: '80 % is forgotten', reply: 'The name misleads.' },
                {
                  text: 'It is kept, since f is above one half',
                  reply: 'A gate is no switch.'
                }
              ]
            },
            {
              id: 'day',
              question: 'Click the day on which the memory is fullest.',
              place: {
                axis: 'day',
                lines: [
                  { name: 'rain', values: rain },
                  { name: 'memory', values: memory }
                ],
                right: [5],
                replies: [{ from: 6, to: 19, text: 'It fades from there on.' }]
              }
            },
            {
              id: 'turns',
              question: 'Follow h through the loop.',
              table: {
                code: 'let h = 0;\nfor (const x of [1, 0, 1]) {\n  h = 0.5 * h + x;\n}',
                names: ['x', 'h'],
                rows: [
                  [1, 1],
                  [0, 0.5],
                  [1, 1.25]
                ]
              }
            },
            {
              id: 'lines',
              question: 'Put the lines of a step in order.',
              order: {
                lines: [
                  'const mixed = add(matmul(x, W), matmul(h, U), b);',
                  'const hNew = tanh(mixed);',
                  'return { h: hNew };'
                ],
                strangers: [
                  {
                    text: 'const hNew = sort(mixed);',
                    reply: 'Units have no order.'
                  }
                ]
              }
            },
            {
              id: 'words',
              question: 'Why is g a tanh and not a σ?',
              text: {
                model: 'So that memory can be moved down as well as up.',
                points: ['g can be negative', 'c can become smaller']
              }
            }
          ]
        })
      )
  },
  {
    name: 'questions-marked',
    title: 'Questions: marked by a teacher',
    live: false,
    make: () =>
      Promise.resolve(
        questions({
          key: 'marked',
          purpose: 'marked',
          items: [
            {
              id: 'lines',
              question: 'Put the lines in order. One does not belong.',
              order: {
                lines: [
                  'h = o * tanh(c);',
                  'c = f * c + i * g;',
                  'c = f * h;',
                  'gates(x, h);'
                ]
              }
            },
            {
              id: 'numbers',
              question: 'Fill in the numbers, to two decimals.',
              cell: {
                inputs: [1, -1],
                blocks: {
                  f: [1, 0, 1],
                  i: [2, 1, 0],
                  g: [1, 1, 0],
                  o: [0, 1, 1]
                }
              }
            }
          ]
        })
      )
  },
  {
    name: 'referee',
    title: 'Questions: referee a sentence',
    live: false,
    make: () =>
      Promise.resolve(
        questions({
          key: 'referee',
          items: [
            {
              id: 'design',
              question:
                'Somebody writes: “With a small ρ the network fails at 20 steps.” You have twenty trainings. Choose those that could show it to be false, and say where it holds.',
              bench: {
                sweep: { id: delay.id, toBundle: () => delay },
                rival: 'random, ρ = 1',
                breaks: [{ row: 'random, ρ small', budget: 64 }],
                ranges: [
                  {
                    text: 'It holds for the first epochs. Later a small ρ learns it, too.',
                    right: true,
                    reply: 'The delay is what the radius causes.'
                  },
                  {
                    text: 'It holds however long you train.',
                    reply: 'Train a small ρ for 64 epochs and read its error.'
                  }
                ]
              }
            }
          ]
        })
      )
  },
  {
    name: 'be-the-cell',
    title: 'Questions: be the cell',
    live: false,
    make: () =>
      Promise.resolve(
        questions({
          key: 'cell',
          items: [
            {
              id: 'cell',
              question:
                'Be the cell: fill in its numbers, then the gradients back.',
              cell: {
                inputs: [1, -0.5, 0.5],
                blocks: {
                  f: [0.5, 0.2, 1],
                  i: [1, -0.5, 0],
                  g: [1.2, 0.4, 0.1],
                  o: [0.3, 0.6, 0.5]
                },
                start: [0, 0.4],
                backward: true
              }
            }
          ]
        })
      )
  },
  {
    name: 'inventory',
    title: 'Questions: the concept inventory',
    live: false,
    make: () => Promise.resolve(inventory('after'))
  }
];
