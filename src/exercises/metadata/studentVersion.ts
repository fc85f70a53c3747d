import { MetadataError } from './metadataError';
import type { NotebookCell } from './exercise';
import { nbgraderKind, readNbgrader } from './nbgrader';

/** What an answer says that nobody has written yet. */
export const unwritten = 'This part is not written yet.';

/** What stands where the solution was. It is nbgrader's `ClearSolutions.code_stub` for TypeScript. */
export const codeStub = `// YOUR CODE HERE\nthrow new Error('${unwritten}');`;

/** The same in a markdown cell. */
export const textStub = 'YOUR ANSWER HERE';

/**
 * A notebook cell as the student gets it: the region between `/// BEGIN SOLUTION` and
 * `/// END SOLUTION` replaced by a stub, hidden tests taken out. A solution cell without a region
 * is a stub as a whole. The rules are those of nbgrader's `ClearSolutions` and `ClearHiddenTests`.
 *
 * @returns the new source; the same text when there is nothing to take out
 * @throws MetadataError when a region does not end, begins twice, or lies in a cell that nbgrader
 * does not know as an answer or as tests
 */
export function studentSource(cell: NotebookCell): string {
  const kind = nbgraderKind(readNbgrader(cell.metadata.nbgrader));
  const isAnswer =
    kind === 'autograded answer' || kind === 'manually graded answer';
  const stub = cell.type === 'code' ? codeStub : textStub;
  const solution = withoutRegion(cell, 'SOLUTION', stub);
  if (solution.found && !isAnswer) {
    throw new MetadataError(
      `notebook cell ${cell.id}`,
      'a solution region only in an answer',
      kind
    );
  }
  if (isAnswer && !solution.found) {
    return stub;
  }
  const tests = withoutRegion(
    { ...cell, source: solution.source },
    'HIDDEN TESTS',
    null
  );
  if (tests.found && kind !== 'autograder tests') {
    throw new MetadataError(
      `notebook cell ${cell.id}`,
      'hidden tests only in a cell of tests',
      kind
    );
  }
  return tests.source;
}

/** Whether a cell of tests has lines that students do not get. */
export function hasHiddenTests(source: string): boolean {
  return source.includes('BEGIN HIDDEN TESTS');
}

function withoutRegion(
  { id, source }: NotebookCell,
  name: string,
  stub: string | null
): { source: string; found: boolean } {
  const kept: string[] = [];
  let inside = false;
  let found = false;
  for (const line of source.split('\n')) {
    if (line.includes(`BEGIN ${name}`)) {
      if (inside) {
        throw new MetadataError(
          `notebook cell ${id}`,
          `END ${name} before another BEGIN ${name}`,
          line.trim()
        );
      }
      inside = true;
      found = true;
      const indent = /^\s*/.exec(line)?.[0] ?? '';
      kept.push(...(stub?.split('\n').map(each => indent + each) ?? []));
    } else if (line.includes(`END ${name}`)) {
      inside = false;
    } else if (!inside) {
      kept.push(line);
    }
  }
  if (inside) {
    throw new MetadataError(`notebook cell ${id}`, `END ${name}`, undefined);
  }
  return { source: kept.join('\n'), found };
}
