/** @jest-environment jsdom */
import * as fc from 'fast-check';
import {
  compareRuns,
  layers,
  losses,
  sequential,
  type Tensor
} from '../../../src/engine';
import type { Clamp, InputEdit } from '../../../src/trace';
import { createCompareView } from '../../../src/widgets/compare/createCompareView';
import { createWhatIfView } from '../../../src/widgets/whatIf/createWhatIfView';
import { draws } from './draws';
import { openView } from './viewPage';

interface Changes {
  readonly clamps?: readonly Clamp[];
  readonly edits?: readonly InputEdit[];
}

const PADDED = -7;

/** What the outputs are, and the loss that compares them with a target. */
const kinds = {
  shares: { activation: 'softmax', loss: 'categoricalCrossentropy' },
  ids: { activation: 'softmax', loss: 'sparseCategoricalCrossentropy' },
  logits: { activation: 'linear', loss: 'sparseCategoricalCrossentropy' },
  yesOrNo: { activation: 'sigmoid', loss: 'binaryCrossentropy' },
  numbers: { activation: 'linear', loss: 'meanSquaredError' }
} as const;

const made = fc.record({
  kind: fc.constantFrom(...(Object.keys(kinds) as (keyof typeof kinds)[])),
  classes: fc.integer({ min: 2, max: 15 }),
  steps: fc.integer({ min: 2, max: 7 }),
  seed: fc.nat(999),
  every: fc.boolean(),
  masked: fc.boolean(),
  at: fc.nat(6)
});

type Made = typeof made extends fc.Arbitrary<infer T> ? T : never;

const wave = (steps: number, seed: number): number[][] =>
  Array.from({ length: steps }, (_, step) => [Math.sin(seed + step * 1.3)]);

function networkOf({ kind, classes, steps, seed, every, masked }: Made) {
  const { activation, loss } = kinds[kind];
  const model = sequential(
    [
      layers.masking({ maskValue: PADDED, inputShape: [null, 1] }),
      layers.gru({ units: 3, returnSequences: every }),
      layers.dense({ units: classes, activation })
    ],
    { seed }
  );
  model.compile({
    loss:
      kind === 'logits'
        ? losses[kinds.logits.loss]({ fromLogits: true })
        : loss,
    optimizer: 'sgd'
  });
  const input = wave(steps, seed).map((row, step) =>
    masked && step === steps - 1 ? [PADDED] : row
  );
  const wantedAt = (step: number): number => (seed + 3 * step) % classes;
  const rowAt = (step: number): number[] =>
    kind === 'numbers'
      ? Array.from({ length: classes }, (_, k) => Math.cos(seed + k + step))
      : Array.from({ length: classes }, (_, k) =>
          kind === 'yesOrNo'
            ? Number(Math.cos(seed + k + step) > 0)
            : Number(k === wantedAt(step))
        );
  const asTarget = (step: number): number | number[] =>
    kind === 'ids' || kind === 'logits' ? wantedAt(step) : rowAt(step);
  const target = every
    ? Array.from({ length: steps }, (_, step) => asTarget(step))
    : asTarget(steps - 1);
  const last = masked ? steps - 2 : steps - 1;
  return { model, input, target, last, wantedAt, rowAt };
}

/** What the network answers last, in numbers that the test reads off the model itself. */
function lastAnswer(
  { model, last }: ReturnType<typeof networkOf>,
  { every }: Made,
  input: number[][]
): number[] {
  const out = (model.predict([input]) as Tensor).toArray() as number[][][];
  return (every ? out[0][last] : out[0]) as unknown as number[];
}

const largest = (row: readonly number[]): number =>
  row.indexOf(Math.max(...row));

describe('what is said of the answer of a network with several outputs', () => {
  it('in What if: whether it is right, of a choice among classes as one, and else of each output', async () => {
    let told = 0;
    await fc.assert(
      fc.asyncProperty(
        made,
        fc.constantFrom(-40, 0, 40),
        async (drawn, value) => {
          const network = networkOf(drawn);
          const { model, input, target, last, wantedAt, rowAt } = network;
          const run = model.trace(input, { target } as never);
          const edit = { step: drawn.at % (last + 1), feature: 0, value };
          const before = run.toBundle();
          const page = openView(
            createWhatIfView,
            { ...before, view: { edits: [edit] } },
            {
              status: { state: 'live' },
              answer: (_, { clamps, edits }: Changes) => ({
                trace: run.recompute({ clamps, edits }).toBundle(),
                name: 'run'
              })
            }
          );
          await page.settle();
          const [said] = page.texts('.jp-gatescope-asked span');
          page.close();
          const was = lastAnswer(network, drawn, input);
          const is = lastAnswer(
            network,
            drawn,
            input.map((row, step) => (step === edit.step ? [value] : row))
          );
          const wanted = wantedAt(drawn.every ? last : drawn.steps - 1);
          const row = rowAt(drawn.every ? last : drawn.steps - 1);
          const word = (right: boolean, now: boolean): string =>
            right === now
              ? now
                ? 'stays right'
                : 'stays wrong'
              : now
                ? 'becomes right'
                : 'becomes wrong';
          const claims = [
            ...said.matchAll(/(?:becomes|stays) (?:right|wrong)/g)
          ].map(([each]) => each);
          if (drawn.kind === 'numbers') {
            expect(claims).toEqual([]);
            for (const [, name, , way] of said.matchAll(
              /“output (\d+)”( at step \d+)? (comes nearer|goes away)/g
            )) {
              told += 1;
              const off = (answer: number[]) =>
                Math.abs(answer[Number(name)] - row[Number(name)]);
              expect(off(is) < off(was) ? 'comes nearer' : 'goes away').toBe(
                way
              );
            }
            return;
          }
          if (said.includes('Changed: nothing')) {
            return;
          }
          if (drawn.kind === 'yesOrNo') {
            before.outputs.slice(0, 3).forEach(({ name }) => {
              const k = Number(/\d+$/.exec(name)![0]);
              const where = drawn.every && last > 0 ? ` at step ${last}` : '';
              expect(said).toContain(
                `“${name}”${where} ${word(was[k] > 0.5 === (row[k] === 1), is[k] > 0.5 === (row[k] === 1))}.`
              );
            });
            return;
          }
          // Where not all classes are drawn, a hidden one may be larger, and nothing is said.
          expect(claims.length).toBe(
            drawn.classes <= 12 ? 1 : Math.min(1, claims.length)
          );
          for (const claim of claims) {
            expect(claim).toBe(
              word(largest(was) === wanted, largest(is) === wanted)
            );
          }
        }
      ),
      draws(40)
    );
    expect(told).toBeGreaterThan(0);
  });

  it('in Compare: which class each network chooses, and whether it is right', () => {
    fc.assert(
      fc.property(made, made, fc.nat(6), (one, other, at) => {
        const drawn: Made[] = [
          one,
          {
            ...other,
            kind: one.kind,
            classes: one.classes,
            steps: one.steps,
            every: one.every,
            masked: one.masked
          }
        ];
        const networks = drawn.map(networkOf);
        const runs = networks.map(({ model, input, target }, index) => ({
          run: model.trace(input, { target } as never),
          index
        }));
        const page = openView(
          createCompareView,
          compareRuns(runs.map(({ run }) => run)).toBundle(),
          { width: 1200 }
        );
        const { every, kind, classes, steps, masked } = drawn[0];
        const last = masked ? steps - 2 : steps - 1;
        const step = every ? at % steps : steps - 1;
        page.cursor.move({ step }, {});
        // At padding nothing is answered.
        const answered = every && step <= last ? step : last;
        const answers = [
          ...page.element.querySelectorAll('.jp-gatescope-compare-answer')
        ];
        expect(answers).toHaveLength(2);
        answers.forEach((element, index) => {
          const { model, input, wantedAt, rowAt } = networks[index];
          const out = (
            model.predict([input]) as Tensor
          ).toArray() as number[][][];
          const row = (every
            ? out[0][answered]
            : out[0]) as unknown as number[];
          const wanted = every ? answered : steps - 1;
          const words = element.closest('g')!.textContent!;
          const verdict = /[✓✗] (right|wrong)/.exec(words)?.[1];
          if (kind === 'numbers') {
            expect(verdict).toBeUndefined();
          } else if (kind === 'yesOrNo') {
            const k = Number(
              /\d+$/.exec(runs[index].run.toBundle().outputs[0].name)![0]
            );
            expect(verdict).toBe(
              row[k] > 0.5 === (rowAt(wanted)[k] === 1) ? 'right' : 'wrong'
            );
          } else {
            const right = largest(row) === wantedAt(wanted);
            if (classes <= 12 || verdict !== undefined) {
              expect(verdict).toBe(right ? 'right' : 'wrong');
            }
            if (verdict !== undefined && right) {
              expect(element.textContent).toContain(` ${largest(row)} `);
            }
          }
        });
        page.close();
      }),
      draws(25)
    );
  });
});
