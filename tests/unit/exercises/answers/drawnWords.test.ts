import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  drawnExercises,
  drawnWords
} from '../../../../src/exercises/check/drawnExercise';

interface NotebookCell {
  readonly source: string | string[];
  readonly metadata: {
    readonly gatescope?: {
      readonly exercise?: {
        readonly id: string;
        readonly role: string;
        readonly hints?: readonly string[];
      };
    };
  };
}

/** What stands in a notebook of each exercise: the text before it, its two notebook cells and the hints. */
function readOf(): Map<string, string> {
  const folder = join(__dirname, '../../../../notebooks');
  const found = new Map<string, string>();
  for (const file of readdirSync(folder).filter(each => /^\d/.test(each))) {
    const { cells } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
      cells: NotebookCell[];
    };
    const sourceOf = (cell: NotebookCell): string =>
      [cell.source].flat().join('');
    cells.forEach((cell, at) => {
      const exercise = cell.metadata.gatescope?.exercise;
      if (exercise?.role === 'answer') {
        found.set(
          exercise.id,
          [
            sourceOf(cells[at - 1]),
            sourceOf(cell).replace(/\/\/\/ BEGIN[^]*END SOLUTION/, ''),
            ...(exercise.hints ?? [])
          ].join('\n')
        );
      }
      if (exercise?.role === 'test') {
        found.set(
          exercise.id,
          `${found.get(exercise.id) ?? ''}\n${sourceOf(cell)}`
        );
      }
    });
  }
  return found;
}

const read = readOf();

describe('an exercise that is drawn for an assignment', () => {
  it('is each one of the lessons', () => {
    expect(drawnExercises).toEqual([...read.keys()].sort());
  });

  it.each(drawnExercises)('%s has its words in the lesson, each once', id => {
    const words = drawnWords(id, 'ps1');
    expect(words.length).toBeGreaterThan(1);
    for (const [lesson] of words) {
      expect(read.get(id)?.split(lesson)).toHaveLength(2);
    }
  });
});
