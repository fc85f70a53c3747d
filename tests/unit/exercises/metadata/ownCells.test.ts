import type { Exercise } from '../../../../src/exercises/metadata';
import { ownCells } from '../../../../src/exercises/metadata/ownCells';

const exercise = {
  id: 'double',
  answer: 'double',
  needs: ['imports'],
  tests: []
} as unknown as Exercise;

const code = (id: string, source: string) => ({
  id,
  type: 'code' as const,
  source,
  metadata: {}
});

describe('the cells of a student’s own that an answer uses', () => {
  it('have the names that a given cell imports since, also below an import that does not end', () => {
    const cells = [
      code('imports', "import {\nimport { rnn, tensor } from 'gatescope';"),
      code('double', 'const double = tensor(1);')
    ];
    expect(ownCells(exercise, cells, ['imports', 'double'])).toEqual([]);
    const elsewhere = code(
      'more',
      `import {\nimport { sum } from 'gatescope';`
    );
    expect(
      ownCells(
        exercise,
        [...cells.slice(0, 1), elsewhere, code('double', 'sum(tensor(1))')],
        ['imports', 'double']
      )
    ).toEqual([
      {
        id: 'imports of double',
        source: "import { sum } from 'gatescope';",
        role: 'own'
      }
    ]);
  });
});
