import { join } from 'node:path';
import { allowRelaxedSimd } from '../../node/relaxedSimd';
import type * as answering from './answerProgram';
import { watchMemory } from './check/watchMemory';
import { loadProgram } from './loadProgram';
import type * as compiling from './program';
import type * as testing from './testsProgram';

// `node mark.js judge` marks; `node mark.js answer [DESCRIPTOR]` is where one student's answer runs; with `check`
// it is the thread in which the tests of the Check button run.
// Before V8 reads its code cache, which fits one set of flags.
allowRelaxedSimd();
const load = (name: string, opened?: number) =>
  loadProgram(join(__dirname, name), process.env.GATESCOPE_CACHE, opened);
const megabytes = Number(process.env.GATESCOPE_MEGABYTES);
switch (process.argv[2]) {
  case 'judge': {
    const program = load('session.js');
    const { judgeProcess } = program.exports as typeof compiling;
    void judgeProcess(program.keepCompiled);
    break;
  }
  case 'check': {
    const program = load('tests.js');
    const { checkThread } = program.exports as typeof testing;
    void checkThread(program.keepCompiled);
    break;
  }
  default: {
    // Linux sets the limit itself.
    if (process.platform !== 'linux' && megabytes > 0) {
      watchMemory(megabytes);
    }
    // Behind a wall the file is no longer there: it comes opened, under the number that is given.
    const opened = process.argv.at(3);
    const program = load('answer.js', opened ? Number(opened) : undefined);
    const { answerProcess } = program.exports as typeof answering;
    // A marked answer's process can write nothing.
    if (process.env.GATESCOPE_MARKING === undefined) {
      program.keepCompiled();
    }
    void answerProcess();
  }
}
