// One program for all uses of compiler and library: the kernel's main thread, a check's tests, and
// the two of marking.
export { checkThread } from './check/checkThread';
export { answerProcess } from './marking/answerProcess';
export { judgeProcess } from './marking/judgeProcess';
export { startSession } from './startSession';
