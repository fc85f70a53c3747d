import { check, gatherReport } from '../../../../src/exercises/check';
import { setCheckContext } from '../../../../src/exercises/check/context';
import { checkStep } from '../../../../src/exercises/check/step';
import { caseSizes, stepCase } from '../../../../src/exercises/check/stepCase';
import { stepRun } from '../../../../src/exercises/check/stepRun';
import { trajectory } from '../../../../src/exercises/check/trajectory';
import { lstm } from '../../../../src/engine/cells/lstm';
import { decodeBundle, encode, type Trace } from '../../../../src/trace';
import { lstmAnswer, lstmSource } from './students';

afterEach(() => setCheckContext({}));

const channel = (run: Trace | undefined, name: string): number[] =>
  Array.from(
    run?.layers[0].channels.find(each => each.name === name)?.array.values ?? []
  );

/** Nothing is forgotten and nothing written at these steps. */
const closed = (steps: number[]) => [
  { layer: 'lstm', channel: 'f', steps, value: 1 },
  { layer: 'lstm', channel: 'i', steps, value: 0 }
];

describe('the run of a right answer', () => {
  const size = caseSizes[0];
  const make = () => lstm({ inputSize: size.inputSize, units: size.units });

  it("holds what the student's step computed, and its code", () => {
    setCheckContext({ answer: lstmSource() });
    const one = stepCase(make(), size, 1);
    const own = trajectory(lstmAnswer({ hNew: 'mul(0.5, o)' }) as never, one);
    const run = stepRun({ stepCase: one, got: own });
    expect(channel(run, 'h')).toEqual(
      own.channels.flatMap(({ h }) => Array.from(h.values, Math.fround))
    );
    expect(run.time.steps).toBe(size.steps);
    expect(Array.from(run.input.array.values)).toEqual(
      one.x.flatMap(({ values }) => Array.from(values, Math.fround))
    );
    expect(run.layers[0].source?.code).toBe(lstmSource());
  });

  it('survives being written and the exercise around it', () => {
    const report = gatherReport(
      [
        { points: 2, result: checkStep(lstmAnswer(), 'lstm') },
        { points: 1, result: true }
      ],
      { seconds: 1 }
    );
    expect(decodeBundle(encode(report))).toMatchObject({
      status: 'passed',
      run: { kind: 'trace', layers: [{ cell: 'lstm' }] }
    });
  });

  it('adds up: each equation gives its channel', () => {
    const { run } = checkStep(lstmAnswer(), 'lstm').report;
    const [kept, written, c] = ['f ⊙ c[t−1]', 'i ⊙ g', 'c'].map(name =>
      channel(run, name)
    );
    expect(c).toHaveLength(size.steps * size.units);
    c.forEach((value, at) =>
      expect(kept[at] + written[at]).toBeCloseTo(value, 5)
    );
  });

  it('is that of the weights which an exercise asks for', () => {
    const { run } = check.answer('tick-counter', () => ({
      f: [0, -20, 10],
      i: [20, 0, -10],
      g: [20, 0, 0]
    })).report;
    expect(run?.input.names).toEqual(['tick', 'reset']);
    // tick, nothing, tick, tick, nothing, nothing
    expect(channel(run, 'c').map(Math.round)).toEqual([1, 1, 2, 3, 3, 3]);
  });

  it('is that of the clamps, opened where something is to be kept', () => {
    const run = lstm({ inputSize: 1, units: 3, seed: 2 }).run(
      Array.from({ length: 12 }, (_, step) => Math.sin(step))
    );
    const held = run.recompute({ clamps: closed([5, 6, 7]) });
    const { report } = check.keeps(held, { unit: 1, from: 4, steps: 3 });
    expect(report.run?.clamps).toHaveLength(2);
    expect(report.run?.view).toMatchObject({ unit: 1, step: 4 });
  });

  it.each(['lstm', 'lstm/c'])(
    'is none where c itself is held, the layer named %s',
    layer => {
      const run = lstm({ inputSize: 1, units: 3, seed: 2 }).run(
        Array.from({ length: 12 }, (_, step) => Math.sin(step))
      );
      const clamps = [
        { layer, channel: 'c', units: [1], steps: [5, 6, 7], value: 0.5 }
      ];
      expect(() =>
        check.keeps(run.recompute({ clamps }), { unit: 1, from: 4, steps: 3 })
      ).toThrow('You hold c itself');
    }
  );

  it('is left out where the exercise has none, or it is too large to keep', () => {
    expect(check.close('a', 1, 1).report.run).toBeUndefined();
    const long = lstm({ inputSize: 1, units: 40, seed: 2 }).run(
      Array.from({ length: 120 }, (_, step) => Math.sin(step))
    );
    const held = long.recompute({ clamps: closed([5]) });
    const { report } = check.keeps(held, { unit: 1, from: 4, steps: 1 });
    expect(report).toMatchObject({ status: 'passed' });
    expect(report.run).toBeUndefined();
  });
});
