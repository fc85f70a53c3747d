// Turns the JSON schemas of src/trace/schema into TypeScript types (generate-trace-types.mjs) and into
// one module of plain functions, so that a page can check what it reads without compiling anything
// there (no `eval`, no schema compiler in the bundle).
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { format } from 'prettier';
import { traceTypes } from './generate-trace-types.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const schemaFolder = join(root, 'src', 'trace', 'schema');
const target = join(root, 'src', 'trace', 'generated');

const schemas = readdirSync(schemaFolder)
  .filter(name => name.endsWith('.json'))
  .sort()
  .map(name => JSON.parse(readFileSync(join(schemaFolder, name), 'utf8')));
for (const schema of schemas) {
  // They use none of what 2020-12 added over the compiler's default draft, whose code is smaller.
  delete schema.$schema;
}

const ajv = new Ajv({
  schemas,
  discriminator: true,
  // Each `$defs` entry becomes one function: a third of the size of the inlined code.
  inlineRefs: false,
  // The messages are ours (src/trace/structure.ts); the generated ones would double the size.
  messages: false,
  // Lengths in UTF-16 units need no helper module.
  unicode: false,
  logger: false,
  strictTypes: false,
  code: { source: true, esm: true, lines: true, optimize: 2 }
});

const common = 'common.json';
const protocol = 'protocol.json';
const bundles = schemas
  .map(schema => schema.$id)
  .filter(id => id !== common && id !== protocol);
const { $defs: methods } = schemas.find(schema => schema.$id === protocol);

const exported = Object.fromEntries([
  ...bundles.map(id => [`bundle_${id.replace('.json', '')}`, id]),
  ['message', protocol],
  ...Object.keys(methods)
    .filter(name => name !== 'id')
    .map(name => [`method_${name}`, `${protocol}#/$defs/${name}`])
]);

/** A module of these validators. */
function moduleOf(names) {
  const code = standaloneCode.default(ajv, names);
  if (/\brequire\(|\bimport\s/.test(code)) {
    throw new Error('The generated validator wants a module at run time.');
  }
  const table = prefix =>
    Object.keys(names)
      .filter(name => name.startsWith(prefix))
      .map(name => `  ${name.slice(prefix.length)}: ${name}`)
      .join(',\n');
  return `// @ts-nocheck
// Generated from src/trace/schema by scripts/generate-validator.mjs. Do not edit.
import type { Validator } from '../structure';

${code.replace('"use strict";', '').replaceAll('export const ', 'const ')}

export const bundleValidators: Readonly<Record<string, Validator>> = {
${table('bundle_')}
};
${
  'message' in names
    ? `
export const methodValidators: Readonly<Record<string, Validator>> = {
${table('method_')}
};

export const messageValidator: Validator = message;
`
    : ''
}`;
}

// Another process may be reading a module: it is replaced at once, and only when it differs.
function write(name, content) {
  const file = join(target, name);
  if (!existsSync(file) || readFileSync(file, 'utf8') !== content) {
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, content);
    renameSync(draft, file);
  }
}

mkdirSync(target, { recursive: true });
write('validators.ts', moduleOf(exported));
// For a page that draws runs alone (scripts/build-widget.mjs).
write('traceValidators.ts', moduleOf({ bundle_trace: 'trace.json' }));
write(
  'types.ts',
  await format(traceTypes(new Map(schemas.map(each => [each.$id, each]))), {
    parser: 'typescript',
    singleQuote: true
  })
);
