// All that compiles: the kernel's main thread, and what marks a class.
export { judgeProcess } from './marking/judgeProcess';
export { startSession } from './startSession';
