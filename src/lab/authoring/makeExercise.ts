import type { PartialJSONObject } from '@lumino/coreutils';
import type { NotebookCell } from '../../exercises/metadata';
import {
  answerCell,
  byHandCell,
  givenCell,
  nbgraderKind,
  readNbgrader,
  testCell
} from '../../exercises/metadata';
import type { CodeParser } from './codeTree';
import type { Edit, NewCell } from './edits';
import { namesOf } from './names';
import { proposeNeeds } from './proposeNeeds';
import { wrapBody } from './solutionBody';
import type { AskedTemplate, ExerciseKind, TestedTemplate } from './templates';
import { templates } from './templates';

/** What is to be made of a notebook cell. */
export interface Wish {
  readonly kind: ExerciseKind;
  readonly title: string;
  /** Id of the notebook cell that is selected. */
  readonly selected: string;
}

/** The changes that make it, and the notebook cell in which it can be answered. */
export interface Made {
  readonly edits: readonly Edit[];
  readonly answer: string;
}

/** JupyterLab runs on after a failed test with it. */
const RUNS_ON = ['raises-exception'];

/**
 * Makes an exercise of a notebook cell. What nbgrader's metadata say is kept; code that stands there
 * becomes the solution; an empty notebook cell gets an example of the kind, to be written over.
 *
 * @throws Error when the notebook cell is not there
 */
export function makeExercise(
  wish: Wish,
  cells: readonly NotebookCell[],
  parser: CodeParser
): Made {
  const selected = cells.find(({ id }) => id === wish.selected);
  if (selected === undefined) {
    throw new Error(`the notebook has no cell ${wish.selected}`);
  }
  const template = templates[wish.kind];
  return template.form === 'tested'
    ? (fromNbgrader(wish, cells, selected, parser) ??
        tested(wish, template, cells, selected, parser))
    : asked(wish, template, cells, selected, parser);
}

/** An answer and tests that nbgrader already knows get what is ours beside it. */
function fromNbgrader(
  { title }: Wish,
  cells: readonly NotebookCell[],
  selected: NotebookCell,
  parser: CodeParser
): Made | null {
  const kinds = cells.map(({ metadata }) =>
    nbgraderKind(readNbgrader(metadata.nbgrader))
  );
  const at = cells.indexOf(selected);
  if (!['autograded answer', 'autograder tests'].includes(kinds[at])) {
    return null;
  }
  const from = kinds.lastIndexOf('autograded answer', at);
  if (from < 0) {
    return null;
  }
  const next = kinds.findIndex(
    (kind, place) => place > from && kind === 'autograded answer'
  );
  const tests = cells.filter(
    (_, place) =>
      place > from &&
      (next < 0 || place < next) &&
      kinds[place] === 'autograder tests'
  );
  if (tests.length === 0) {
    return null;
  }
  const answer = cells[from];
  const id = readNbgrader(answer.metadata.nbgrader)?.grade_id ?? answer.id;
  const needs = proposeNeeds(
    cells,
    answer.id,
    tests.map(test => test.id),
    parser
  );
  return {
    answer: answer.id,
    edits: [
      describe(answer, { role: 'answer', id, title, needs, hints: [] }),
      ...tests.map(test => describe(test, { role: 'test', id }))
    ]
  };
}

function tested(
  { kind, title }: Wish,
  template: TestedTemplate,
  cells: readonly NotebookCell[],
  selected: NotebookCell,
  parser: CodeParser
): Made {
  const taken = takenIds(cells);
  const id = freeId(kind, taken);
  const own = selected.type === 'code' && selected.source.trim() !== '';
  const fills = selected.type === 'code';
  const answer = fills ? selected.id : id;
  const source = own ? wrapBody(selected.source, parser) : template.answer;
  const importing = (
    values: readonly string[],
    types: readonly string[]
  ): NewCell[] =>
    importCells({ values, types }, cells, selected, taken, parser);
  const before: NewCell[] = own
    ? importing(['check'], [])
    : [
        ...importing(template.imports, template.types ?? []),
        ...givenCells(template, id, taken)
      ];
  const testSource = own
    ? testOf(selected.source, template, parser)
    : template.test;
  const testId = freeId(`${id}-test`, taken);
  const test: NewCell = {
    id: testId,
    type: 'code',
    source: testSource,
    metadata: {
      nbgrader: { ...testCell(testId, template.points) },
      gatescope: { exercise: { role: 'test', id } },
      tags: RUNS_ON
    }
  };
  const at = cells.indexOf(selected);
  const future: NotebookCell[] = [
    ...cells.slice(0, at),
    ...before.map(asCell),
    { id: answer, type: 'code', source, metadata: {} },
    asCell(test)
  ];
  const metadata: PartialJSONObject = {
    nbgrader: { ...answerCell(id) },
    gatescope: {
      ...ours(fills ? selected : null),
      exercise: {
        role: 'answer',
        id,
        title,
        needs: proposeNeeds(future, answer, [test.id], parser),
        hints: [],
        ...(template.stepOf === undefined ? {} : { stepOf: template.stepOf })
      }
    }
  };
  return {
    answer,
    edits: [
      ...put(selected, before, { id: answer, type: 'code', source, metadata }),
      { do: 'insert', beside: answer, place: 'behind', cell: test }
    ]
  };
}

function asked(
  { kind, title }: Wish,
  template: AskedTemplate,
  cells: readonly NotebookCell[],
  selected: NotebookCell,
  parser: CodeParser
): Made {
  const taken = takenIds(cells);
  const type = template.form === 'byHand' ? 'markdown' : 'code';
  const call = template.form === 'predict' ? 'predict(' : 'questions(';
  const own =
    type === 'code' &&
    selected.type === 'code' &&
    selected.source.includes(call);
  const fills =
    own || (selected.type === type && selected.source.trim() === '');
  const keys = own
    ? [...selected.source.matchAll(/\bkey:\s*(['"`])([\w-]+)\1/g)].map(
        found => found[2]
      )
    : [];
  const id = keys[0] ?? freeId(kind, taken);
  const metadata: PartialJSONObject =
    template.form === 'byHand'
      ? { nbgrader: { ...byHandCell(id, 2) } }
      : {
          gatescope: {
            ...ours(fills ? selected : null),
            ...(template.form === 'predict'
              ? { prediction: { key: id, title } }
              : {
                  questions: {
                    keys: keys.length > 0 ? keys : [id],
                    title,
                    purpose: 'field'
                  }
                })
          }
        };
  const before = own
    ? []
    : importCells(
        { values: template.imports, types: [] },
        cells,
        selected,
        taken,
        parser
      );
  const cell: NewCell = {
    id: fills ? selected.id : id,
    type,
    source: own ? selected.source : template.source.replaceAll('KEY', id),
    metadata
  };
  return { answer: cell.id, edits: put(selected, before, cell) };
}

/** The notebook cell becomes the selected one, takes an empty one's place, or comes behind it. */
function put(
  selected: NotebookCell,
  before: readonly NewCell[],
  cell: NewCell
): Edit[] {
  const lead = before.map((each): Edit => ({
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
      ...Object.entries(cell.metadata).map(([key, value]): Edit => ({
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

function givenCells(
  { given, text }: TestedTemplate,
  id: string,
  taken: Set<string>
): NewCell[] {
  return [
    ...(text === undefined
      ? []
      : [
          {
            id: freeId(`${id}-text`, taken),
            type: 'markdown' as const,
            source: text,
            metadata: {}
          }
        ]),
    ...(given === undefined
      ? []
      : [locked(freeId(`${id}-given`, taken), given)])
  ];
}

/** A notebook cell that imports what no other above does. */
function importCells(
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

function locked(id: string, source: string): NewCell {
  return {
    id,
    type: 'code',
    source,
    metadata: { nbgrader: { ...givenCell(id) } }
  };
}

/** A first test of code that was there: what it is to give is the author's to write. */
function testOf(
  source: string,
  { stepOf }: TestedTemplate,
  parser: CodeParser
): string {
  const [name = 'answer'] = namesOf(source, parser).declared;
  return stepOf === undefined
    ? `// Compares what ${name} gives\ncheck.close('${name}', ${name}(), 0)`
    : `// Checks ${name} with random weights, equation by equation\ncheck.step(${name}, '${stepOf}')`;
}

function describe(cell: NotebookCell, exercise: PartialJSONObject): Edit {
  return {
    do: 'describe',
    cell: cell.id,
    key: 'gatescope',
    value: { ...ours(cell), exercise }
  };
}

/** What is ours of a notebook cell's metadata; nothing where a stranger wrote something else. */
function ours(cell: NotebookCell | null): PartialJSONObject {
  const found = cell?.metadata.gatescope;
  return typeof found === 'object' && found !== null && !Array.isArray(found)
    ? (found as PartialJSONObject)
    : {};
}

function asCell({ id, type, source }: NewCell): NotebookCell {
  return { id, type, source, metadata: {} };
}

/** Every word that may name a notebook cell, a grade or an exercise. */
function takenIds(cells: readonly NotebookCell[]): Set<string> {
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
function freeId(word: string, taken: Set<string>): string {
  let id = word;
  for (let number = 2; taken.has(id); number += 1) {
    id = `${word}-${number}`;
  }
  taken.add(id);
  return id;
}
