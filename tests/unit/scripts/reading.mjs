// What the tests of the keys ask of scripts/tests, run by Node itself.
import {
  inputsOf,
  keyOf,
  keyOfInputs
} from '../../../scripts/tests/passes.mjs';
import { repository } from '../../../scripts/tests/reads.mjs';
import { root } from '../../../scripts/tests/kinds.mjs';
import { suites } from '../../../scripts/tests/suites.mjs';

/** What builds make, where it is not there yet. */
const built = Object.fromEntries(
  [
    'gatescope/_kernel/kernel.js',
    'gatescope/_lessons/index.json',
    'gatescope/_solutions/any.json',
    'gatescope/_widget/trace.js',
    'gatescope/labextension/package.json',
    'lib/lab/authoring/any.js'
  ].map(file => [file, ''])
);
const files = repository(root, built);
const all = [...files.files];
const parts = Object.values(suites).flat();
const testsOf = part => part.files?.(all) ?? [null];

/** Of each part, its first test, and how its key answers to files that change. */
export function keys() {
  return parts.map(part => {
    const tests = testsOf(part);
    const [test] = tests;
    const list = inputsOf(part, test, files);
    const inputs = new Set(list);
    const keyWith = (hash, tools = []) =>
      keyOfInputs(part, test, tools, list, hash);
    const key = keyWith(files.hash);
    const moves = file =>
      keyWith(each => (each === file ? 'other' : files.hash(each))) !== key;
    // One of each folder that is read, and of each that is not.
    const folder = file => file.split('/').slice(0, 2).join('/');
    const samples = of => [
      ...new Map(of.map(file => [folder(file), file])).values()
    ];
    const others = samples(all.filter(file => !inputs.has(file)));
    return {
      name: part.name,
      tests: tests.length,
      read: inputs.size,
      unmoved: samples([...inputs]).filter(file => !moves(file)),
      movedByOthers: others.filter(moves),
      isMovedByTools: keyWith(files.hash, ['another version']) !== key,
      // All that is declared may be the same: then the name of the file alone tells them apart.
      sharesKeys:
        tests.length > 1 &&
        keyOfInputs(part, tests[1], [], list, files.hash) === key
    };
  });
}

/** The paths of two folders and more that a test's own text names, and that its key does not know. */
export function unknownPaths() {
  return parts
    .filter(part => part.files !== undefined)
    .flatMap(part =>
      part.files(all).flatMap(test => {
        const inputs = new Set(inputsOf(part, test, files));
        const own = files
          .closure([test])
          .filter(file => /^tests\/.*\.(ts|py|mjs)$/.test(file));
        return own
          .flatMap(file => named(files.text(file)))
          .filter(file => !inputs.has(file))
          .map(file => `${part.name}: ${test}: ${file}`);
      })
    );
}

/** Words between quotes; between backquotes a comment speaks. */
function named(text) {
  const joined = text
    .replaceAll(/["']\s*\/\s*f?["']/g, '/')
    .replaceAll(/'\s*,\s*'/g, '/');
  return [...joined.matchAll(/["']([\w.@-]+(?:\/[\w.@-]+)+)["']/g)]
    .map(([, name]) => name)
    .filter(name => files.files.has(name));
}

/** The key of the first test of a part with texts in place of those of files, beside the key without. */
export function keysWith({ name, test, changed }) {
  const part = parts.find(each => each.name === name);
  const key = texts =>
    keyOf(part, test, repository(root, { ...built, ...texts }), []);
  return [key({}), key(changed)];
}
