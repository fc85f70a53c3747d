// Runs a bundle of tests until the first fails: the part of jest that the engine's tests use. Answers
// with the failure, the time, and the planted faults that the tests came to.
import v8 from 'node:v8';
import { expect } from 'expect';
import { fn, spyOn } from 'jest-mock';

v8.setFlagsFromString('--experimental-wasm-relaxed-simd');
const {
  file,
  binary,
  active = -1,
  loud
} = await new Promise(resolve => process.once('message', resolve));
const reached = new Set();
globalThis.mutantBinary = binary;
globalThis.mutant = id => {
  reached.add(id);
  return id === active;
};

const newScope = (title, parent) => ({
  title,
  parent,
  hooks: { beforeAll: [], beforeEach: [], afterEach: [], afterAll: [] },
  begun: false
});
let scope = newScope('', null);
const found = [];

function filled(title, row) {
  const values = Array.isArray(row) ? row : [row];
  let at = 0;
  return title
    .replace(/\$(\w+)/g, (_, name) => String(row?.[name]))
    .replace(/%[sdpjio]/g, () => String(values[at++]));
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
  scope = newScope(title, scope);
  body();
  scope = scope.parent;
}

function it(title, body) {
  found.push({ title, body, scope });
}

describe.each = each(describe);
it.each = each(it);
for (const hook of Object.keys(scope.hooks)) {
  globalThis[hook] = body => scope.hooks[hook].push(body);
}
Object.assign(globalThis, {
  describe,
  it,
  test: it,
  expect,
  jest: { setTimeout: () => undefined, fn, spyOn }
});

/** A scope with those around it, the outermost first. */
const around = of => (of === null ? [] : [...around(of.parent), of]);

async function runTest({ body, scope: own }) {
  const scopes = around(own);
  for (const each of scopes) {
    if (!each.begun) {
      each.begun = true;
      for (const hook of each.hooks.beforeAll) {
        await hook();
      }
    }
  }
  for (const hook of scopes.flatMap(each => each.hooks.beforeEach)) {
    await hook();
  }
  await body();
  for (const hook of scopes.flatMap(each => each.hooks.afterEach)) {
    await hook();
  }
}

const begin = performance.now();
let failure = null;
try {
  await import(file);
  if (found.length === 0) {
    throw new Error('there are no tests');
  }
  for (const each of found) {
    try {
      await runTest(each);
    } catch (error) {
      const titles = around(each.scope).map(({ title }) => title);
      failure = [...titles, each.title].filter(Boolean).join(' › ');
      if (loud) {
        console.error(error);
      }
      break;
    }
  }
} catch (error) {
  failure = String(error);
}
process.send({
  failure,
  reached: [...reached],
  took: performance.now() - begin
});
