import { setHost } from '../../../engine';
import { readDataFile, readUserFile } from '../../../node/files';
import { setDisplayHost, unseen } from '../../core/library/displayHost';
import { addNewMethods } from '../../core/session/newMethods';
import { setMachine } from '../../core/machine';
import { quietMachine } from '../machine';
import { installLibrary } from '../session/libraryModule';

/**
 * Makes ready what notebook cells find in a process where nobody looks at what they draw or print.
 *
 * @param library what `import … from 'gatescope'` gives there
 */
export function prepareQuietHost(library: object): void {
  setMachine(quietMachine);
  addNewMethods();
  installLibrary(library);
  setHost({
    pause: () => new Promise(resolve => setImmediate(resolve)),
    readData: readDataFile,
    readFile: readUserFile
  });
  setDisplayHost(unseen);
  // What nobody awaits, or a timer throws, says nothing of the functions that are tested.
  process.on('unhandledRejection', () => undefined);
  process.on('uncaughtException', () => undefined);
}
