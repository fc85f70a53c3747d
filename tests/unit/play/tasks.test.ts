import { TASKS } from '../../../src/play/playState';
import {
  horizonRow,
  makeExamples,
  shownSequence
} from '../../../src/play/examples';
import { tasks } from '../../../src/play/tasks';

describe('the tasks of the playground', () => {
  it.each(TASKS)(
    'draw the same examples of %s for the same seed, and others for another',
    name => {
      const one = makeExamples(name, 9, 3, 'learned');
      expect(makeExamples(name, 9, 3, 'learned')).toEqual(one);
      expect(makeExamples(name, 9, 4, 'learned').x).not.toEqual(one.x);
      expect(makeExamples(name, 9, 3, 'held out').x.slice(0, 100)).not.toEqual(
        one.x.slice(0, 100)
      );
    }
  );

  it.each(['bit', 'brackets', 'parity'] as const)(
    'ask yes and no of %s about equally often',
    name => {
      const { y } = makeExamples(name, 12, 1, 'learned');
      const share = y.reduce((sum, each) => sum + each, 0) / y.length;
      expect(share).toBeGreaterThan(0.4);
      expect(share).toBeLessThan(0.6);
    }
  );

  it('mark the bit at its delay before the end', () => {
    const examples = makeExamples('bit', 12, 1, 'held out');
    for (let delay = 1; delay <= 12; delay++) {
      const { values, marks } = shownSequence(examples, delay);
      expect(marks.indexOf(1)).toBe(values.length - 1 - delay);
      expect(marks.filter(mark => mark === 1)).toHaveLength(1);
    }
  });

  it('know what is true of sequences that people wrote', () => {
    const none = [0, 0, 0, 0];
    expect(tasks.bit.truth([1, -1, 1, 1], [0, 1, 0, 0])).toEqual([0]);
    expect(tasks.echo.truth([1, -1, 1, 1], none)).toEqual([1, 0]);
    expect(tasks.brackets.truth([1, 1, -1, -1], none)).toEqual([1]);
    expect(tasks.brackets.truth([1, 1, 1, -1], none)).toEqual([0]);
    expect(tasks.brackets.truth([-1, 1, 0, 0], none)).toEqual([0]);
    expect(tasks.adding.truth([0.5, 0.25, -1, 9], [1, 0, 1, 0])).toEqual([
      -0.5
    ]);
    expect(tasks.parity.truth([0, 1, -1, 1], none)).toEqual([0]);
    expect(tasks.parity.truth([1, 1, -1, 1], none)).toEqual([1]);
  });

  it('give a horizon of 1 for what is always right, and of 0 for chance and worse', () => {
    const examples = makeExamples('bit', 6, 1, 'held out');
    expect([...horizonRow(examples, examples.y, 6, false)]).toEqual(
      Array(6).fill(1)
    );
    const wrong = examples.y.map(truth => 1 - truth);
    expect([...horizonRow(examples, wrong, 6, false)]).toEqual(
      Array(6).fill(0)
    );
  });

  it('count each output of an echo at its own delay', () => {
    const examples = makeExamples('echo', 5, 1, 'held out');
    const answers = examples.y.map((truth, at) =>
      at % 5 === 2 ? 1 - truth : truth
    );
    expect([...horizonRow(examples, answers, 5, false)]).toEqual([
      1, 1, 0, 1, 1
    ]);
  });

  it('explain nothing of a sum by its mean, and all by itself', () => {
    const examples = makeExamples('adding', 6, 1, 'held out');
    expect([
      ...horizonRow(examples, new Float64Array(examples.y.length), 6, true)
    ]).toEqual(Array(6).fill(0));
    expect([...horizonRow(examples, examples.y, 6, true)]).toEqual(
      Array(6).fill(1)
    );
  });
});
