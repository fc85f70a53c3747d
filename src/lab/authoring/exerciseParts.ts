import type { PartialJSONObject } from '@lumino/coreutils';
import type { NotebookCell } from '../../exercises/metadata';
import { givenCell, hasHiddenTests, testCell } from '../../exercises/metadata';
import type { CodeParser } from './codeTree';
import type { NotebookEdit, NewCell } from './edits';
import { namesOf } from './names';
import type { ExerciseKind } from './templates';

/** What is to be made of a notebook cell. */
export interface Wish {
  readonly kind: ExerciseKind;
  readonly title: string;
  /** Id of the notebook cell that is selected. */
  readonly selected: string;
}

/** The changes that make it, and the notebook cell in which it can be answered. */
export interface Made {
  readonly edits: readonly NotebookEdit[];
  readonly answer: string;
}

/** JupyterLab runs on after a failed test with it. */
const RUNS_ON = ['raises-exception'];

/** The notebook cell of a test; one with hidden lines says so, for students do not get those. */
export function testOfExercise(
  id: string,
  taken: Set<string>,
  { source, points }: { readonly source: string; readonly points: number }
): NewCell {
  const testId = freeId(`${id}-test`, taken);
  return {
    id: testId,
    type: 'code',
    source,
    metadata: {
      nbgrader: { ...testCell(testId, points) },
      gatescope: {
        exercise: {
          role: 'test',
          id,
          ...(hasHiddenTests(source) ? { hidden: true } : {})
        }
      },
      tags: RUNS_ON
    }
  };
}

/** The notebook cell becomes the selected one, takes an empty one's place, or comes behind it. */
export function put(
  selected: NotebookCell,
  before: readonly NewCell[],
  cell: NewCell
): NotebookEdit[] {
  const lead = before.map((each): NotebookEdit => ({
    do: 'insert',
    beside: selected.id,
    place: 'before',
    cell: each
  }));
  if (cell.id === selected.id) {
    return [
      ...lead,
      ...(cell.source === selected.source
        ? []
        : [{ do: 'write' as const, cell: cell.id, source: cell.source }]),
      ...Object.entries(cell.metadata).map(([key, value]): NotebookEdit => ({
        do: 'describe',
        cell: cell.id,
        key,
        value: value as PartialJSONObject
      }))
    ];
  }
  const empty = selected.source.trim() === '';
  // Each comes right behind the selected one: the last made is the first below it.
  return empty
    ? [
        ...lead,
        { do: 'insert', beside: selected.id, place: 'behind', cell },
        { do: 'remove', cell: selected.id }
      ]
    : [cell, ...[...before].reverse()].map(each => ({
        do: 'insert',
        beside: selected.id,
        place: 'behind',
        cell: each
      }));
}

/** A notebook cell that imports what no other above does. */
export function importCells(
  {
    values,
    types
  }: { readonly values: readonly string[]; readonly types: readonly string[] },
  cells: readonly NotebookCell[],
  selected: NotebookCell,
  taken: Set<string>,
  parser: CodeParser
): NewCell[] {
  const there = new Set(
    cells
      .slice(0, cells.indexOf(selected))
      .filter(({ type }) => type === 'code')
      .flatMap(({ source }) => [...namesOf(source, parser).declared])
  );
  const missing = (names: readonly string[]): string[] =>
    names.filter(name => !there.has(name)).sort();
  const lines = [
    ...(missing(values).length === 0
      ? []
      : [`import { ${missing(values).join(', ')} } from 'gatescope';`]),
    ...(missing(types).length === 0
      ? []
      : [`import type { ${missing(types).join(', ')} } from 'gatescope';`])
  ];
  return lines.length === 0
    ? []
    : [locked(freeId('imports', taken), lines.join('\n'))];
}

export function locked(id: string, source: string): NewCell {
  return {
    id,
    type: 'code',
    source,
    metadata: { nbgrader: { ...givenCell(id) } }
  };
}

/** What is ours of a notebook cell's metadata; nothing where a stranger wrote something else. */
export function ours(cell: NotebookCell | null): PartialJSONObject {
  const found = cell?.metadata.gatescope;
  return typeof found === 'object' && found !== null && !Array.isArray(found)
    ? (found as PartialJSONObject)
    : {};
}

export function asCell({ id, type, source }: NewCell): NotebookCell {
  return { id, type, source, metadata: {} };
}

/** Every word that may name a notebook cell, a grade or an exercise. */
export function takenIds(cells: readonly NotebookCell[]): Set<string> {
  return new Set(
    cells.flatMap(({ id, metadata }) => [
      id,
      ...Array.from(
        JSON.stringify(metadata).matchAll(/"([\w-]+)"/g),
        found => found[1]
      )
    ])
  );
}

/** The word, or the word with a number: one that nothing has yet. It is taken from then on. */
export function freeId(word: string, taken: Set<string>): string {
  let id = word;
  for (let number = 2; taken.has(id); number += 1) {
    id = `${word}-${number}`;
  }
  taken.add(id);
  return id;
}
