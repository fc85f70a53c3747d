import { readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { SHARED_BYTES, sharedNumbers, type WireData } from './sharedNumbers';
import {
  letHeapGrow,
  allowRelaxedSimd,
  keepGarbageYoung,
  threadCode
} from '../../node/v8Settings';
import { loadProgram } from './loadProgram';
import type { startSession } from './startSession';

/**
 * The kernel process: `node kernel.js CONNECTION_FILE`. The sockets open in their own thread while
 * this one loads the compiler, so a front end is greeted at once.
 */
function main(connectionFile: string | undefined): void {
  if (connectionFile === undefined) {
    writeSync(2, 'usage: node kernel.js CONNECTION_FILE\n');
    process.exit(2);
  }
  // Before notebook cells get another one.
  const exit = process.exit.bind(process);
  const shared = new SharedArrayBuffer(SHARED_BYTES);
  const versions = JSON.parse(
    readFileSync(join(__dirname, 'versions.json'), 'utf8')
  ) as { kernel: string; typescript: string };
  const workerData: WireData = {
    connectionFile,
    versions: { ...versions, machine: `Node ${process.versions.node}` },
    shared
  };
  const wire = new Worker(join(__dirname, 'wire.js'), {
    workerData,
    resourceLimits: { codeRangeSizeMb: threadCode },
    stdout: true,
    stderr: true
  });
  // Its own words go to the log of the server, past the output of notebook cells.
  wire.stderr.on('data', (chunk: Buffer) => writeSync(2, chunk));
  wire.on('error', (error: Error) => {
    writeSync(2, `gatescope kernel: ${error.stack ?? error.message}\n`);
    exit(1);
  });
  // An interrupt that comes before there is anything to stop must not end the start.
  const numbers = new Int32Array(shared);
  Atomics.add(numbers, sharedNumbers.guarded, 1);
  // Before V8 reads its code cache, which fits one set of flags.
  allowRelaxedSimd();
  keepGarbageYoung();
  letHeapGrow();
  const program = loadProgram(
    join(__dirname, 'session.js'),
    process.env.GATESCOPE_CACHE
  );
  const session = program.exports as { startSession: typeof startSession };
  session.startSession(wire, numbers, program.keepCompiled);
  Atomics.sub(numbers, sharedNumbers.guarded, 1);
}

main(process.argv[2]);
