import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The cases of a file written by tests/fixtures/make_*.py. */
export function fixture<T>(path: string): T[] {
  const file = join(__dirname, '..', 'fixtures', path);
  return (JSON.parse(readFileSync(file, 'utf8')) as { cases: T[] }).cases;
}
