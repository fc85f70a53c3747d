import { zlibSync } from 'fflate';
import { inspect } from 'node-inspect-extracted';
import type { Machine } from '../core/machine';

/** What a worker of a page gives. */
export const pageMachine: Machine = {
  builtinModules: [],
  inspect,
  deflate: bytes => zlibSync(bytes, { level: 9 }),
  moduleFrame: () => null,
  isOwnFrame: line => line.includes(self.location.origin),
  pathInNotebook: path => path.replace(/^\/notebook\//, ''),
  endAfter: (_, work) => ({ value: work() }),
  processorTime: () => performance.now(),
  log: message => console.debug(`gatescope kernel: ${message}`)
};
