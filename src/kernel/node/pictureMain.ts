import { createInterface } from 'node:readline';
import { decodeBundle } from '../../trace';
import { setMachine } from '../core/machine';
import { bundlePicture } from '../core/picture/bundlePicture';
import { quietMachine } from './machine';

// Saved pictures for a notebook that has no kernel of ours: `node picture.js` answers each line, a bundle in
// JSON, with one of its own, `{ svg }` or `{ error }`, and ends with its input.
setMachine(quietMachine);

function answerTo(line: string): { svg: string } | { error: string } {
  try {
    return { svg: bundlePicture(decodeBundle(JSON.parse(line))) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

createInterface({ input: process.stdin }).on('line', line => {
  process.stdout.write(`${JSON.stringify(answerTo(line))}\n`);
});
