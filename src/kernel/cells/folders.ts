import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The folder with the kernel's own files: TypeScript's library declarations (`lib`), ours (`types`)
 * and zeromq's compiled parts. Built, it is the folder of this program; in a clone's unit tests it
 * is where the build puts them.
 */
export function kernelFolder(): string {
  const built = existsSync(join(__dirname, 'types'));
  return slashes(
    built ? __dirname : join(__dirname, '../../../gatescope/_kernel')
  );
}

/** TypeScript names files with forward slashes on every system. */
export function slashes(path: string): string {
  return path.replace(/\\/g, '/');
}
