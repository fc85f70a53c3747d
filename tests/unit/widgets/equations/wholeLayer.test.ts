import fc from 'fast-check';
import {
  cell,
  concat,
  matmul,
  mul,
  rnn,
  selectiveStateSpace,
  sum
} from '../../../../src/engine';
import { expressionText, type Trace } from '../../../../src/trace';
import { piecesText } from '../../../../src/scene/words/pieces';
import { untranslated } from '../../../../src/scene/words/translate';
import { changeSentence } from '../../../../src/views/cell/changeSentence';
import { circuitOf } from '../../../../src/views/cell/circuitOf';
import { workOut } from '../../../../src/views/equations/arithmetic';
import { findCarry, isCarry } from '../../../../src/trace';
import { layerValues } from '../../../../src/views/equations/layerValues';
import {
  meansOf,
  wholeLayer
} from '../../../../src/views/equations/wholeLayer';

const spaceOf = (units: number, states: number, seed = 1) =>
  selectiveStateSpace({ inputSize: 1, units, states, seed })
    .run([[1], [-0.5], [0.25], [2]], { gradientsOf: ({ h }) => h.at(-1).sum() })
    .toBundle();

function sentenceOf(trace: Trace, step: number): string {
  const layer = wholeLayer(trace, trace.layers[0]);
  const values = layerValues(layer, trace.time);
  const place = { step, unit: 0 };
  return piecesText(changeSentence(trace, values, place, untranslated));
}

/** Several numbers a unit, also as many as there are units, and multiples of that. */
const spaces = fc.record({
  units: fc.integer({ min: 1, max: 4 }),
  states: fc.integer({ min: 2, max: 8 }),
  seed: fc.nat(1000)
});

describe('a layer whose state has several numbers a unit', () => {
  it('is wired whole: each letter that an equation reads has its own', () => {
    const trace = spaceOf(2, 3);
    const layer = wholeLayer(trace, trace.layers[0]);
    expect(layer.equations.map(({ channel }) => channel).sort()).toEqual(
      ['B', 'C', 'delta', 'h', 'keep', 's', 'u'].sort()
    );
    const { missing } = circuitOf(layer, {
      width: 694,
      translate: untranslated
    });
    expect(missing.filter(text => text.includes('No equation'))).toEqual([]);
  });

  it('has the mean of its numbers in each sum, and no number where a mean would be false', () => {
    fc.assert(
      fc.property(spaces, ({ units, states, seed }) => {
        const trace = spaceOf(units, states, seed);
        const layer = wholeLayer(trace, trace.layers[0]);
        const values = layerValues(layer, trace.time);
        const wide = trace.layers
          .flatMap(each => each.channels)
          .find(({ name }) => name === 's')!.array;
        for (let step = 0; step < trace.time.steps; step++) {
          for (let unit = 0; unit < units; unit++) {
            const from = (step * units + unit) * states;
            const own = Array.from(wide.values.subarray(from, from + states));
            const mean = own.reduce((sum, each) => sum + each, 0) / states;
            expect(values.channel('s', step, unit)).toBeCloseTo(mean, 5);
            for (const equation of layer.equations) {
              const { expression, channel } = equation;
              const value = values.value(expression, step, unit);
              if (value !== null) {
                expect(value).toBeCloseTo(
                  values.channel(channel, step, unit)!,
                  4
                );
              }
              // No line of numbers multiplies means.
              for (const line of workOut(values, equation, step, unit).lines) {
                expect(
                  line.kind === 'product' && meansOf(layer).has(channel)
                ).toBe(false);
              }
            }
          }
        }
      }),
      { numRuns: 20 }
    );
  });

  it.each([
    [2, 2],
    [3, 3],
    [2, 4],
    [3, 1]
  ])(
    'gives each of %d units the same mean of what they share, for %d numbers a unit',
    (units, states) => {
      const trace = spaceOf(units, states);
      const layer = wholeLayer(trace, trace.layers[0]);
      const values = layerValues(layer, trace.time);
      const runOf = selectiveStateSpace({
        inputSize: 1,
        units,
        states,
        seed: 1
      }).run([[1], [-0.5], [0.25], [2]]);
      for (const name of ['B', 'C'] as const) {
        const mean = runOf[name].mean(1);
        expect(meansOf(layer).get(name)).toBe(states > 1 ? states : undefined);
        for (let step = 0; step < trace.time.steps; step++) {
          for (let unit = 0; unit < units; unit++) {
            expect(values.channel(name, step, unit)).toBeCloseTo(
              mean.at(step).item(),
              5
            );
          }
        }
      }
    }
  );

  it('says which share of the state stays, and not that nothing does', () => {
    const trace = spaceOf(2, 3);
    const text = sentenceOf(trace, 2);
    expect(text).not.toContain('nothing of the old value');
    expect(text).toMatch(/keep keeps \d+.*% of each of the 3 numbers of s/);
  });

  it('calls its output read out where the trace shows that alone', () => {
    const [layer] = spaceOf(2, 3).layers;
    expect(findCarry(layer)).toEqual({ reason: 'readOut', state: 'h' });
  });

  it('leaves a layer as it is that reads nothing from beside it', () => {
    const trace = spaceOf(2, 1);
    for (const layer of trace.layers.slice(1)) {
      expect(wholeLayer(trace, layer)).toBe(layer);
    }
    const plain = rnn({ inputSize: 1, units: 2, seed: 1 })
      .run([1, 0])
      .toBundle();
    expect(wholeLayer(plain, plain.layers[0])).toBe(plain.layers[0]);
    const carry = findCarry(plain.layers[0]);
    expect(isCarry(carry) || carry.reason).toBe('writtenOver');
  });

  it('reads every equation of it as text', () => {
    const trace = spaceOf(3, 2);
    const { equations } = wholeLayer(trace, trace.layers[0]);
    const texts = equations.map(
      ({ channel, expression }) => `${channel} = ${expressionText(expression)}`
    );
    expect(texts).toContain('s = keep ⊙ s[t−1] + delta ⊙ u ⊙ B');
    expect(texts).toContain('h = sum(s ⊙ C) + D ⊙ u');
  });
});

/** A state of two places that moves on by one, and an output that weighs what came. */
const cacheOf = () =>
  cell({
    name: 'cache',
    inputSize: 1,
    units: 1,
    seed: 1,
    state: { h: 'units', kept: 2 },
    parameters: { W: ['inputSize', 'units'] },
    step({ x, kept }, { W }) {
      const now = concat([kept.slice(1, 2, { axis: 1 }), x]);
      return {
        kept: now,
        h: mul(matmul(x, W), sum(now, 1, { keepDims: true }))
      };
    }
  });

it('says of weights only where a state goes through them', () => {
  const moved = sentenceOf(
    cacheOf()
      .run([[1], [2], [3]])
      .toBundle(),
    2
  );
  expect(moved).toContain('nothing of the old value stays in place.');
  const weighed = rnn({ inputSize: 1, units: 2, seed: 1 });
  expect(sentenceOf(weighed.run([[1], [2], [3]]).toBundle(), 2)).toContain(
    'all of it goes through the weights.'
  );
});
