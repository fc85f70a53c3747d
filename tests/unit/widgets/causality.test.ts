/** @jest-environment jsdom */
import * as fc from 'fast-check';
import {
  encoderDecoder,
  gru,
  layers,
  lstm,
  minGru,
  minLstm,
  mLstm,
  deltaNet,
  linearAttention,
  rnn,
  selectiveStateSpace,
  sequential,
  sLstm
} from '../../../src/engine';
import {
  comparedLayer,
  layerTime,
  readsTurned,
  type Clamp,
  type Comparison,
  type InputEdit,
  type LayerTrace,
  type Trace
} from '../../../src/trace';
import { influence } from '../../../src/engine/run/influence';
import { piecesText } from '../../../src/scene/words/pieces';
import { contentText } from '../../../src/widgets/base/dom';
import { inSteps } from './inSteps';
import {
  changedRow,
  editedWords
} from '../../../src/views/compare/compareEdits';
import { compareRows } from '../../../src/views/compare/compareRows';
import { tried } from '../../../src/views/influence/influence';
import { mapOptions } from '../../../src/views/map/mapChoices';
import { firstDifference } from '../../../src/widgets/river/ripple';
import { riversOf } from '../../../src/widgets/river/riverState';
import { holdable } from '../../../src/views/whatIf/whatIfView';
import { changedWords } from '../../../src/views/whatIf/changedWords';
import { createWhatIfView } from '../../../src/widgets/whatIf/createWhatIfView';
import type { WhatIfOperation } from '../../../src/views/whatIf/operation';
import { whatIfScenes } from '../../../src/views/whatIf/whatIfScenes';
import { draws } from './draws';
import { openView } from './viewPage';

interface Changes {
  readonly clamps?: readonly Clamp[];
  readonly edits?: readonly InputEdit[];
}

interface Run {
  toBundle(): Trace;
  recompute(changes: Changes): Run;
}

const cells = {
  rnn,
  lstm,
  gru,
  minGru,
  minLstm,
  sLstm,
  selectiveStateSpace,
  linearAttention,
  mLstm,
  deltaNet
} as const;

const made = fc.record({
  cell: fc.constantFrom(...(Object.keys(cells) as (keyof typeof cells)[])),
  units: fc.constantFrom(1, 2, 3, 9),
  steps: fc.integer({ min: 1, max: 24 }),
  seed: fc.nat(1000),
  reverse: fc.boolean(),
  at: fc.nat(23),
  value: fc.constantFrom(0, 1, -3, 1e-5, 50)
});

type Made = typeof made extends fc.Arbitrary<infer T> ? T : never;

const input = (steps: number, seed: number): number[][] =>
  Array.from({ length: steps }, (_, step) => [Math.sin(seed + step * 0.9)]);

function runOf({ cell, units, steps, seed, reverse }: Made): Run {
  return cells[cell]({ inputSize: 1, units, seed }).run(input(steps, seed), {
    reverse
  });
}

/** Steps that the layer had computed before it came to this one. */
function earlier(layer: LayerTrace, steps: number, step: number): number[] {
  const own = layerTime(layer, steps);
  return Array.from({ length: steps }, (_, each) => each).filter(
    each => own.placeOf(each) < own.placeOf(step)
  );
}

/** But for the noise of adding in another order. */
function expectAlike(now: ArrayLike<number>, was: ArrayLike<number>): void {
  const size = Array.from(was).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  Array.from(now).forEach((value, at) =>
    expect(Math.abs(value - was[at])).toBeLessThanOrEqual(1e-6 * size)
  );
}

/** At which step a sentence begins a change, and in which direction it goes on where it tells that. */
const CHANGES =
  /(?:first changes at step|changes (?:from step|at step|at some steps from)) (\d+)(?:,| (on|to|down|alone))/;

/** That no sentence begins a change before the step, nor tells it in the other direction. */
function expectWordsFrom(
  words: string,
  layer: LayerTrace,
  steps: number,
  step: number
): void {
  const own = layerTime(layer, steps);
  const found = CHANGES.exec(words);
  if (found === null) {
    expect(words).toMatch(/the same at every step/);
    return;
  }
  const [, first, way = 'alone'] = found;
  expect(own.placeOf(Number(first))).toBeGreaterThanOrEqual(own.placeOf(step));
  expect(['alone', ...(own.backward ? ['down'] : ['on', 'to'])]).toContain(way);
}

const frame = {
  width: 703,
  narrow: false,
  settings: { reducedMotion: true, linesUpTo: 0, minimumColumnWidth: 2 },
  measure: (words: string) => words.length * 6,
  translate: inSteps,
  ratio: 1
};

describe('what is changed at a step changes nothing that was computed before it', () => {
  it('of an edit, in the sentences and the drawn differences of What if and Compare', () => {
    fc.assert(
      fc.property(made, drawn => {
        const step = drawn.at % drawn.steps;
        const run = runOf(drawn);
        const edits = [{ step, feature: 0, value: drawn.value }];
        const before = run.toBundle();
        const after = run.recompute({ edits }).toBundle();
        before.layers.forEach((layer, index) => {
          const { differenceRow, after: scene } = whatIfScenes(
            {
              trace: before,
              options: { ...mapOptions(before), layer: index },
              channel: layer.channels[0].name
            },
            after,
            frame
          );
          const { values } = scene.rows[differenceRow];
          const width = values.length / drawn.steps;
          for (const each of earlier(layer, drawn.steps, step)) {
            for (let unit = 0; unit < width; unit += 1) {
              expect(values[each * width + unit]).toBe(0);
            }
          }
          const words = changedWords(
            before,
            after,
            index,
            edits.map(edit => ({ kind: 'edit', edit })),
            inSteps
          );
          expectWordsFrom(piecesText(words), layer, drawn.steps, step);
        });
        const comparison = {
          traces: [before, before],
          rows: [{ name: 'one' }, { name: 'other' }]
        } as unknown as Comparison;
        expectWordsFrom(
          contentText(
            editedWords(
              comparison,
              edits,
              [compareRows([before, before]), compareRows([after, after])],
              inSteps
            )
          ),
          comparedLayer(before),
          drawn.steps,
          step
        );
      }),
      draws(60, { gate: 1 })
    );
  });

  it('of a clamp or an edit, in the streams of River, the maps of Compare and what they say', () => {
    fc.assert(
      fc.property(made, fc.boolean(), fc.nat(20), (drawn, isClamp, which) => {
        const step = drawn.at % drawn.steps;
        const run = runOf(drawn);
        const before = run.toBundle();
        const [layer] = before.layers;
        const names = holdable(layer);
        const clamps = [
          {
            layer: layer.name,
            channel: names[which % names.length],
            value: drawn.value,
            steps: [step]
          }
        ];
        const edits = [{ step, feature: 0, value: drawn.value }];
        const after = run
          .recompute(isClamp ? { clamps } : { edits })
          .toBundle();
        const own = layerTime(layer, drawn.steps);
        const place = own.placeOf(step);
        for (const unit of ['mean', which % drawn.units] as const) {
          const rivers = riversOf(before, after, layer.name, unit);
          if (rivers === null) {
            continue;
          }
          const { river, before: was } = rivers;
          for (let at = 0; at < place; at += 1) {
            expectAlike([river.total[at]], [was!.total[at]]);
            expectAlike(river.amountsAt(at), was!.amountsAt(at));
          }
          const first = firstDifference(was!.total, river.total);
          expect(first === null || first >= place).toBe(true);
        }
        const [rows, changed] = [before, after].map(trace =>
          compareRows([trace, before])
        );
        rows.forEach((row, at) => {
          for (const channel of changedRow(row, changed[at]).channels) {
            const { values } = (channel?.array ?? { values: [] }) as {
              values: ArrayLike<number>;
            };
            const width = values.length / drawn.steps;
            for (const each of earlier(layer, drawn.steps, step)) {
              for (let unit = 0; unit < width; unit += 1) {
                expect(values[each * width + unit]).toBe(0);
              }
            }
          }
        });
      }),
      draws(60, { gate: 1 })
    );
  });

  it('of a clamp in a decoder: what it wrote, and where it looked, before', () => {
    fc.assert(
      fc.property(
        fc.record({
          attention: fc.constantFrom(...(['none', 'additive', 'dot'] as const)),
          units: fc.integer({ min: 2, max: 5 }),
          seed: fc.nat(99),
          at: fc.nat(9),
          value: fc.constantFrom(0, 1, -3),
          which: fc.nat(20)
        }),
        ({ attention, units, seed, at, value, which }) => {
          const { decoder } = encoderDecoder({
            sourceSize: 8,
            targetSize: 8,
            units,
            attention,
            seed
          }).trace([3, 4, 5], { target: [5, 4, 2, 6] });
          const before = decoder.toBundle();
          const { steps } = before.time;
          const step = at % steps;
          const [layer] = before.layers;
          const names = holdable(layer);
          const after = decoder
            .recompute({
              clamps: [
                {
                  layer: layer.name,
                  channel: names[which % names.length],
                  value,
                  steps: [step]
                }
              ]
            })
            .toBundle();
          before.layers.forEach(({ channels }, index) =>
            channels.forEach(({ name, role, array }) => {
              if (role === 'gradient') {
                return;
              }
              const { array: now } = after.layers[index].channels.find(
                each => each.name === name
              )!;
              const [, width = 1] = array.shape;
              expect([name, ...now.values.slice(0, step * width)]).toEqual([
                name,
                ...array.values.slice(0, step * width)
              ]);
            })
          );
          before.outputs.forEach(({ values }, index) =>
            expect(
              Array.from(after.outputs[index].values.values.slice(0, step))
            ).toEqual(Array.from(values.values.slice(0, step)))
          );
        }
      ),
      draws(15, { gate: 1 })
    );
  });

  it('of a clamp, on the page of What if, words and marks', async () => {
    await fc.assert(
      fc.asyncProperty(made, fc.nat(20), async (drawn, which) => {
        const step = drawn.at % drawn.steps;
        const run = runOf(drawn);
        const before = run.toBundle();
        const [layer] = before.layers;
        const channels = layer.channels.filter(({ role }) =>
          ['gate', 'candidate', 'state'].includes(role)
        );
        const channel = channels[which % channels.length].name;
        const page = openView(createWhatIfView, before, {
          status: { state: 'live' },
          answer(_, params) {
            const { clamps, edits } = params as Changes;
            return {
              trace: run.recompute({ clamps, edits }).toBundle(),
              name: 'run'
            };
          },
          context: { settings: frame.settings }
        });
        page.cursor.move({ step, channel }, {});
        page.element.querySelector<HTMLElement>('[data-tool="one"]')?.click();
        await page.settle();
        const { clamps } = page.asked.at(-1)?.params as Changes;
        expect(clamps?.[0].steps ?? [0]).toEqual([step]);
        expectWordsFrom(
          page.texts('.jp-gatescope-asked span')[0],
          layer,
          drawn.steps,
          step
        );
        const own = layerTime(layer, drawn.steps);
        for (const words of page.texts('.jp-gatescope-same')) {
          const said = /(before|after) step (\d+)/.exec(words);
          if (said) {
            expect(said[1]).toBe(own.backward ? 'after' : 'before');
            expect(own.placeOf(Number(said[2]))).toBeGreaterThanOrEqual(
              own.placeOf(step)
            );
          }
        }
        page.close();
      }),
      draws(12, { gate: 1 })
    );
  });

  it('of an edit below both directions: each layer in its own time, the one above says that it reads both', () => {
    fc.assert(
      fc.property(made, drawn => {
        const step = drawn.at % drawn.steps;
        const inner = { units: drawn.units, returnSequences: true };
        const model = sequential(
          [
            layers.bidirectional({
              layer: layers.gru(inner),
              inputShape: [null, 1]
            }),
            layers.lstm({ ...inner, goBackwards: drawn.reverse }),
            layers.dense({ units: 1 })
          ],
          { seed: drawn.seed }
        );
        const run = model.trace(input(drawn.steps, drawn.seed));
        const edit = { step, feature: 0, value: drawn.value };
        const before = run.toBundle();
        const after = run.recompute({ edits: [edit] }).toBundle();
        const words = before.layers.map((_, index) =>
          piecesText(
            changedWords(
              before,
              after,
              index,
              [{ kind: 'edit', edit }],
              inSteps
            )
          )
        );
        [0, 1].forEach(index =>
          expectWordsFrom(words[index], before.layers[index], drawn.steps, step)
        );
        expect(words[2]).toMatch(/reads both directions|the same at every/);
        expect(words[1]).not.toMatch(/reads both directions/);
      }),
      draws(15, { gate: 1 })
    );
  });

  it('of stacked layers of any directions: where a change begins is so, and why it is earlier is said', () => {
    fc.assert(
      fc.property(
        made,
        fc.array(fc.constantFrom('forward', 'backward', 'both'), {
          minLength: 2,
          maxLength: 3
        }),
        fc.boolean(),
        fc.nat(20),
        (drawn, ways, isClamp, which) => {
          const { steps } = drawn;
          const step = drawn.at % steps;
          const model = sequential(
            [
              ...ways.map((way, at) => {
                const inner = { units: 2, returnSequences: true };
                const first = at === 0 && { inputShape: [null, 1] };
                const goBackwards = way === 'backward';
                return way === 'both'
                  ? layers.bidirectional({ layer: layers.gru(inner), ...first })
                  : layers.lstm({ ...inner, goBackwards, ...first });
              }),
              layers.dense({ units: 1 })
            ],
            { seed: drawn.seed }
          );
          const run = model.trace(input(steps, drawn.seed));
          const before = run.toBundle();
          const changed = before.layers[which % before.layers.length];
          const operation: WhatIfOperation = isClamp
            ? {
                kind: 'clamp',
                clamp: {
                  layer: changed.name,
                  channel: 'h',
                  value: drawn.value,
                  steps: [step]
                }
              }
            : {
                kind: 'edit',
                edit: { step, feature: 0, value: drawn.value }
              };
          const after = run
            .recompute(
              operation.kind === 'clamp'
                ? { clamps: [operation.clamp] }
                : { edits: [operation.edit] }
            )
            .toBundle();
          before.layers.forEach((layer, index) => {
            const words = piecesText(
              changedWords(before, after, index, [operation], inSteps)
            );
            const found = CHANGES.exec(words);
            if (found === null) {
              expect(words).toMatch(/the same at every step/);
              return;
            }
            const own = layerTime(layer, steps);
            const first = own.placeOf(Number(found[1]));
            // A step of a layer that reads from the other end is another one here.
            const isTurned =
              operation.kind === 'clamp' &&
              readsTurned(before, layer) !== readsTurned(before, changed);
            const isEarly =
              first < own.placeOf(isTurned ? steps - 1 - step : step);
            const reason = /can reach every step|from the last to the first/;
            if (isEarly) {
              expect(words).toMatch(reason);
            }
            if (operation.kind === 'clamp' && layer === changed) {
              expect(first).toBe(own.placeOf(step));
              expect(words).not.toMatch(/can reach every step/);
            }
          });
        }
      ),
      draws(40, { gate: 1 })
    );
  });

  it('of an edit that Influence tries: an answer given before it stays what it was', () => {
    fc.assert(
      fc.property(made, fc.nat(23), (drawn, answered) => {
        const step = drawn.at % drawn.steps;
        const answer = answered % drawn.steps;
        const model = sequential(
          [
            layers.gru({
              units: drawn.units,
              returnSequences: true,
              inputShape: [null, 1]
            }),
            layers.dense({ units: 1 })
          ],
          { seed: drawn.seed }
        );
        const run = model.trace(input(drawn.steps, drawn.seed));
        const { gradient } = influence(run, { output: 0, step: answer });
        const edits = [{ step, feature: 0, value: drawn.value }];
        const { predicted, real } = tried(
          run.toBundle(),
          run.recompute({ edits }).toBundle(),
          gradient,
          { output: 0, answer, step, feature: 0, to: drawn.value }
        );
        if (answer < step) {
          expect(Math.abs(predicted)).toBe(0);
          expect(real).toBe(0);
        }
      }),
      draws(15, { gate: 1 })
    );
  });
});
