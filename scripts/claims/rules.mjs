// The rules of the library that the ledger goes by, too: when two means are apart, and how means are written.

import { build } from 'esbuild';
import { root } from './program.mjs';

const { outputFiles } = await build({
  stdin: {
    contents: `
      export { spreadWriter } from './src/scene/words/format';
      export { above, byErrors, errorsApart } from './src/engine/study/verdict';
      export { standardError } from './src/trace/spread';
    `,
    resolveDir: root
  },
  bundle: true,
  format: 'esm',
  write: false,
  logLevel: 'error'
});

export const { above, byErrors, errorsApart, spreadWriter, standardError } =
  await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
  );
