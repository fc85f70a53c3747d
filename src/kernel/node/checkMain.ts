import { join } from 'node:path';
import type { startCheck } from './check/startCheck';
import { loadProgram } from './loadProgram';

// The process of a check loads the session's program, which holds compiler, library and checks.
const program = loadProgram(
  join(__dirname, 'session.js'),
  process.env.GATESCOPE_CACHE
);
(program.exports as { startCheck: typeof startCheck }).startCheck();
