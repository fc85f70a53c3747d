// Trains what it is told, one training after another: a process of its own for each core.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './program.mjs';

process.env.GATESCOPE_DATA ??= path.join(root, 'gatescope', 'data');
const [lesson, name, program] = process.argv.slice(2);
console.log = () => {};
const { sweeps } = await import(
  pathToFileURL(path.join(root, 'notebooks', 'claims', `${lesson}.mjs`)).href
);
const own = await import(pathToFileURL(program).href);
process.on('message', async job => {
  const { seed, rate, row, size } = job;
  own.swept.rate = rate;
  try {
    const values = await sweeps[name].train(own, { row, size, rate, seed });
    process.send({
      job,
      values: Array.from(values, each => Number(each.toPrecision(6)))
    });
  } catch (error) {
    process.send({ job, error: String(error.stack ?? error) });
  }
});
process.send({ ready: true });
