import type { CellName, PlayState, TaskName } from './playState';
import rates from './rates.json';

/** What a network learns with where the reader leaves it open: the best of the search that ships. */
export function ratesOf({ cells, task, rate }: PlayState): [number, number] {
  const best = (cell: CellName): number =>
    (rates as Record<CellName, Record<TaskName, number>>)[cell][task];
  return rate === 'best' ? [best(cells[0]), best(cells[1])] : [rate, rate];
}
