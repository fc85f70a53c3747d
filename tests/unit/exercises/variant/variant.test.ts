import { setCheckContext } from '../../../../src/exercises/check';
import type { StudentDraws } from '../../../../src/exercises/draws/draws';
import { variant } from '../../../../src/exercises/variant/variant';

/** A small problem: sizes, data and a network, none of them too easy. */
function problem(mine: StudentDraws) {
  const steps = mine.integer('steps', 6, 9);
  return {
    steps,
    units: mine.integer('units', 2, 4),
    x: mine.until(
      'x',
      draws => draws.numbers('x', steps, -1, 1, 2),
      x => x.filter(value => value < 0).length >= 2
    ),
    cell: mine.choice('cell', ['rnn', 'gru', 'lstm']),
    order: mine.shuffled('order', ['f', 'i', 'g', 'o']),
    seed: mine.seed('network')
  };
}

describe('a variant', () => {
  const students = Array.from({ length: 200 }, (_, at) => `student-${at}`);
  const of = (student: string, assignment = 'ps1') =>
    problem(variant({ assignment, student }));

  it('is another for each of 200 students, and the same when asked again', () => {
    const all = students.map(student => JSON.stringify(of(student)));
    expect(new Set(all).size).toBe(200);
    expect(students.map(student => JSON.stringify(of(student)))).toEqual(all);
    expect(of('student-0', 'ps2')).not.toEqual(of('student-0'));
  });

  it('is as hard for everybody, and all that may come does', () => {
    const all = students.map(student => of(student));
    for (const { steps, x, order } of all) {
      expect(x).toHaveLength(steps);
      expect(x.filter(value => value < 0).length).toBeGreaterThanOrEqual(2);
      expect(x.every(value => Math.abs(value) <= 1)).toBe(true);
      expect([...order].sort()).toEqual(['f', 'g', 'i', 'o']);
    }
    const seen = (values: readonly unknown[]) => new Set(values).size;
    expect(seen(all.map(({ steps }) => steps))).toBe(4);
    expect(seen(all.map(({ units }) => units))).toBe(3);
    expect(seen(all.map(({ cell }) => cell))).toBe(3);
    expect(seen(all.map(({ order }) => order.join('')))).toBe(24);
  });

  it('keeps its numbers when others are drawn before', () => {
    const alone = variant({ assignment: 'a', student: 's' }).seed('mine');
    const mine = variant({ assignment: 'a', student: 's' });
    mine.seed('another');
    mine.numbers('mine', 3, 0, 1);
    expect(mine.seed('mine')).toBe(alone);
  });

  it('has no two students whose names only run into each other', () => {
    const one = variant({ assignment: 'a', student: 'b","c' });
    const other = variant({ assignment: 'a","b', student: 'c' });
    expect(one.numbers('x', 4, 0, 1, 9)).not.toEqual(
      other.numbers('x', 4, 0, 1, 9)
    );
  });

  it('is that of the student who is marked, whatever the notebook says', () => {
    const right = of('ada');
    setCheckContext({ student: 'ada' });
    try {
      expect(of('somebody else')).toEqual(right);
    } finally {
      setCheckContext({});
    }
  });

  it.each([
    [
      () => variant({ assignment: '', student: 's' }),
      'variant: assignment must be a text that is not empty'
    ],
    [
      () => variant({ assignment: 'a' } as never),
      'variant: student must be a text that is not empty, got undefined'
    ],
    [() => variant({ who: 's' } as never), "there is no option 'who'"],
    [() => variant({ assignment: 'a', student: 's' }).integer('n', 3, 2), 'n'],
    [
      () => variant({ assignment: 'a', student: 's' }).numbers('n', -1, 0, 1),
      "the count of 'n' must be a whole number from 0"
    ],
    [
      () => variant({ assignment: 'a', student: 's' }).number('n', 0, 1, 1.5),
      "the decimals of 'n'"
    ],
    [
      () => variant({ assignment: 'a', student: 's' }).choice('n', []),
      "'n' has nothing to choose from"
    ],
    [
      () =>
        variant({ assignment: 'a', student: 's' }).until(
          'n',
          draws => draws.integer('k', 0, 1),
          value => value > 1
        ),
      "of 1000 draws of 'n' none is accepted"
    ]
  ])('refuses what is no draw (%#)', (draw, message) => {
    expect(draw).toThrow(message);
  });
});
