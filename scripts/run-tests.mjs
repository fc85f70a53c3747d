// Runs the suites and sums what they report. A suite that fails does not stop the others; a suite that
// ran no test has failed. Test files that passed before with all that they read as it is now are not
// run again, and counted. The last line is `N passed, N failed`.
//
//   node scripts/run-tests.mjs [--cold] [--write-minutes] [suite …]
//
// --cold runs what would be kept, too; --write-minutes writes how long each part took into the table of
// CONTRIBUTING.md. GATESCOPE_TEST_ENDS is the time at which all is to have ended, in seconds since 1970:
// of what other hosts of the same kernel repeat, a part that would make it later is left out, and named.

import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeMinutes } from './tests/minutes.mjs';
import { report, runParts } from './tests/running.mjs';
import { root } from './tests/kinds.mjs';
import { suites } from './tests/suites.mjs';

/** When the whole run is to have ended, in ms since 1970; a run by hand has all the time it needs. */
const ENDS = Number(process.env.GATESCOPE_TEST_ENDS ?? Infinity) * 1000;
function say(problem) {
  console.error(`run-tests: ${problem}`);
  process.exit(2);
}

if (Number.isNaN(ENDS)) {
  say(
    `GATESCOPE_TEST_ENDS: expected seconds since 1970, got '${process.env.GATESCOPE_TEST_ENDS}'`
  );
}
const { values: asked, positionals: wanted } = parseArgs({
  options: {
    cold: { type: 'boolean', default: false },
    'write-minutes': { type: 'boolean', default: false }
  },
  allowPositionals: true
});
const unknown = wanted.filter(name => !Object.hasOwn(suites, name));
if (unknown.length > 0) {
  say(
    `no suite ${unknown.join(', ')}; there are ${Object.keys(suites).join(', ')}`
  );
}
const parts = Object.entries(suites)
  .filter(([name]) => wanted.length === 0 || wanted.includes(name))
  .flatMap(([, list]) => list);
const done = await runParts(parts, { isCold: asked.cold, ends: ENDS });
const isWhole = report(done);
if (asked['write-minutes']) {
  writeMinutes(path.join(root, 'CONTRIBUTING.md'), done);
}
process.exitCode = isWhole ? 0 : 1;
