import { join } from 'node:path';
import { allowRelaxedSimd } from '../../node/v8Settings';
import { problemText } from '../core/report/errorReport';
import type * as answering from './answerProgram';
import { loadProgram, type OpenedFiles } from './loadProgram';
import { createLines, INPUT, OUTPUT } from './marking/lines';
import type * as compiling from './program';
import type * as testing from './testsProgram';

// `node mark.js judge` marks; `node mark.js answer [LIBRARY [COMPILED]]` is where one student's answer runs;
// `node mark.js compile LIBRARY` says what COMPILED holds: what V8 has compiled of the library, so that each
// answer begins the quicker. Both are descriptors. With `check` it is the thread in which the tests of the
// Check button run.
// Before V8 reads its code cache, which fits one set of flags.
allowRelaxedSimd();
const load = (name: string, opened?: OpenedFiles) =>
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
    // Behind a wall the files are no longer there: they come opened, under the numbers that are given.
    const [role, library, compiled] = process.argv.slice(2);
    const program = load(
      'answer.js',
      library
        ? {
            program: Number(library),
            ...(compiled && { compiled: Number(compiled) })
          }
        : undefined
    );
    const { prepareAnswers } = program.exports as typeof answering;
    const { serve, rehearse } = prepareAnswers();
    if (role === 'compile') {
      const { write } = createLines(INPUT, OUTPUT);
      void rehearse().then(
        () => {
          write(program.compiled().toString('base64'));
          process.exit(0);
        },
        // Where it cannot be done, no answer could run either.
        error => {
          write({ problem: problemText(error) });
          process.exit(1);
        }
      );
      break;
    }
    // A marked answer's process can write nothing.
    if (process.env.GATESCOPE_MARKING === undefined) {
      program.keepCompiled();
    }
    void serve();
  }
}

/**
 * Ends this process when it holds more memory than this: for systems that set no limit themselves.
 * A thread of its own looks, so that a busy loop does not keep it from looking.
 */
function watchMemory(megabytes: number): void {
  // Loaded where it is needed only: it takes Node a tenth of its start.
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  const watch = new Worker(
    `setInterval(() => {
      if (process.memoryUsage.rss() > ${megabytes * 2 ** 20}) {
        process.kill(process.pid, 'SIGKILL');
      }
    }, 50);`,
    { eval: true }
  );
  watch.unref();
}
