// One program for both uses of compiler and library: the kernel's main thread, and a check's thread.
import { allowRelaxedSimd } from '../node/relaxedSimd';

export { startCheck } from './check/start';
export { startSession } from './session/start';

allowRelaxedSimd();
