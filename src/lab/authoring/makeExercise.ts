import type { PartialJSONObject } from '@lumino/coreutils';
import type { NotebookCell } from '../../exercises/metadata';
import {
  answerCell,
  nbgraderKind,
  readNbgrader
} from '../../exercises/metadata';
import type { CodeParser } from './codeTree';
import type { NotebookEdit, NewCell } from './edits';
import {
  asCell,
  freeId,
  importCells,
  locked,
  ours,
  put,
  takenIds,
  testOfExercise,
  type Made,
  type Wish
} from './exerciseParts';
import { makeAsked } from './makeAsked';
import { namesOf, renamed } from './names';
import { proposeNeeds } from './proposeNeeds';
import { wrapBody } from './solutionBody';
import type { TestedTemplate } from './templates';
import { hiddenTest, templates } from './templates';

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
    : makeAsked(wish, template, cells, selected, parser);
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
  example: TestedTemplate,
  cells: readonly NotebookCell[],
  selected: NotebookCell,
  parser: CodeParser
): Made {
  const template = withFreeNames(example, cells, parser);
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
  const test = testOfExercise(id, taken, {
    source: testSource,
    points: template.points
  });
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

/** The example with names that no notebook cell declares: by its names an answer is found. */
function withFreeNames(
  { given, answer, test, ...others }: TestedTemplate,
  cells: readonly NotebookCell[],
  parser: CodeParser
): TestedTemplate {
  const taken = new Set(
    cells
      .filter(({ type }) => type === 'code')
      .flatMap(({ source }) => [...namesOf(source, parser).declared])
  );
  const names = new Map(
    [given ?? '', answer]
      .flatMap(source => [...namesOf(source, parser).declared])
      .map(name => {
        let free = name;
        for (let number = 2; taken.has(free); number += 1) {
          free = `${name}${number}`;
        }
        return [name, free];
      })
  );
  const free = (source: string) => renamed(source, names, parser);
  return {
    ...others,
    ...(given === undefined ? {} : { given: free(given) }),
    answer: free(answer),
    test: free(test)
  };
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

/** A first test of code that was there: what it is to give is the author's to write. */
function testOf(
  source: string,
  { stepOf }: TestedTemplate,
  parser: CodeParser
): string {
  const [name = 'answer'] = namesOf(source, parser).declared;
  return stepOf === undefined
    ? hiddenTest(
        `// What ${name} gives is compared when it is marked\n${name}()`,
        `check.close('${name}', ${name}(), 0)`
      )
    : `// Checks ${name} with random weights, equation by equation\ncheck.step(${name}, '${stepOf}')`;
}

function describe(
  cell: NotebookCell,
  exercise: PartialJSONObject
): NotebookEdit {
  return {
    do: 'describe',
    cell: cell.id,
    key: 'gatescope',
    value: { ...ours(cell), exercise }
  };
}
