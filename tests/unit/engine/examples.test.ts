import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import * as engine from '../../../src/engine';
import { memoryFiles } from './memoryFiles';

memoryFiles();
const repository = join(__dirname, '..', '..', '..');
const root = join(repository, 'src', 'engine');

engine.setHost({
  readData: async name =>
    readFileSync(join(repository, 'gatescope', 'data', name))
});

interface Example {
  readonly name: string;
  readonly code: string;
}

/** Every ```ts block of a doc comment below src/engine. */
function examples(): Example[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .sort()
    .flatMap(file => {
      const text = readFileSync(join(root, file), 'utf8');
      const blocks = text.matchAll(/^ *\* ```ts\n([^]*?)^ *\* ```/gm);
      return [...blocks].map((block, at) => ({
        name: `${file} (${at + 1})`,
        code: block[1].replace(/^ *\* ?/gm, '')
      }));
    });
}

/** `expression; // 3` becomes a check that the expression is 3; other comments are words. */
function checked(code: string): string {
  return code.replace(
    /^(?!const |let |import )(.+); \/\/ ([^\n]+)$/gm,
    (line, expression: string, comment: string) => {
      const literal =
        /^(-?[\d.]+(e-?\d+)?|'[^']*'|\[[-\d., [\]]*\]|true|false)/.exec(
          comment
        )?.[0];
      return literal === undefined
        ? line
        : `same(${expression}, ${literal}, ${JSON.stringify(expression)});`;
    }
  );
}

function runnable({ code }: Example): () => Promise<void> {
  const { outputText } = ts.transpileModule(
    `async function example() {\n${checked(code)}\n}`,
    { compilerOptions: { target: ts.ScriptTarget.ES2022 } }
  );
  const names = Object.keys(engine).filter(
    name => !new RegExp(`\\b(?:const|let) ${name}\\b`).test(code)
  );
  const make = new Function(
    ...names,
    'same',
    `${outputText}\nreturn example;`
  ) as (...given: unknown[]) => () => Promise<void>;
  return make(
    ...names.map(name => engine[name as keyof typeof engine]),
    (got: unknown, expected: unknown, expression: string) =>
      expect({ [expression]: got }).toEqual({ [expression]: expected })
  );
}

const all = examples();

it('finds the examples of the documentation', () => {
  expect(all.length).toBeGreaterThan(15);
});

it.each(all)('$name does what its comments say', async example => {
  await runnable(example)();
});
