import { join } from 'node:path';
import { allowRelaxedSimd } from '../../node/relaxedSimd';
import type { checkThread } from './check/checkThread';
import { watchMemory } from './check/watchMemory';
import type { answerProcess } from './marking/answerProcess';
import type { judgeProcess } from './marking/judgeProcess';
import { loadProgram } from './loadProgram';

// `node mark.js judge` marks; `node mark.js answer` is where one student's answer runs; with `check`
// it is the thread in which the tests of the Check button run.
// Before V8 reads its code cache, which fits one set of flags.
allowRelaxedSimd();
const program = loadProgram(
  join(__dirname, 'session.js'),
  process.env.GATESCOPE_CACHE
);
const roles = program.exports as {
  readonly answerProcess: typeof answerProcess;
  readonly judgeProcess: typeof judgeProcess;
  readonly checkThread: typeof checkThread;
};
const megabytes = Number(process.env.GATESCOPE_MEGABYTES);
switch (process.argv[2]) {
  case 'judge':
    void roles.judgeProcess(() => program.keepCompiled());
    break;
  case 'check':
    void roles.checkThread(() => program.keepCompiled());
    break;
  default:
    // Linux sets the limit itself.
    if (process.platform !== 'linux' && megabytes > 0) {
      watchMemory(megabytes);
    }
    void roles.answerProcess();
}
