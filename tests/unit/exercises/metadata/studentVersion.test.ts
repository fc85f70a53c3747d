import {
  answerCell,
  codeStub,
  studentSource,
  testCell,
  type NotebookCell
} from '../../../../src/exercises/metadata';

const cell = (
  source: string,
  nbgrader: unknown,
  type: NotebookCell['type'] = 'code'
): NotebookCell => ({ id: 'a', type, source, metadata: { nbgrader } });

describe('the student version of a notebook cell', () => {
  it('has a stub, as deep as the region was, where the solution stood', () => {
    const source = [
      'function step() {',
      '  /// BEGIN SOLUTION',
      '  return 1;',
      '  /// END SOLUTION',
      '}'
    ].join('\n');
    expect(studentSource(cell(source, answerCell('a')))).toBe(
      "function step() {\n  // YOUR CODE HERE\n  throw new Error('This part is not written yet.');\n}"
    );
  });

  it('is all stub when an answer marks no region', () => {
    expect(studentSource(cell('const a = 1;', answerCell('a')))).toBe(codeStub);
    expect(
      studentSource(
        cell(
          'Because.',
          { ...answerCell('a'), grade: true, points: 1 },
          'markdown'
        )
      )
    ).toBe('YOUR ANSWER HERE');
  });

  it('has no hidden tests', () => {
    const source = [
      'check.that(a, "");',
      '/// BEGIN HIDDEN TESTS',
      'check.that(b, "");',
      '/// END HIDDEN TESTS'
    ].join('\n');
    expect(studentSource(cell(source, testCell('t', 1)))).toBe(
      'check.that(a, "");'
    );
  });

  it('is the same text elsewhere', () => {
    expect(studentSource(cell('const a = 1;', undefined))).toBe('const a = 1;');
  });

  it.each([
    [
      '/// BEGIN SOLUTION\n1',
      answerCell('a'),
      'expected END SOLUTION, got nothing'
    ],
    [
      '/// BEGIN SOLUTION\n/// BEGIN SOLUTION',
      answerCell('a'),
      'END SOLUTION before another BEGIN SOLUTION'
    ],
    [
      '/// BEGIN SOLUTION\n/// END SOLUTION',
      testCell('a', 1),
      'a solution region only in an answer, got "autograder tests"'
    ],
    [
      '/// BEGIN HIDDEN TESTS\n/// END HIDDEN TESTS',
      undefined,
      'hidden tests only in a cell of tests, got "none"'
    ]
  ])('is refused for %j', (source, nbgrader, message) => {
    expect(() => studentSource(cell(source, nbgrader))).toThrow(message);
  });
});
