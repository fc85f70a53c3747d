import { parentPort } from 'node:worker_threads';
import { setHost } from '../engine/base/host';
import type { SentTraining } from '../engine/base/trainingThreads';
import { trainSent } from '../engine/models/sentTraining';
import { allowRelaxedSimd } from './v8Settings';

// The program of a thread that trains one network after the other.
allowRelaxedSimd();
setHost({ pause: () => new Promise(resolve => setImmediate(resolve)) });
parentPort!.on('message', (job: SentTraining) => {
  void trainSent(job).then(outcome => parentPort!.postMessage(outcome));
});
