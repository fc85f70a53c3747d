import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export const root = join(__dirname, '..', '..', '..');

/**
 * What an expression is in which `script` is a module of scripts/ and `given` a value. The scripts are
 * modules of Node's own kind, which Jest does not load, so Node is asked.
 *
 * @example
 * ```ts
 * evaluate<string | null>('install-modules.mjs', 'script.findDifference(given)', root); // null
 * ```
 */
export function evaluate<T>(
  script: string,
  expression: string,
  given: unknown = null
): T {
  const url = pathToFileURL(join(root, 'scripts', script)).href;
  const said = execFileSync(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import * as script from ${JSON.stringify(url)};
       import { readFileSync } from 'node:fs';
       const given = JSON.parse(readFileSync(0, 'utf8'));
       process.stdout.write(JSON.stringify(await (${expression})));`
    ],
    { cwd: root, encoding: 'utf8', input: JSON.stringify(given) }
  );
  return JSON.parse(said) as T;
}
