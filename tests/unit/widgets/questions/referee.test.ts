import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setHost } from '../../../../src/engine/base/host';
import { questions } from '../../../../src/exercises/questions';
import { whereItHolds } from '../../../../src/kernel/core/library/whereItHolds';
import {
  decodeBundle,
  encode,
  questionsOf,
  type BenchQuestion
} from '../../../../src/trace';
import { untranslated } from '../../../../src/scene/words/translate';
import { markOf, solutionOf } from '../../../../src/widgets/questions/mark';

const root = join(__dirname, '../../../..');
const LESSONS = [
  '02-why-memories-fade',
  '04-gru-or-lstm',
  '06-words-in-order',
  '09-one-vector-for-a-sentence',
  '10-choosing',
  '11-which-one-when',
  '13-the-gate-comes-back'
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
