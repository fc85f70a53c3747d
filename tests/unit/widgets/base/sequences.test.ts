/**
 * @jest-environment jsdom
 */
import { compareRuns, lstm, rnn } from '../../../../src/engine';
import { comparisonBundle } from '../../../../src/engine/study/comparison';
import type { Comparison, InputEdit, Trace } from '../../../../src/trace';
import { createCellView } from '../../../../src/widgets/cell/createCellView';
import { createCursor } from '../../../../src/widgets/base/cursor';
import { withSequences } from '../../../../src/widgets/base/sequences';
import { createStore } from '../../../../src/widgets/base/store';
import { createGatesView } from '../../../../src/widgets/gates/createGatesView';
import { createCompareView } from '../../../../src/widgets/compare/createCompareView';
import { createReadout } from '../../../../src/widgets/inspector/createReadout';
import { openView } from '../viewPage';

const x = [
  [[0.2], [0.9], [-0.4], [0.1]],
  [[-1], [0.5], [0.3], [0.8]],
  [[0.7], [0], [1.5], [-2]]
];
const run = lstm({ inputSize: 1, units: 2, seed: 7 }).run(x);
const traceOf = (sequence: number): Trace => ({
  ...run.toBundle({ sequence }),
  live: { session: 's', revision: 0 }
});

const answer = (_: string, { sequence }: { sequence: number }) => ({
  trace: traceOf(sequence)
});
const live = { state: 'live' } as const;

describe('views of a run over a batch', () => {
  const open = (options: Partial<Parameters<typeof openView>[2]> = {}) =>
    openView(withSequences(createGatesView), traceOf(0), {
      status: live,
      answer: answer as never,
      ...options
    });
  const tool = (page: { element: HTMLElement }): HTMLButtonElement => {
    const found = page.element.querySelector<HTMLButtonElement>(
      '[data-tool="sequence"]'
    );
    if (!found) {
      throw new Error('There is no tool for the sequence.');
    }
    return found;
  };

  it('say which sequence stands, and lead to the others', async () => {
    const page = open();
    expect(tool(page).textContent).toBe('Sequence 1 of 3 ▾');
    expect(tool(page).getAttribute('aria-label')).toMatch(/^Sequence 1 of 3/);
    tool(page).click();
    const items = page.texts('[role="menuitemradio"] span:last-child');
    expect(items).toEqual([
      'Sequence 1 of 3',
      'Sequence 2 of 3',
      'Sequence 3 of 3'
    ]);
    page.element
      .querySelectorAll<HTMLButtonElement>('[role="menuitemradio"]')[2]
      .click();
    await page.settle();
    expect(page.asked).toEqual([
      { method: 'sequence', params: { id: run.id, sequence: 2 } }
    ]);
    expect(tool(page).textContent).toBe('Sequence 3 of 3 ▾');
    page.close();
  });

  it('follow each other, and ask the kernel once', async () => {
    const cursor = createCursor();
    const store = createStore();
    const gates = open({ context: { cursor, store } });
    const cell = openView(withSequences(createCellView), traceOf(0), {
      status: live,
      answer: answer as never,
      context: { ...gates.context, cursor, store }
    });
    const readout = openView(
      withSequences(createReadout as never),
      traceOf(0),
      { status: live, context: { ...gates.context, cursor, store } }
    );
    cursor.move({ step: 3, unit: 1, sequence: 1 }, {});
    await gates.settle();
    for (const page of [gates, cell]) {
      expect(tool(page).textContent).toBe('Sequence 2 of 3 ▾');
    }
    expect(gates.asked).toHaveLength(1);
    // The numbers of that sequence, in each of them.
    const h = run.h.at(1).at(3).at(1).item();
    const said = `${h < 0 ? '−' : ''}${Math.abs(h).toFixed(2)}`;
    expect(readout.texts('.jp-gatescope-readout-row')).toContainEqual(
      expect.stringContaining(said)
    );
    expect(cell.element.textContent).toContain(said);
    cursor.move({ sequence: 0 }, {});
    await gates.settle();
    expect(tool(gates).textContent).toBe('Sequence 1 of 3 ▾');
    // The one that was saved is here.
    expect(gates.asked).toHaveLength(1);
    [gates, cell, readout].forEach(page => page.close());
  });

  it('say without a kernel why there are no others, to the keys too', () => {
    const page = open({
      status: { state: 'notLive', reason: 'No kernel is running.' }
    });
    expect(tool(page).disabled).toBe(false);
    expect(tool(page).getAttribute('aria-disabled')).toBe('true');
    expect(tool(page).getAttribute('aria-label')).toBe(
      'Sequence 1 of 3: The other sequences of the batch come from the kernel. No kernel is running.'
    );
    tool(page).click();
    expect(page.element.querySelector('[role="menu"]')).toBeNull();
    expect(page.texts('.jp-gatescope-warning')[0]).toContain(
      'No kernel is running.'
    );
    page.setStatus(live);
    expect(tool(page).hasAttribute('aria-disabled')).toBe(false);
    page.close();
  });

  it('go back to what they show when the kernel has lost the run', async () => {
    const page = open({
      answer: () => {
        throw new Error('The kernel no longer has this result.');
      }
    });
    page.cursor.move({ sequence: 1 }, {});
    await page.settle();
    await page.settle();
    expect(tool(page).textContent).toBe('Sequence 1 of 3 ▾');
    expect(page.cursor.position.sequence).toBe(0);
    expect(page.texts('.jp-gatescope-warning')[0]).toContain(
      'no longer has this result'
    );
    page.close();
  });

  it('keep the words and the place that the notebook asked for', async () => {
    const page = openView(
      withSequences(createGatesView),
      { ...traceOf(0), title: 'Three waves', howToRead: 'Look at f.' },
      { status: live, answer: answer as never }
    );
    page.cursor.move({ sequence: 2 }, {});
    await page.settle();
    expect(page.texts('.jp-gatescope-meta')[0]).toContain('Three waves');
    expect(page.texts('.jp-gatescope-reading')[0]).toContain('Look at f.');
    page.close();
  });

  it('have no such tool for a run of one sequence', () => {
    const page = openView(
      withSequences(createGatesView),
      lstm({ inputSize: 1, units: 2, seed: 7 }).run(x[0]).toBundle(),
      { status: live }
    );
    expect(page.element.querySelector('[data-tool="sequence"]')).toBeNull();
    page.close();
  });

  it('lead to the others side by side too, each sequence with its own edits', async () => {
    const other = rnn({ inputSize: 1, units: 2, seed: 3 }).run(x);
    const compared = compareRuns([run, other]);
    const saved: Comparison = {
      ...compared.toBundle(),
      title: 'Two cells',
      live: { session: 's', revision: 0 }
    };
    const of = (sequence: number, edits: readonly InputEdit[]) =>
      comparisonBundle(
        compared.id,
        [run, other].map(each =>
          each
            .recompute({ edits: edits.map(edit => ({ ...edit, sequence })) })
            .toBundle({ sequence })
        ),
        compared.runs
      );
    const page = openView(withSequences(createCompareView), saved, {
      status: live,
      answer: ((
        _: string,
        { sequence, edits }: { sequence: number; edits: readonly InputEdit[] }
      ) => ({ comparison: of(sequence, edits) })) as never
    });
    expect(tool(page).textContent).toBe('Sequence 1 of 3 ▾');
    page.cursor.move({ step: 3, unit: 0, sequence: 2 }, {});
    await page.settle();
    expect(page.asked).toEqual([
      { method: 'compare', params: { id: compared.id, sequence: 2, edits: [] } }
    ]);
    expect(tool(page).textContent).toBe('Sequence 3 of 3 ▾');
    expect(page.texts('.jp-gatescope-meta')[0]).toContain('Two cells');
    const field = page.element.querySelector<HTMLInputElement>(
      '.jp-gatescope-below input'
    );
    if (!field) {
      throw new Error('There is no field for the input.');
    }
    // x of the third sequence at step 3.
    expect(Number(field.value)).toBeCloseTo(-2, 5);
    field.value = '1';
    field.dispatchEvent(new Event('change', { bubbles: true }));
    await page.settle();
    expect(page.asked.at(-1)).toEqual({
      method: 'compare',
      params: {
        id: compared.id,
        sequence: 2,
        edits: [{ step: 3, feature: 0, value: 1 }]
      }
    });
    // The first one has no edits, and comes from what was saved.
    page.cursor.move({ sequence: 0 }, {});
    await page.settle();
    expect(tool(page).textContent).toBe('Sequence 1 of 3 ▾');
    expect(page.element.querySelector('[data-tool="undo"]')).toBeNull();
    page.close();
  });
});
