import type { ReferenceName } from '../../../../src/exercises/answers';
import { check } from '../../../../src/exercises/check';
import { drawnWords } from '../../../../src/exercises/check/drawnExercise';

type Lists = readonly (readonly number[])[];

interface Step {
  readonly x: number;
  readonly hBefore: number;
  readonly h: number;
  readonly U: number;
}

/** What a student writes who reads these numbers in the text, from its first to its last. */
const students: readonly [
  ReferenceName,
  (numbers: readonly number[], text: string) => unknown
][] = [
  [
    'clip-global',
    ([above, to]) =>
      (gradients: Lists, limit: number) => {
        const squares = gradients.flat().map(value => value * value);
        const length = Math.sqrt(squares.reduce((sum, each) => sum + each, 0));
        return gradients.map(each =>
          each.map(value =>
            length > above * limit ? (value * to * limit) / length : value
          )
        );
      }
  ],
  [
    'step-back',
    ([factor], text) =>
      ({ x, hBefore, h, U }: Step, dh: number) => {
        const dz = (dh * (factor * factor - h * h)) / factor;
        const of: Record<string, number> = {
          hBefore: dz * U,
          W: dz * x,
          U: dz * hBefore,
          b: dz
        };
        return [...text.matchAll(/dL\/d(\w+)/g)].map(([, name]) => of[name]);
      }
  ],
  [
    'bias-for',
    ([percent]) =>
      (steps: number) => {
        const f = Math.exp(Math.log(percent / 100) / steps);
        return -Math.log(1 / f - 1);
      }
  ],
  [
    'realign',
    ([ahead, back]) =>
      (forward: Lists, backward: Lists) =>
        forward.map((states, t) => [
          ...states.map(state => state * ahead),
          ...backward[forward.length - 1 - t].map(state => state * back)
        ])
  ],
  [
    'sentence-vector',
    // The first and the third number are those in hidden[-2] and hidden[-1].
    ([, ahead, , back]) =>
      (outputs: Lists, units: number) =>
        outputs[0].map((state, at) =>
          at < units ? outputs[outputs.length - 1][at] * ahead : state * back
        )
  ],
  [
    'past-padding',
    ([padding]) =>
      (outputs: Lists, ids: readonly number[]) =>
        outputs.filter((_, at) => ids[at] !== padding).pop() ?? []
  ],
  [
    'early-stop',
    ([least]) =>
      (losses: readonly number[], patience: number) => {
        let [counted, waited] = [0, 0];
        for (let epoch = 1; epoch < losses.length; epoch += 1) {
          if (losses[epoch] < losses[counted] - least) {
            [counted, waited] = [epoch, 0];
          } else if (++waited === patience) {
            break;
          }
        }
        return counted;
      }
  ],
  [
    'tempered-softmax',
    ([base]) =>
      (logits: readonly number[], temperature: number) =>
        logits.map(
          logit =>
            1 /
            logits.reduce(
              (sum, other) => sum + base ** ((other - logit) / temperature),
              0
            )
        )
  ]
];

describe('the text of a drawn exercise', () => {
  it.each(students)('says all that %s takes', (id, student) => {
    for (const variant of ['ps1', 'ps2', 'exam', 'retake', '2026']) {
      const text = drawnWords(id, variant)
        .map(([, instead]) => instead)
        .join('\n');
      const numbers = (text.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);
      expect(
        check.answer(id, student(numbers, text), { variant }).report.status
      ).toBe('passed');
    }
  });

  it('leaves 0 to a word where another id is padding', () => {
    const zeroToo = (outputs: Lists, ids: readonly number[]): unknown => {
      const [padding] = (
        drawnWords('past-padding', 'ps1')[0][1].match(/\d+/) ?? []
      ).map(Number);
      return (
        outputs.filter((_, at) => ids[at] !== padding && ids[at] !== 0).pop() ??
        []
      );
    };
    expect(() =>
      check.answer('past-padding', zeroToo, { variant: 'ps1' })
    ).toThrow('lastWord');
  });
});
