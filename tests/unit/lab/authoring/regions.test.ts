import { writeMistakes } from '../../../../src/lab/authoring/mistakesInTest';
import { withAnswer, wrapLines } from '../../../../src/lab/authoring/regions';
import { wrapBody } from '../../../../src/lab/authoring/solutionBody';
import { parser } from './notebook';

const answer = `function left(): number {
  /// BEGIN SOLUTION
  return 2;
  /// END SOLUTION
}`;

describe('regions', () => {
  it('are marked as far in as their first line', () => {
    expect(
      wrapLines('a {\n  b;\n  c;\n}', { from: 1, to: 2 }, 'HIDDEN TESTS')
    ).toBe(
      'a {\n  /// BEGIN HIDDEN TESTS\n  b;\n  c;\n  /// END HIDDEN TESTS\n}'
    );
  });

  it('do not lie in one another', () => {
    expect(() => wrapLines(answer, { from: 2, to: 2 }, 'SOLUTION')).toThrow(
      'one of the lines is in a region already'
    );
  });

  it('are the body of the first function', () => {
    expect(wrapBody('function left(): number {\n  return 2;\n}', parser)).toBe(
      answer
    );
    expect(wrapBody('const three = 3;', parser)).toBe('const three = 3;');
  });

  it('hold another answer, set as far in', () => {
    expect(withAnswer(answer, 'const a = 1;\nreturn a;')).toBe(
      'function left(): number {\n  const a = 1;\n  return a;\n}'
    );
    expect(withAnswer('const three = 3;', 'const three = 4;')).toBe(
      'const three = 4;'
    );
  });
});

describe('writeMistakes', () => {
  const mistakes = [{ answer: 'return 1;', message: 'That is one "step".' }];
  const list = `mistakes: [
    {
      value: ((): number => {
        return 1;
      })(),
      message: "That is one \\"step\\"."
    }
  ]`;

  it('adds them to a check without options', () => {
    expect(
      writeMistakes("check.close('left', left(), 2)", answer, mistakes, parser)
    ).toBe(`check.close('left', left(), 2, {\n  ${list}\n})`);
  });

  it('replaces those that stand there, and keeps other options', () => {
    const once = writeMistakes(
      "check.close('left', left(), 2, { tolerance: 0.1 })",
      answer,
      mistakes,
      parser
    );
    expect(once).toContain('tolerance: 0.1');
    expect(once).toContain(list);
    expect(writeMistakes(once ?? '', answer, mistakes, parser)).toBe(once);
    expect(writeMistakes(once ?? '', answer, [], parser)).not.toContain(
      'return 1'
    );
  });

  it('adds them to each check of the function, for an answer may pass the first', () => {
    const twice = writeMistakes(
      "check.close('one', left(), 2);\ncheck.close('x', x, 2);\ncheck.close('half', left() / 2, 1)",
      answer,
      mistakes,
      parser
    );
    expect(twice).toContain(`check.close('one', left(), 2, {\n  ${list}\n});`);
    expect(twice).toContain("check.close('x', x, 2);");
    expect(twice?.match(/mistakes: \[/g)).toHaveLength(2);
    expect(twice).toMatch(/\}\)\(\) \/ 2,\s+message/);
    expect(writeMistakes(twice ?? '', answer, mistakes, parser)).toBe(twice);
  });

  it('leaves alone what says its faults by itself, and checks of something else', () => {
    for (const test of ["check.step(left, 'rnn')", "check.close('x', x, 2)"]) {
      expect(writeMistakes(test, answer, mistakes, parser)).toBeNull();
    }
  });
});
