import { join } from 'node:path';
import type { startCheck } from './check/start';
import { loadProgram } from './loadProgram';

// The thread of a check loads the session's program, which holds compiler, library and checks.
const program = loadProgram(
  join(__dirname, 'session.js'),
  process.env.GATESCOPE_CACHE
);
void (program.exports as { startCheck: typeof startCheck }).startCheck();
