import type { CheckCell, Exercise, NotebookCell } from './exercise';

/** What a notebook cell declares for others, as marking reads it (gatescope/grading/exercises.py). */
const declared =
  /^(?:export\s+)?(?:async\s+)?(?:function\*?|const|let|var|class|enum|interface|type)\s+([\w$]+)/gm;

const declarations = (source: string): string[] =>
  [...source.matchAll(declared)].map(([, name]) => name);

const words = (source: string): string[] => source.match(/[\w$]+/g) ?? [];

const importing =
  /^import\s+(?:type\s+)?\{([^{}]*)\}\s*from\s*['"]gatescope['"]/gm;

const imports = (source: string): string[] =>
  [...source.matchAll(importing)].flatMap(([, names]) =>
    names
      .split(',')
      .map(name => name.trim())
      .filter(name => /^[\w$]+$/.test(name))
  );

/**
 * The student's own notebook cells that an answer uses, in the notebook's order: a helper that stands
 * in a cell of its own counts in Check as it does in marking, and so does a name that is imported
 * elsewhere. What the exercise needs is not declared anew by them.
 *
 * @param given ids of the notebook cells that were given out; where that is not known, none is the
 * student's own
 */
export function ownCells(
  exercise: Exercise,
  cells: readonly NotebookCell[],
  given: readonly string[] | null
): CheckCell[] {
  const answer = cells.find(({ id }) => id === exercise.answer);
  if (answer === undefined || given === null) {
    return [];
  }
  const code = cells.filter(({ type }) => type === 'code');
  const known = new Set([...given, ...exercise.needs, ...exercise.tests]);
  const taken = new Set(
    code
      .filter(({ id }) => exercise.needs.includes(id))
      .flatMap(({ source }) => [...declarations(source), ...imports(source)])
  );
  const asked = new Set(declarations(answer.source));
  const used = new Set(words(answer.source));
  const found: CheckCell[] = [];
  for (const { id, source } of [...code].reverse()) {
    const names = declarations(source).filter(name => !taken.has(name));
    if (
      !known.has(id) &&
      id !== answer.id &&
      names.some(name => used.has(name)) &&
      !names.some(name => asked.has(name))
    ) {
      found.unshift({ id, source, role: 'own' });
      words(source).forEach(word => used.add(word));
    }
  }
  const there = new Set(
    [answer, ...found].flatMap(({ source }) => [
      ...declarations(source),
      ...imports(source)
    ])
  );
  const wanted = new Set(
    code
      .flatMap(({ source }) => imports(source))
      .filter(name => used.has(name) && !taken.has(name) && !there.has(name))
  );
  if (wanted.size > 0) {
    const source = `import { ${[...wanted].sort().join(', ')} } from 'gatescope';`;
    found.unshift({ id: `imports of ${answer.id}`, source, role: 'own' });
  }
  return found;
}

/** The ids that a notebook says were given out; null where it says nothing of it. */
export function givenCells(metadata: unknown): readonly string[] | null {
  const given =
    typeof metadata === 'object' && metadata !== null && 'given' in metadata
      ? metadata.given
      : null;
  return Array.isArray(given) && given.every(id => typeof id === 'string')
    ? given
    : null;
}
