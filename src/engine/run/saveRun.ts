import { requirePath } from '../base/check';
import { host } from '../base/host';
import { integer, options as reader, text } from '../base/options';
import { writeRunFile } from '../files/runFile';
import type { RecordedRun } from './recordedRun';
import { traceBundle } from './traceBundle';

export interface SaveRunOptions {
  /** Which sequence of a batch. Default 0. */
  readonly sequence?: number;
  readonly title?: string;
}

const who = 'run.save';
const read = reader(who, {
  sequence: integer(0).or(0),
  title: text.optional()
});

/** What `run.save` does. */
export async function saveRun(
  run: RecordedRun,
  path: string,
  options: SaveRunOptions
): Promise<void> {
  requirePath(who, path);
  const settled = read(options);
  const batch = run.record.input.x.shape[0];
  if (settled.sequence >= batch) {
    throw new RangeError(
      `${who}: sequence must be a whole number from 0 to ${batch - 1}, got ${settled.sequence}`
    );
  }
  await host().writeFile(path, writeRunFile(traceBundle(run, settled)));
}
