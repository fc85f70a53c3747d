import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as engine from '../../../../../src/engine';
import { setCommHost } from '../../../../../src/kernel/core/library/commHost';
import { setDisplayHost } from '../../../../../src/kernel/core/library/displayHost';
import * as library from '../../../../../src/kernel/core/library/library';
import { complaintsAbout, type Made } from '../../../engine/spoiling';
import { Surface } from '../../../engine/surface';

// What a cell has beside the engine, as the compiler lists it, with each argument and option spoilt.

const surface = new Surface('src/kernel/core/library/library.ts');
const nothing = () => undefined;
const folder = join(__dirname, '../../../../../gatescope/data');

beforeAll(() => {
  engine.setHost({ readData: name => readFile(join(folder, name)) });
  setDisplayHost({
    display: nothing,
    update: nothing,
    clear: nothing,
    ask: async () => '',
    show: nothing,
    slide: nothing
  });
  setCommHost({
    open: () => ({}) as never,
    register: nothing,
    unregister: nothing
  });
});

const run = () =>
  engine.lstm({ inputSize: 1, units: 2, seed: 1 }).run([1, 0, 0]);

const valid: Readonly<Record<string, () => readonly unknown[]>> = {
  show: () => [run(), {}],
  display: () => [{ 'text/plain': 'a' }, {}],
  table: () => [[{ unit: 0, mean: 0.25 }], {}]
};

function listed(): Made[] {
  const calls: Made[] = [];
  const add = (path: string, value: unknown): void => {
    const type = surface.valueType(path);
    const [signature] = type ? surface.signatures(type) : [];
    if (typeof value === 'function' && signature) {
      calls.push({
        path,
        parameters: signature.parameters,
        valid: valid[path],
        make: async () => value as (...given: unknown[]) => unknown
      });
    }
  };
  for (const [name, value] of Object.entries(library)) {
    if (name in engine) {
      continue;
    }
    add(name, value);
    if (typeof value === 'object') {
      for (const [inner, member] of Object.entries(value)) {
        add(`${name}.${inner}`, member);
      }
    }
  }
  return calls;
}

const calls = listed();

it.each(calls.map(of => [of.path, of] as const))(
  'answers each mistake in words of its own: %s',
  async (_, of) => {
    const { complaints, count } = await complaintsAbout(surface, of);
    expect(complaints).toEqual([]);
    expect(count).toBeGreaterThan(0);
  }
);

it('finds them all', () => {
  expect(calls.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['show', 'display', 'html', 'table', 'prompt'])
  );
});
