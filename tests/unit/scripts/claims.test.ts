import { evaluate } from './evaluate';

const LESSON = '02-why-memories-fade';

function source(sweep: object): string {
  return evaluate<string>(
    'claims/program.mjs',
    `(() => { try { return script.programSource(given.lesson, given.sweep); } catch (error) { return error.message; } })()`,
    { lesson: LESSON, sweep: { takes: [], ...sweep } }
  );
}

/** A sweep of one row with three rates, and what asking it gives. */
function asked<T>(expression: string, rows: unknown[][]): T {
  const sweep = {
    rows: ['LSTM'],
    rates: [0.01, 0.1, 1],
    seeds: [1, 2, 3],
    budgets: [8, 16],
    lowerIsBetter: true
  };
  return evaluate<T>(
    'claims/ledger.mjs',
    `(() => { const results = script.resultsOf(given.sweep, { rows: given.rows }); try { return ${expression}; } catch (error) { return error.message; } })()`,
    { sweep, rows }
  );
}
const results = (errors: Record<string, number[]>): unknown[][] =>
  Object.entries(errors).flatMap(([rate, some]) =>
    some.map((error, at) => ['LSTM', null, Number(rate), at + 1, 1, error])
  );

describe('what a sweep of the ledger trains with', () => {
  it('is the code of the lesson, with what is turned in it', () => {
    const made = source({
      cells: ['imports', { id: 'learn-train', until: 'const learned' }],
      knobs: {
        rate: ['learningRate: 0.01, global', 'learningRate: swept.rate, global']
      },
      takes: ['hearing']
    });
    expect(made).toContain('function hearing(steps: number');
    expect(made).toContain('learningRate: swept.rate, global');
    expect(made).not.toContain('const learned');
    expect(made).toContain('export { ready, swept, hearing };');
  });

  it('is refused where the lesson has no such cell, line or words', () => {
    // A cell of words, not of code.
    expect(source({ cells: ['learn'] })).toBe(
      `${LESSON}: has no cell of code learn`
    );
    expect(source({ cells: [{ id: 'imports', until: 'const no' }] })).toBe(
      `${LESSON}: no line of imports begins with "const no"`
    );
    expect(
      source({ cells: ['learn-train'], knobs: { rate: ['seed', ''] } })
    ).toMatch(/knob rate: "seed" should stand once in its cells, stands \d+/);
  });
});

describe('what is asked of the stored rows of a sweep', () => {
  it('is told at the best rate, one number a seed', () => {
    const rows = results({ 0.01: [5, 6, 7], 0.1: [1, 2, 3], 1: [9, 9, 9] });
    const where = "{ row: 'LSTM', budget: 16 }";
    expect(asked(`results.best(${where})`, rows)).toEqual({
      rate: 0.1,
      values: [1, 2, 3],
      mean: 2
    });
    expect(asked(`results.atEdge(${where})`, rows)).toBe(false);
    expect(asked('results.missing', rows)).toEqual([]);
  });

  it('is at the edge where the last rate is best by more than chance', () => {
    const edge = "results.atEdge({ row: 'LSTM', budget: 16 })";
    const middle = { 0.1: [5, 6, 7], 1: [9, 9, 9] };
    expect(asked(edge, results({ ...middle, 0.01: [1, 2, 3] }))).toBe(true);
    expect(asked(edge, results({ ...middle, 0.01: [5, 5, 7] }))).toBe(false);
  });

  it('is missing where a training was shorter than the sweep is now', () => {
    const rows = results({ 0.01: [5, 6, 7], 0.1: [1, 2, 3], 1: [9, 9, 9] });
    const before = rows.map((row, at) => (at < 4 ? row.slice(0, -1) : row));
    expect(asked('results.missing.length', rows)).toBe(0);
    expect(asked('results.missing.length', before)).toBe(4);
  });

  it('is refused for what was not swept or is not stored', () => {
    const rows = results({ 0.01: [5, 6] });
    expect(asked("results.at({ row: 'LSTM', budget: 7 })", rows)).toBe(
      'no result of 7, null; only of 8; 16'
    );
    expect(asked("results.at({ row: 'LSTM', budget: 8 })", rows)).toBe(
      'not stored: ["LSTM",null,0.01,3]'
    );
    expect(asked<unknown[]>('results.missing', rows)).toHaveLength(7);
  });
});
