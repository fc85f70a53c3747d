// Writes src/engine/cells/stepSources.ts: the text of each built-in step function as a reader sees
// it beside the picture. A bundler changes the functions' own text, so it is taken from the source.
// `--check` only says whether the file is current.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import prettier from 'prettier';

const folder = fileURLToPath(new URL('../src/engine/cells/', import.meta.url));
const target = `${folder}stepSources.ts`;

/** Characters that a picture in the lab has room for. */
const LINE = 72;

const wanted = [
  ['rnn', 'rnn.ts', 'rnnStep'],
  ['twoBiasRnn', 'rnn.ts', 'twoBiasRnnStep'],
  ['lstm', 'lstm.ts', 'lstmStep'],
  ['twoBiasLstm', 'lstm.ts', 'twoBiasLstmStep'],
  ['gru', 'gru.ts', 'gruStep'],
  ['resetBeforeGru', 'gru.ts', 'resetBeforeGruStep'],
  ['minGru', 'minGru.ts', 'minGruStep'],
  ['minLstm', 'minLstm.ts', 'minLstmStep'],
  ['sLstm', 'sLstm.ts', 'sLstmStep'],
  ['selectiveStateSpace', 'selectiveStateSpace.ts', 'selectiveStep'],
  ['linearAttention', 'linearAttention.ts', 'linearAttentionStep'],
  ['mLstm', 'mLstm.ts', 'mLstmStep'],
  ['deltaNet', 'deltaNet.ts', 'deltaNetStep'],
  ['gatedDeltaNet', 'deltaNet.ts', 'gatedDeltaNetStep']
];

/** `step({ x, h }, { W, U, b }) { … }`: without types, and without the squashing functions. */
function stepText(file, name) {
  const source = ts.createSourceFile(
    file,
    readFileSync(`${folder}${file}`, 'utf8'),
    ts.ScriptTarget.ES2022,
    true
  );
  const found = source.statements.find(
    statement =>
      ts.isFunctionDeclaration(statement) && statement.name?.text === name
  );
  const parameters = found.parameters
    .slice(0, 2)
    .map(parameter => parameter.name.getText().replace(/\s+/g, ' '));
  return `${wrapped(`step(${parameters.join(', ')})`)} ${untyped(found.body.getText())}`;
}

/** A small function inside a step, without the type of what it takes. */
function untyped(body) {
  return body.replace(/\((\w+): Tensor\) =>/g, '$1 =>');
}

/** Lines are filled: a weight a line, as a formatter writes it, is half a screen of names. */
function wrapped(text) {
  const lines = [''];
  for (const piece of text.split(/(?<=,) /)) {
    const line = lines.at(-1);
    if (line !== '' && line.length + piece.length + 3 > LINE) {
      lines.push(`    ${piece}`);
    } else {
      lines[lines.length - 1] = line === '' ? piece : `${line} ${piece}`;
    }
  }
  return lines.join('\n');
}

const entries = wanted.map(
  ([key, file, name]) => `${key}: ${JSON.stringify(stepText(file, name))}`
);
const text = await prettier.format(
  `// Written by scripts/generate-step-sources.mjs from the step functions beside it.
/** The text of each built-in step, as it is shown beside its picture. */
export const stepSources = { ${entries.join(', ')} } as const;
`,
  { ...(await prettier.resolveConfig(target)), parser: 'typescript' }
);

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error(
      'stepSources.ts is out of date: run node scripts/generate-step-sources.mjs'
    );
    process.exitCode = 1;
  }
} else {
  writeFileSync(target, text);
}
