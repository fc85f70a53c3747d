import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

it('shows the step functions as they stand in the source', () => {
  const root = join(__dirname, '..', '..', '..', '..');
  expect(() =>
    execFileSync(
      process.execPath,
      [join(root, 'scripts', 'generate-step-sources.mjs'), '--check'],
      { stdio: 'pipe' }
    )
  ).not.toThrow();
});
