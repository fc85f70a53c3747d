import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The folder of the data that ships with gatescope: `GATESCOPE_DATA` when it is set, else the one
 * beside the built kernel, else that of a clone.
 *
 * @throws Error when there is none.
 */
export function dataFolder(): string {
  const { GATESCOPE_DATA: named } = process.env;
  const candidates = [
    ...(named ? [named] : []),
    join(__dirname, '../data'),
    join(__dirname, '../../gatescope/data')
  ];
  const found = candidates.find(folder => existsSync(folder));
  if (found === undefined) {
    throw new Error(
      `gatescope's data is missing; looked in ${candidates.join(', ')}`
    );
  }
  return found;
}
