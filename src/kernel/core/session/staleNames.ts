import { createReads } from '../collect/createReads';
import { freeNames } from '../collect/freeNames';
import { readCellText } from '../collect/cellText';

/**
 * The names whose notebook cell was refused when it last ran: what they mean is of an earlier run, and
 * no test is to judge it for the answer that stands in the notebook.
 */
export interface StaleNames {
  /** A notebook cell compiled and declares these. */
  ran(cell: string | null, names: Iterable<string>): void;
  /** A notebook cell was refused. */
  refused(cell: string | null, source: string): void;
  /** @throws AnswerNotRun when a test would judge one of them */
  requireFresh(source: string): void;
}

/** A test would judge what an answer was before. */
export class AnswerNotRun extends Error {
  override readonly name = 'AnswerNotRun';
}

export function createStaleNames(): StaleNames {
  const stale = new Set<string>();
  /** What each notebook cell declared when it ran last. */
  const declared = new Map<string, readonly string[]>();
  return {
    ran(cell, names) {
      const all = [...names];
      all.forEach(name => stale.delete(name));
      if (cell !== null) {
        declared.set(cell, all);
      }
    },
    refused(cell, source) {
      for (const name of [
        ...readCellText(source, createReads()).declares,
        ...(cell === null ? [] : (declared.get(cell) ?? []))
      ]) {
        stale.add(name);
      }
    },
    requireFresh(source) {
      if (stale.size === 0) {
        return;
      }
      const reads = createReads();
      const used = freeNames(source, reads);
      const isTest =
        used.has('check') || readCellText(source, reads).imports.has('check');
      const old = [...used].filter(name => stale.has(name));
      if (isTest && old.length > 0) {
        throw new AnswerNotRun(
          `The notebook cell with ${old.join(' and ')} has an error and did not run, so what this test would judge is ${old.length > 1 ? 'their' : 'its'} earlier version. Fix that cell and run it, then run this test.`
        );
      }
    }
  };
}
