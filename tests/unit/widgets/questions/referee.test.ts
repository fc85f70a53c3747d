import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setHost } from '../../../../src/engine/base/host';
import type { Study } from '../../../../src/engine';
import { questions } from '../../../../src/exercises/questions';
import { whereItHolds } from '../../../../src/kernel/core/library/whereItHolds';
import {
  decodeBundle,
  encode,
  questionsOf,
  type BenchQuestion,
  type Questions
} from '../../../../src/trace';
import { untranslated } from '../../../../src/scene/words/translate';
import { scoresAt } from '../../../../src/widgets/questions/bench';
import { markOf, solutionOf } from '../../../../src/widgets/questions/mark';

const root = join(__dirname, '../../../..');
const LESSONS = [
  '02-why-memories-fade',
  '05-gru-or-lstm',
  '07-words-in-order',
  '10-one-vector-for-a-sentence',
  '11-choosing',
  '12-which-one-when',
  '14-the-gate-comes-back'
];

beforeAll(() =>
  setHost({
    readData: name =>
      Promise.resolve(readFileSync(join(root, 'gatescope/data', name)))
  })
);

/** The bench that a lesson shows, by its own notebook cell. */
async function benchOf(lesson: string): Promise<BenchQuestion> {
  const text = readFileSync(join(root, 'notebooks', `${lesson}.ipynb`), 'utf8');
  const { cells } = JSON.parse(text) as {
    cells: { id: string; source: string | string[] }[];
  };
  const cell = cells.find(({ id }) => id === 'referee-ask');
  const source = [cell?.source ?? ''].flat().join('');
  const body = source.replace(/^import .*$/m, '');
  let shown: ReturnType<typeof questions> | undefined;
  const run = new Function(
    'questions',
    'whereItHolds',
    'show',
    `return (async () => {${body}})();`
  ) as (...given: unknown[]) => Promise<void>;
  await run(questions, whereItHolds, (asked: typeof shown) => (shown = asked));
  const bundle = decodeBundle(encode(shown!.toBundle()));
  if (bundle.kind !== 'questions') {
    throw new Error(`${lesson} asks nothing`);
  }
  return questionsOf(bundle)[0] as BenchQuestion;
}

describe.each(LESSONS)('the bench of %s', lesson => {
  let question: BenchQuestion;
  beforeAll(async () => {
    question = await benchOf(lesson);
  });

  function designs() {
    const { breaks, budgets, ranges, rates, rival, sizes } = question.bench;
    const [{ row, size = 0, budget = 0 }] = breaks;
    const right = ranges.findIndex(each => each.right);
    const wrong = ranges.findIndex(each => !each.right);
    const at = (more: object) => ({
      row,
      size,
      rate: 0,
      budget,
      seeds: 3,
      ...more
    });
    const pair = (more: object) => [at(more), at({ row: rival, ...more })];
    const elsewhere = {
      budget: budget === 0 ? budgets.length - 1 : 0,
      seeds: 1
    };
    // A search draws its rates itself.
    const isRated = rates.length > 1;
    const atSecondRate = isRated ? [at({ rate: 1 })] : [];
    const both = [...pair({}), ...(isRated ? pair({ rate: 1 }) : [])];
    return {
      rates,
      sizes,
      rightOnes: [
        { tried: [...both, at(elsewhere)], range: right },
        { tried: [at(elsewhere), ...both.reverse()], range: right },
        {
          tried: [
            ...pair({ rate: isRated ? 1 : 0, seeds: 4 }),
            ...(isRated ? pair({ rate: 2, seeds: 4 }) : []),
            at({ ...elsewhere, row: rival })
          ],
          range: right
        }
      ],
      wrongOnes: [
        [{ tried: [at({}), ...atSecondRate], range: right }, 'A missing rival'],
        ...(isRated
          ? ([
              [
                { tried: [...pair({}), at(elsewhere)], range: right },
                'One rate for all'
              ]
            ] as const)
          : []),
        [
          {
            tried: [
              ...pair({ seeds: 1 }),
              ...(isRated ? pair({ rate: 1, seeds: 1 }) : []),
              at(elsewhere)
            ],
            range: right
          },
          'One seed'
        ],
        [
          {
            tried: [
              at({}),
              ...atSecondRate,
              at({ ...elsewhere, row: rival }),
              ...(isRated ? [at({ ...elsewhere, row: rival, rate: 1 })] : [])
            ],
            range: right
          },
          'Unequal budgets'
        ],
        [{ tried: [...both, at(elsewhere)], range: null }, 'No range'],
        [{ tried: both, range: right }, 'A range seen from one place'],
        [{ tried: [...both, at(elsewhere)], range: wrong }, 'The range:'],
        [
          {
            tried: [at({ row: rival }), at({ row: rival, ...elsewhere })],
            range: right
          },
          'No control'
        ]
      ] as const
    };
  }

  it('gives both marks to three fair designs', () => {
    for (const design of designs().rightOnes) {
      const { right, reply, lines } = markOf(question, design, untranslated);
      expect({ right, lines }).toEqual({ right: true, lines: [] });
      expect(reply).toContain('2 of 2');
    }
  });

  it('says of each confounded design what was confounded', () => {
    for (const [design, words] of designs().wrongOnes) {
      const { right, lines = [] } = markOf(question, design, untranslated);
      expect(right).toBe(false);
      expect(lines.some(line => line.startsWith(words))).toBe(true);
    }
  });

  it('names a design that is right when it was given up', () => {
    const { bench } = question;
    expect(solutionOf(question, untranslated)).toContain(
      bench.rows[bench.breaks[0].row]
    );
  });

  it('leaves out what was written into the notebook and costs more than the budget', () => {
    const tried = [
      { row: 0, size: 0, rate: 0, budget: 0, seeds: 10 },
      { row: 0, size: 0, rate: 0, budget: 0, seeds: 10 },
      { row: 99, size: 0, rate: 0, budget: 0, seeds: 1 },
      'no training'
    ];
    const { lines } = markOf(question, { tried, range: 77 }, untranslated);
    expect(lines?.join(' ')).toContain('No range');
  });
});

describe('a bench over trainings that were run here', () => {
  const networks = (learning: number[]) =>
    Object.entries({ still: [9, 8, 9], learning }).map(([name, scores]) => ({
      ...{ name, scores }
    }));
  const ran = (learning: number[]): Study =>
    ({
      metric: { name: 'loss' },
      seeds: [1, 2, 3],
      networks: networks(learning)
    }) as unknown as Study;

  it('is judged as one over stored trainings is', async () => {
    const tried = [
      { study: ran([8, 9, 9]), budget: 1, rate: 0.01 },
      { study: ran([9, 8, 9]), budget: 1, rate: 0.1 },
      { study: ran([3, 4, 3]), budget: 9, rate: 0.01 },
      { study: ran([1, 2, 1]), budget: 9, rate: 0.1 }
    ];
    const sweep = await whereItHolds({
      ...{ sentence: 'Learning helps.', higher: 'still', lower: 'learning' },
      tried
    });
    const asked = questions({
      key: 'own',
      title: 'Referee',
      items: [
        {
          id: 'design',
          question: 'Somebody writes: “Learning does not help.”',
          bench: {
            ...{ sweep, rival: 'still' },
            breaks: [{ row: 'learning', budget: 9 }],
            ranges: [
              { text: 'It is true after one epoch.', right: true, reply: '' },
              { text: 'It is true however long you train.', reply: 'Longer.' }
            ]
          },
          explanation: ''
        }
      ]
    });
    const bundle = decodeBundle(encode(asked.toBundle()));
    const [question] = questionsOf(bundle as Questions) as BenchQuestion[];
    const at = (row: number, rate: number, budget: number) => ({
      ...{ row, rate, budget },
      ...{ size: 0, seeds: 3 }
    });
    expect(scoresAt(question.bench, at(1, 1, 1))).toEqual([1, 2, 1]);
    expect(scoresAt(question.bench, at(0, 0, 0))).toEqual([9, 8, 9]);
    const fair = [at(0, 0, 1), at(0, 1, 1), at(1, 0, 1), at(1, 1, 1)];
    const design = { tried: [...fair, at(1, 0, 0)], range: 0 };
    expect(markOf(question, design, untranslated).right).toBe(true);
    const alone = { tried: fair.slice(2), range: 0 };
    const { right, lines = [] } = markOf(question, alone, untranslated);
    expect(right).toBe(false);
    expect(lines[0]).toMatch(/^A missing rival/);
  });
});
