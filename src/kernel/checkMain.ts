import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { startCheck } from './check/start';

// The thread of a check loads the session's program, which holds compiler, library and checks.
const session = createRequire(__filename)(join(__dirname, 'session.js')) as {
  startCheck: typeof startCheck;
};
void session.startCheck();
