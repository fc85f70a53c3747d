import type { Positions } from '../cells/positions';
import type { CellRun } from '../run/run';

/** A notebook cell as it ran, kept so that later errors can be placed in it. */
export interface CellRecord {
  readonly run: CellRun;
  readonly source: string;
  readonly positions: Positions;
}

/** The cells that ran in this session, by the name of their script. */
export interface CellRecords {
  add(record: CellRecord): void;
  of(script: string): CellRecord | undefined;
  latestFirst(): readonly CellRecord[];
}

const PREFIX = 'gatescope-cell/';

/** The name under which a run's script appears in stacks. */
export function scriptName(run: Pick<CellRun, 'number'>): string {
  return `${PREFIX}${run.number}`;
}

/** A frame of a stack inside a notebook cell: function, script, line, column. */
export const FRAME_IN_CELL =
  /^\s+at (?:(.*?) \(|async )?(gatescope-cell\/\d+):(\d+):(\d+)\)?$/;

export function createCellRecords(): CellRecords {
  const records = new Map<string, CellRecord>();
  return {
    add: record => records.set(scriptName(record.run), record),
    of: script => records.get(script),
    latestFirst: () => [...records.values()].reverse()
  };
}
