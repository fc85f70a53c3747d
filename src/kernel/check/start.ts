import { parentPort, workerData } from 'node:worker_threads';
import { setHost } from '../../engine';
import { readDataFile, readUserFile } from '../../node/files';
import { setDisplayHost } from '../displayHost';
import * as library from '../library';
import { installLibrary } from '../session/libraryModule';
import { addNewMethods } from '../session/newMethods';
import type { CheckAnswer, CheckJob } from './checkJob';
import { problemText, runCheck } from './runCheck';

/** The thread of one check: nothing of the notebook's own kernel is reachable from it. */
export async function startCheck(): Promise<void> {
  const { request } = workerData as CheckJob;
  addNewMethods();
  installLibrary(library);
  setHost({
    pause: () => new Promise(resolve => setImmediate(resolve)),
    readData: readDataFile,
    readFile: readUserFile
  });
  // Cells that an exercise needs may draw; here nobody looks.
  setDisplayHost({
    display: () => undefined,
    update: () => undefined,
    clear: () => undefined,
    ask: () =>
      Promise.reject(new Error('prompt: nobody can be asked during a check')),
    show: () => undefined
  });
  let answer: CheckAnswer;
  try {
    answer = { report: await runCheck(request) };
  } catch (error) {
    answer = { problem: problemText(error) };
  }
  parentPort?.postMessage(answer);
  // Timers of the answer must not keep the thread.
  process.exit(0);
}
