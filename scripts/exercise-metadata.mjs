// src/exercises/metadata for scripts: one set of rules makes the student version, here and in the lab.
// With it the inventory's questions, so that they can be counted.
import { build } from 'esbuild';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const { outputFiles } = await build({
  stdin: {
    contents: `
      export * from './metadata';
      export { inventoryItems } from './questions/inventoryItems';
    `,
    resolveDir: path.join(root, 'src/exercises')
  },
  bundle: true,
  format: 'esm',
  write: false,
  logLevel: 'error'
});

/** The exports of src/exercises/metadata, and `inventoryItems`. */
export const exerciseMetadata = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
);
