import * as fc from 'fast-check';
import { lstm, predict } from '../../../../src/engine';
import {
  float64,
  TRACE_VERSION,
  type CheckReport,
  type Question,
  type Questions
} from '../../../../src/trace';
import { createPageMemory } from '../../../../src/widgets/base/store';
import { createCheckView } from '../../../../src/widgets/check/createCheckView';
import { createPredictView } from '../../../../src/widgets/predict/createPredictView';
import { createQuestionsView } from '../../../../src/widgets/questions/createQuestionsView';
import { openView, type ViewPage } from '../viewPage';
import { asItIs, type Adapter } from './adapter';
import { near, wordsFault, type Cell } from './told';

/** Numbers of every size that an answer may give. */
const value = fc.oneof(
  fc.double({ min: -3, max: 3, noNaN: true }),
  fc.constantFrom(0, 1e-7, -2e-5, 1e12, -0.004)
);

const sized = <T>(of: fc.Arbitrary<T>, length: number): fc.Arbitrary<T[]> =>
  fc.array(of, { minLength: length, maxLength: length });

/** Presses a key on the picture of a view, and lets its clock run. */
function press(page: ViewPage, key: string): void {
  const picture = page.element.querySelector<HTMLElement>(
    '.jp-gatescope-picture'
  )!;
  picture.focus();
  picture.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
  );
  jest.advanceTimersByTime(1000);
}

interface DrawnCheck {
  readonly shape: readonly [number, number];
  readonly seed: number;
  readonly wrong: readonly number[];
  readonly at: readonly [number, number];
  readonly line: number;
}

/** An answer that holds a gate where the network computes it: from there on every number is another. */
const check: Adapter<DrawnCheck> = {
  drawn: fc
    .constantFrom(
      ...([
        [1, 1],
        [5, 3],
        [12, 2]
      ] as const)
    )
    .chain(shape =>
      fc.record({
        shape: fc.constant(shape),
        seed: fc.nat(99),
        wrong: sized(value, shape[0] * shape[1]),
        at: fc.tuple(fc.nat(shape[0] - 1), fc.nat(shape[1] - 1)),
        line: fc.nat(40)
      })
    ),
  of({ shape: [steps, units], seed, wrong, at: [step, unit], line }) {
    const run = lstm({ inputSize: 1, units, seed }).run(
      Array.from({ length: steps }, (_, each) => [Math.cos(each + seed)])
    );
    const expected = Array.from(run.channel('c').values);
    const first = step * units + unit;
    const got = expected.map((right, place) =>
      place < first ? right : right + (wrong[place] || 0.5)
    );
    const bundle: CheckReport = {
      version: TRACE_VERSION,
      kind: 'check',
      id: 'drawn-check',
      exercise: 'step',
      status: 'notYet',
      points: 0,
      maxPoints: 3,
      message: 'Another number comes out.',
      details: [],
      line,
      seconds: 0.02,
      numbersChecked: expected.length,
      first: {
        channel: 'c',
        step,
        unit,
        expected: expected[first],
        got: got[first]
      },
      channels: [
        {
          name: 'c',
          label: 'cell state',
          role: 'state',
          range: [-1, 1],
          firstDifference: step,
          expected: float64(expected, [steps, units]),
          got: float64(got, [steps, units])
        }
      ]
    };
    return {
      open: (named = asItIs) => openView(createCheckView, named(bundle)),
      at: {},
      truth({ table }, page) {
        press(page, 'Home');
        for (let turn = 0; turn < step; turn += 1) {
          press(page, 'ArrowRight');
        }
        for (let turn = 0; turn < units; turn += 1) {
          press(page, 'ArrowUp');
        }
        for (let turn = 0; turn < unit; turn += 1) {
          press(page, 'ArrowDown');
        }
        const place = step * units + unit;
        expect(
          // A cursor that has not moved says nothing.
          step + unit === 0
            ? null
            : wordsFault(
                page.element.querySelector('[aria-live]')?.textContent ?? '',
                [
                  `step ${step}, unit ${unit}: expected`,
                  expected[place],
                  ', got',
                  got[place]
                ]
              )
        ).toBeNull();
        const label = page.element
          .querySelector('.jp-gatescope-report-box')
          ?.getAttribute('aria-label');
        expect(label).toBe(`Not yet: line ${line + 1}, the cell state`);
        expect(page.texts('.jp-gatescope-chip')).toEqual([`c✗ step ${step}`]);
        expect(
          wordsFault(page.texts('.jp-gatescope-changed')[0], [
            'Checked',
            expected.length,
            expected.length === 1 ? 'number in 20 ms.' : 'numbers in 20 ms.'
          ])
        ).toBeNull();
        return {
          table: [
            table![0],
            ...expected.map((right, each): Cell[] => [
              Math.floor(each / units),
              each % units,
              right,
              got[each],
              got[each] - right
            ])
          ]
        };
      }
    };
  }
};

interface DrawnPrediction {
  readonly truth: readonly number[];
  readonly guess: readonly number[];
  readonly given: number;
  readonly form: 'curve' | 'bars';
  readonly scale: number;
}

/** A guess that stands, beside what came. */
const prediction: Adapter<DrawnPrediction> = {
  drawn: fc.integer({ min: 2, max: 12 }).chain(count =>
    fc.record({
      truth: sized(fc.double({ min: -1, max: 1, noNaN: true }), count),
      guess: sized(fc.double({ min: -1, max: 1, noNaN: true }), count),
      given: fc.nat(count - 1),
      form: fc.constantFrom('curve' as const, 'bars' as const),
      scale: fc.constantFrom(1e-4, 0.1, 1, 40, 3e7)
    })
  ),
  of({ truth, guess, given, form, scale }) {
    const came = truth.map(each => each * scale);
    const drawn = guess.map(each => each * scale);
    const bundle = predict({
      key: 'drawn',
      question: 'What comes?',
      truth: came,
      ...(form === 'curve' && given > 0 && { given }),
      form,
      quantity: { name: 'load', unit: 'MW', range: [-scale, scale] },
      verdicts: [{ text: 'So it was.' }]
    }).toBundle();
    const from = form === 'curve' ? given : 0;
    const yours = came.map((right, at) => (at < from ? right : drawn[at]));
    const asked = came.map((_, at) => at).filter(at => at >= from);
    const distance =
      asked.reduce((sum, at) => sum + Math.abs(yours[at] - came[at]), 0) /
      asked.length;
    const memory = createPageMemory();
    memory.set('predictions', {
      drawn: { values: drawn, committed: true, confidence: 'certain' }
    });
    return {
      open: (named = asItIs) =>
        openView(createPredictView, named(bundle), { context: { memory } }),
      at: {},
      truth(_, page) {
        expect(
          wordsFault(page.texts('.jp-gatescope-score-number')[0], [
            distance,
            'MW'
          ])
        ).toBeNull();
        // A number that is not 0 is not told as if it were.
        expect(page.texts('.jp-gatescope-score-number')[0]).not.toMatch(
          distance > scale / 100 ? /^0\.0+ / : /^$/
        );
        expect(page.texts('.jp-gatescope-score p')).toEqual(['So it was.']);
        return {
          table: [
            ['step', 'yours (MW)', 'truth', 'distance'],
            ...came.map((right, at): Cell[] => [
              at,
              near(yours[at], scale * 1e-3),
              right,
              at < from ? NaN : Math.abs(yours[at] - right)
            ])
          ]
        };
      }
    };
  }
};

interface DrawnQuestion {
  readonly form: 'number' | 'choice' | 'place';
  readonly answer: number;
  readonly given: number;
  readonly tolerance: number;
}

/** Questions of three kinds that are answered, and what is replied. */
const questions: Adapter<DrawnQuestion> = {
  drawn: fc.record({
    form: fc.constantFrom(...(['number', 'choice', 'place'] as const)),
    answer: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom(0)),
    given: fc.integer({ min: 0, max: 5 }),
    tolerance: fc.constantFrom(0, 0.5, 1)
  }),
  of({ form, answer, given, tolerance }) {
    const head = { id: 'one', question: 'Which?', explanation: 'Because.' };
    const question: Question =
      form === 'number'
        ? {
            ...head,
            form,
            number: { answer, tolerance, unit: 'steps', replies: [] }
          }
        : form === 'choice'
          ? {
              ...head,
              form,
              choice: {
                options: Array.from({ length: 6 }, (_, at) => ({
                  text: `option ${at}`,
                  right: at === answer,
                  reply: `reply ${at}`
                }))
              }
            }
          : {
              ...head,
              form,
              place: {
                axis: { name: 'step', count: 6 },
                lines: [
                  { name: 'h', values: float64([0, 1, 2, 3, 4, 5], [6]) }
                ],
                right: [answer],
                replies: [
                  { from: 0, to: answer - 1, text: 'too early' },
                  { from: answer + 1, to: 5, text: 'too late' }
                ]
              } as unknown as Extract<Question, { form: 'place' }>['place']
            };
    const isRight =
      form === 'number'
        ? Math.abs(given - answer) <= tolerance
        : given === answer;
    const reply =
      form === 'number'
        ? isRight
          ? ''
          : given < answer
            ? 'It is more.'
            : 'It is less.'
        : form === 'choice'
          ? `reply ${given}`
          : isRight
            ? ''
            : given < answer
              ? 'too early'
              : 'too late';
    const bundle: Questions = {
      version: TRACE_VERSION,
      kind: 'questions',
      id: 'drawn-questions',
      purpose: 'field',
      sheets: [{ key: 'drawn', days: 0 }],
      explains: true,
      items: [question]
    };
    const memory = createPageMemory();
    memory.set('answers', {
      drawn: { answers: { one: { given, tries: 0, open: true } } }
    });
    return {
      open: (named = asItIs) =>
        openView(createQuestionsView, named(bundle), { context: { memory } }),
      act: page =>
        page.element
          .querySelector<HTMLElement>('[data-tool="answer"]')
          ?.click(),
      at: {},
      truth: (_, page) => {
        const said = page.texts('.jp-gatescope-ask-reply p')[0];
        expect(said.trim()).toBe(
          `${isRight ? 'Right.' : 'Not yet.'} ${reply}`.trim()
        );
        return {
          table: [
            ['question', 'tries', 'right', 'sure'],
            ['Which?', 1, isRight ? 'yes' : 'no', '']
          ]
        };
      }
    };
  }
};

export const viewsOfExercises = {
  Check: check,
  Predict: prediction,
  Questions: questions
};
