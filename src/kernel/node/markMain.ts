import { join } from 'node:path';
import type { answerProcess } from './marking/answerProcess';
import type { judgeProcess } from './marking/judgeProcess';
import { loadProgram } from './loadProgram';

// `node mark.js judge` marks; `node mark.js answer` is where one student's answer runs.
const program = loadProgram(
  join(__dirname, 'session.js'),
  process.env.GATESCOPE_CACHE
);
const roles = program.exports as {
  readonly answerProcess: typeof answerProcess;
  readonly judgeProcess: typeof judgeProcess;
};
const isJudge = process.argv[2] === 'judge';
void (isJudge
  ? roles.judgeProcess(() => program.keepCompiled())
  : roles.answerProcess());
