import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

it('what Python has of the steps of cells is what the engine reads off them', () => {
  const script = join(__dirname, '../../../scripts/generate-step-data.mjs');
  execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
});
