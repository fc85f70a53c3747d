/** @jest-environment jsdom */
import { layers, sequential } from '../../../../src/engine';
import type { Clamp } from '../../../../src/trace';
import { textOf } from '../../../../src/widgets/base/dom';
import { changedWords } from '../../../../src/widgets/whatIf/changedWords';
import { verdicts } from '../../../../src/widgets/whatIf/difference';
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
    textOf(
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
      return textOf(
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
