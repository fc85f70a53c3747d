// Runs a bundle of jest tests until the first fails: the part of jest that the kernels' tests use.
import { parentPort, workerData } from 'node:worker_threads';
import { expect } from 'expect';

globalThis.mutantBinary = workerData.binary;

const found = [];
const titles = [];

function filled(title, row) {
  const values = Array.isArray(row) ? row : [row];
  let at = 0;
  return title.replace(/%[sdpj]/g, () => String(values[at++]));
}

function each(make) {
  return rows => (title, body, more) =>
    rows.forEach(row =>
      make(
        filled(title, row),
        (...rest) => body(...(Array.isArray(row) ? row : [row]), ...rest),
        more
      )
    );
}

function describe(title, body) {
  titles.push(title);
  body();
  titles.pop();
}

function it(title, body) {
  found.push({ name: [...titles, title].join(' › '), body });
}

describe.each = each(describe);
it.each = each(it);
Object.assign(globalThis, {
  describe,
  it,
  test: it,
  expect,
  jest: { setTimeout: () => undefined }
});

let failure = null;
try {
  await import(workerData.file);
  if (found.length === 0) {
    throw new Error('there are no tests');
  }
  for (const { name, body } of found) {
    try {
      await body();
    } catch (error) {
      failure = name;
      if (workerData.loud) {
        console.error(error);
      }
      break;
    }
  }
} catch (error) {
  failure = String(error);
}
parentPort.postMessage(failure);
