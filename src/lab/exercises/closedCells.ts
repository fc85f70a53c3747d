import { type Curtain, answerSheets } from '../../exercises/metadata';
import type { CellMemory } from '../../widgets/context';
import { PREDICTIONS } from '../../widgets/predict/guess';
import { skipSheet, ANSWERS, fieldOf } from '../../widgets/questions/answers';
import { predictionStands } from './predictionStands';

/** A question that can be seen and keeps notebook cells closed. */
export interface Asked extends Curtain {
  /** How many notebook cells its answer opens: others that it hides are closed by more than it. */
  readonly opens: number;
}

/** What of a lesson is closed, and by what. */
export interface ClosedCells {
  /** For each closed notebook cell the one that asks. */
  readonly closed: ReadonlyMap<string, string>;
  readonly asked: readonly Asked[];
}

/** Whether what it hides may be seen: each of its questions has been answered or skipped. */
export function isCellOpen(
  { asks, keys }: Curtain,
  stored: readonly unknown[]
): boolean {
  if (asks === 'question') {
    const open = openSheets(stored);
    return keys.every(key => open.has(key));
  }
  const { committed, skipped } = predictionStands(stored);
  return keys.every(key => committed.has(key) || skipped.has(key));
}

/**
 * What of a lesson would give an answer away, and is kept closed until one is given or skipped: in
 * the lab and on a reading page alike.
 *
 * @param stored what each notebook cell keeps of us in its metadata
 */
export function closedCells(
  curtains: readonly Curtain[],
  stored: readonly unknown[]
): ClosedCells {
  const drawn = curtains.filter(
    curtain => curtain.hides.length > 0 && !isCellOpen(curtain, stored)
  );
  const closed = new Map<string, string>();
  const closers = new Map<string, number>();
  for (const { cell, hides } of drawn) {
    for (const id of hides) {
      closers.set(id, (closers.get(id) ?? 0) + 1);
      // A question that is closed itself asks nothing yet.
      if (!closed.has(id)) {
        closed.set(id, cell);
      }
    }
  }
  return {
    closed,
    asked: drawn
      .filter(({ cell }) => !closed.has(cell))
      .map(curtain => ({
        ...curtain,
        opens: curtain.hides.filter(id => closers.get(id) === 1).length
      }))
  };
}

/** Asks for the truth without an answer. */
export function skip({ asks, keys }: Curtain, memory: CellMemory): void {
  if (asks === 'question') {
    keys.forEach(key => skipSheet(memory, key));
    return;
  }
  const present = memory.get(PREDICTIONS);
  memory.set(PREDICTIONS, {
    ...(typeof present === 'object' ? present : {}),
    ...Object.fromEntries(
      keys.map(key => [key, { values: [], committed: false, skipped: true }])
    )
  });
}

/**
 * The sheets of questions, by key, that keep nothing closed any more: each of their questions was
 * answered once, or they were skipped.
 *
 * @param metadata `metadata.gatescope` of each notebook cell; anything else in it is passed over.
 */
function openSheets(metadata: readonly unknown[]): ReadonlySet<string> {
  const answered = answerSheets(metadata);
  const open = new Set<string>();
  for (const each of metadata) {
    for (const [key, sheet] of entriesOf(fieldOf(each, ANSWERS))) {
      const count = Object.keys(answered.get(key)?.questions ?? {}).length;
      const of = fieldOf(sheet, 'of');
      const wanted = typeof of === 'number' && of > 0 ? of : 1;
      if (count >= wanted || fieldOf(sheet, 'skipped') === true) {
        open.add(key);
      }
    }
  }
  return open;
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null
    ? Object.entries(value)
    : [];
}
