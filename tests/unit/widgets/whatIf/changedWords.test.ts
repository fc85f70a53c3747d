/** @jest-environment jsdom */
import { layers, metrics, sequential, tensor } from '../../../../src/engine';
import { uint8, type Clamp, type Trace } from '../../../../src/trace';
import { piecesText } from '../../../../src/scene/words/pieces';
import { answerAt } from '../../../../src/views/compare/compareRows';
import {
  changedSteps,
  changesWords
} from '../../../../src/views/whatIf/changedSteps';
import { changedWords } from '../../../../src/views/whatIf/changedWords';
import { seenState, verdicts } from '../../../../src/views/whatIf/difference';
import { inSteps } from '../inSteps';

const PADDED = -7;

const lstm = () => layers.lstm({ units: 2, returnSequences: true });

/** Two layers above one another, trained towards its own input. */
function runOf(x: number[][], target = x) {
  const model = sequential(
    [
      layers.masking({ maskValue: PADDED, inputShape: [null, 1] }),
      lstm(),
      lstm(),
      layers.dense({ units: 1 })
    ],
    { seed: 3 }
  );
  model.compile({ loss: 'meanSquaredError' });
  return model.trace(x, { target });
}

describe('the sentence of what a change did', () => {
  const run = runOf([[1], [0.4], [-1], [2]]);
  const before = run.toBundle();
  const [lower, upper] = before.layers;
  const words = (clamp: Clamp, layer: number): string =>
    piecesText(
      changedWords(
        before,
        run.recompute({ clamps: [clamp] }).toBundle(),
        layer,
        [{ kind: 'clamp', clamp }],
        inSteps
      )
    );
  const forget = { layer: upper.name, channel: 'f', value: 0, steps: [1] };

  it('tells the answers also beside a layer below the change, and which layer stays the same', () => {
    const [above, below] = [words(forget, 1), words(forget, 0)];
    const [answers] = /^.*\. The last answer[^.]*\./.exec(above)!;
    expect(answers).toMatch(/at step 1 \S+ → .*loss over 4 steps \S+ → /);
    expect(below).toBe(
      `${answers} h of ${lower.name} is the same at every step.`
    );
  });

  it('says which steps an edit has made padding, and which real', () => {
    const changed = (
      x: number[][],
      edits: { step: number; feature: number; value: number }[]
    ): string => {
      const masked = runOf(x);
      return piecesText(
        changedWords(
          masked.toBundle(),
          masked.recompute({ edits }).toBundle(),
          0,
          edits.map(edit => ({ kind: 'edit', edit })),
          inSteps
        )
      );
    };
    const at = (step: number, value: number) => ({ step, feature: 0, value });
    const x = [[1], [0.4], [PADDED], [2], [PADDED]];
    expect(changed(x, [at(1, PADDED)])).toContain(
      '. At step 1 nothing is computed any more: it is padding now. h'
    );
    expect(changed(x, [at(1, PADDED), at(0, PADDED)])).toContain(
      '. At steps 0, 1 nothing is computed any more: they are padding now. h'
    );
    expect(changed(x, [at(2, 1)])).toContain(
      '. At step 2 numbers are computed now: it is padding no more. h'
    );
    expect(changed(x, [at(2, 1), at(4, 1), at(3, PADDED)])).toContain(
      '. At step 3 nothing is computed any more: it is padding now. At steps 2, 4 numbers are computed now: they are padding no more. h'
    );
    expect(changed(x, [at(1, 0.5)])).not.toContain('padding');
  });

  it('says that nothing is changed where no answer and no layer is', () => {
    // The first step has no state before it that could be forgotten.
    expect(words({ ...forget, steps: [0] }, 1)).toBe(
      'Changed: nothing. h is the same at every step.'
    );
  });
});

describe('the steps at which a state is said to be another', () => {
  const last = 5;
  const x = Array.from({ length: last + 1 }, (_, t) => [
    Math.sin(t),
    Math.cos(2 * t)
  ]);
  const unlikeSteps = (before: Trace, after: Trace): number[] => {
    const [was, is] = [before, after].map(({ layers: [layer] }) =>
      seenState(layer)
    );
    const width = was.array.shape[1];
    return Array.from({ length: last + 1 }, (_, step) => step).filter(step =>
      Array.from({ length: width }, (_, unit) => step * width + unit).some(
        at => was.array.values[at] !== is.array.values[at]
      )
    );
  };
  const kinds = [
    'lstm',
    'gru',
    'minGru',
    'mLstm',
    'linearAttention',
    'deltaNet',
    'selectiveStateSpace'
  ] as const;

  it.each(
    kinds.flatMap(kind =>
      [false, true].map(goBackwards => [kind, goBackwards] as const)
    )
  )(
    'are those at which it is (%s, backwards: %s), whatever channel is held at one step',
    (kind, goBackwards) => {
      const model = sequential(
        [
          layers[kind]({
            units: 2,
            returnSequences: true,
            goBackwards,
            inputShape: [null, 2]
          }),
          layers.dense({ units: 1 })
        ],
        { seed: 3, dtype: 'f64' }
      );
      const run = model.trace(x);
      const before = run.toBundle();
      const [layer] = before.layers;
      const texts = layer.channels
        .filter(({ role }) => role !== 'gradient' && role !== 'term')
        .map(({ name }) => {
          const clamp = {
            layer: layer.name,
            channel: name,
            value: 0.4,
            steps: [2]
          };
          const after = run.recompute({ clamps: [clamp] }).toBundle();
          const text = piecesText(changedWords(before, after, 0, [], inSteps));
          const unlike = unlikeSteps(before, after);
          const [end, way] =
            layer.direction === 'backward' ? [0, 'down to 0'] : [last, 'on'];
          if (unlike.length === 1) {
            expect(text).toMatch(
              / changes at step 2 alone, most in unit \d: by [^ ]+\.$/
            );
          } else if (unlike.includes(end)) {
            expect(text).toContain(
              ` changes from step 2 ${way}, most in unit `
            );
          }
          return text;
        });
      expect(texts.some(text => text.includes(' alone'))).toBe(
        !['lstm', 'gru', 'minGru'].includes(kind)
      );
    }
  );

  it.each([
    [[0, 0, 1, 1, 1], 'forward', ' changes from step 2 on,'],
    [[0, 0, 0, 0, 1], 'forward', ' changes from step 4 on,'],
    [[0, 1, 0, 0, 0], 'forward', ' changes at step 1 alone,'],
    [[0, 1, 1, 1, 0], 'forward', ' changes from step 1 to 3,'],
    [[0, 1, 0, 1, 0], 'forward', ' changes at some steps from 1 to 3,'],
    [[1, 1, 1, 0, 0], 'backward', ' changes from step 2 down to 0,'],
    [[0, 1, 1, 0, 0], 'backward', ' changes from step 2 down to 1,'],
    [[0, 0, 1, 0, 0], 'backward', ' changes at step 2 alone,'],
    [[0, 1, 0, 1, 0], 'backward', ' changes at some steps from 3 down to 1,']
  ] as const)('are named: %j, %s', (differs, direction, words) => {
    const steps = changedSteps(
      { differs: differs.map(Boolean) },
      { direction },
      [{}]
    );
    const largest = { step: 2, unit: 0, value: 0.25 };
    expect(changesWords(steps!, largest, { direction }, inSteps)).toContain(
      words
    );
  });

  it('leave out padding, which only carries what came before it', () => {
    const steps = (mask: number[]) =>
      changedSteps(
        { differs: [false, true, true, false, false] },
        { direction: 'forward' },
        [{ mask: uint8(mask, [5]) }]
      );
    expect(steps([1, 1, 0, 0, 1])).toMatchObject({ first: 1, count: 1 });
    expect(steps([1, 1, 1, 0, 0])).toMatchObject({ first: 1, lasting: true });
  });
});

describe('the verdict on a change of a padded run', () => {
  const input = [[1], [0.4], [-1], [PADDED]];
  const outcome = (padded: number) => {
    const run = runOf(input, [[0], [0], [3], [padded]]);
    return verdicts(
      run.toBundle(),
      run.recompute({ edits: [{ step: 0, feature: 0, value: -3 }] }).toBundle()
    );
  };

  it('is of the last answer that was computed, whatever padding has for a target', () => {
    expect(outcome(3)).toHaveLength(1);
    expect(outcome(-100)).toEqual(outcome(3));
  });
});

describe('the verdict on an answer between yes and no', () => {
  // An h of zero leaves the sigmoid its bias alone, which begins at zero: exactly 0.5.
  const model = sequential(
    [
      layers.lstm({ units: 2, inputShape: [null, 1] }),
      layers.dense({ units: 1, activation: 'sigmoid' })
    ],
    { seed: 5 }
  );
  model.compile({ loss: 'binaryCrossentropy' });
  const [name] = model.layers.map(layer => layer.name);
  const x = [[1], [2], [-1]];

  it.each([0, 1])('is that of the accuracy, where %d was to come', target => {
    const run = model.trace(x, { target: [target] });
    const after = run
      .recompute({
        clamps: [{ layer: name, channel: 'h', value: 0, steps: [2] }]
      })
      .toBundle();
    const { values } = after.outputs[0].values;
    expect([...values]).toContain(0.5);
    const running = metrics.accuracy().start();
    running.add(tensor([target]), tensor([[0.5]]));
    const [{ verdict }] = verdicts(run.toBundle(), after);
    expect(/Right$/.test(verdict)).toBe(running.result() === 1);
    expect(answerAt(after, 2)?.right).toBe(running.result() === 1);
  });
});
