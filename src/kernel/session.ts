// One program for both uses of compiler and library: the kernel's main thread, and a check's thread.
export { startCheck } from './check/start';
export { startSession } from './session/start';
