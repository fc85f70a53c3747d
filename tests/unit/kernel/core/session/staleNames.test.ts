import '../../nodeMachine';
import {
  AnswerNotRun,
  createStaleNames
} from '../../../../../src/kernel/core/session/staleNames';

const TEST = "check.close('double(3)', double(3), 6);";
const BROKEN = ['function double(x { return 2 * x; }', 'functoin double(x) {}'];

describe('a test of an answer', () => {
  it.each(BROKEN)('is refused when the cell of the answer was: %s', broken => {
    const stale = createStaleNames();
    stale.ran('answer', ['double']);
    expect(() => stale.requireFresh(TEST)).not.toThrow();
    stale.refused('answer', broken);
    expect(() => stale.requireFresh(TEST)).toThrow(AnswerNotRun);
    expect(() => stale.requireFresh(TEST)).toThrow(
      'The notebook cell with double'
    );
    stale.ran('answer', ['double']);
    expect(() => stale.requireFresh(TEST)).not.toThrow();
  });

  it('is refused when it imports check itself', () => {
    const stale = createStaleNames();
    stale.refused(null, 'const double = (x: number) => ;');
    expect(() =>
      stale.requireFresh(`import { check } from 'gatescope';\n${TEST}`)
    ).toThrow(AnswerNotRun);
  });

  it('runs when another cell was refused, and so does a cell that tests nothing', () => {
    const stale = createStaleNames();
    stale.refused('other', 'const other = ;');
    expect(() => stale.requireFresh(TEST)).not.toThrow();
    stale.refused('answer', 'const double = ;');
    expect(() => stale.requireFresh('double(3)')).not.toThrow();
  });
});
