// Writes gatescope/tracing/steps.json: what goes back through a step of each built-in cell, as the engine
// reads it off the step functions. Traces of Python hold it. `--check` only says whether the file is current.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const target = path.join(root, 'gatescope/tracing/steps.json');

const { outputFiles } = await build({
  stdin: {
    contents: `
      export { cell, gru, lstm, rnn } from './src/engine';
      export { stepData } from './src/engine/compiler/stepData';
      export { adjoints } from './src/engine/run/adjoints';
      export { activation, activationNames } from './src/engine/tensor/activations';
      export { zeros } from './src/engine/tensor/making';
      export { expressionText } from './src/trace';`,
    resolveDir: root,
    loader: 'ts'
  },
  bundle: true,
  format: 'esm',
  platform: 'node',
  write: false,
  logLevel: 'error'
});
const engine = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
);
const { expressionText } = engine;

/** A tree with some of its parts replaced. */
function replaced(tree, by) {
  const found = by(tree);
  return found !== undefined
    ? found
    : tree.args
      ? { ...tree, args: tree.args.map(inner => replaced(inner, by)) }
      : tree;
}

/** What an activation makes of dL/dy, in y and in the x that it is of; undefined where nobody knows. */
function wayThrough(name) {
  const of = engine.cell({
    name,
    inputSize: 1,
    units: 1,
    state: ['y'],
    parameters: [],
    step: ({ x }) => ({ y: engine.activation(name)(x) })
  });
  const { data } = engine.stepData(of);
  return data?.before.find(({ of }) => of === 'x')?.expression;
}

/** The same for a dL/dy of 1. */
const slopes = Object.fromEntries(
  engine.activationNames
    // One number of a softmax hangs on all of its inputs.
    .filter(name => name !== 'softmax')
    .map(name => [name, wayThrough(name)])
    .filter(([, slope]) => slope !== undefined)
    .map(([name, slope]) => [
      name,
      replaced(slope, ({ name, args, kind }) =>
        name === 'dL/dy'
          ? { kind: 'number', value: 1 }
          : kind === 'operation' &&
              name === 'multiply' &&
              args[0].name === 'dL/dy'
            ? args[1]
            : undefined
      )
    ])
);

/** By its text: what the slope of each activation in a step is, as `tanh′(y)` of what the activation gave. */
function slopesOf({ equations }) {
  const found = new Map();
  const meet = (call, y) => {
    const slope = replaced(slopes[call.name], part =>
      part.name === 'y' ? y : undefined
    );
    found.set(expressionText(slope), {
      kind: 'call',
      name: `${call.name}′`,
      args: [y]
    });
  };
  const walk = tree => {
    if (tree.kind === 'call') {
      meet(tree, tree);
    }
    tree.args?.forEach(walk);
  };
  for (const { channel, expression } of equations) {
    if (expression.kind === 'call') {
      meet(expression, { kind: 'symbol', name: channel, role: 'channel' });
      expression.args.forEach(walk);
    } else {
      walk(expression);
    }
  }
  return found;
}

function form(cell, told) {
  const { data } = engine.stepData(cell);
  const known = slopesOf(data);
  const open = tree =>
    replaced(tree, part =>
      part.kind === 'operation' ? known.get(expressionText(part)) : undefined
    );
  return {
    kind: cell.kind,
    ...told,
    equations: data.equations.map(({ channel, expression }) => ({
      of: channel,
      expression
    })),
    parts: engine
      .adjoints(cell, cell.stateNames)
      .map(({ of, expression }) => ({ of, expression: open(expression) }))
  };
}

/** A cell that reads no biases of its state. */
function withoutStateBiases(cell) {
  const parameters = () =>
    Object.fromEntries(
      Object.entries(cell.weights.parameters()).map(([name, tensor]) => [
        name,
        name.startsWith('bh') ? engine.zeros(tensor.shape) : tensor
      ])
    );
  return new Proxy(cell, {
    get: (of, key) =>
      key === 'weights' ? { ...of.weights, parameters } : of[key]
  });
}

const sizes = { inputSize: 1, units: 2 };
const none = { ...sizes, useBias: false };
const two = { ...sizes, convention: 'pytorch' };
const { lstm, gru, rnn } = engine;
const projection = 1;
const forms = [
  ...[none, sizes, two].flatMap((options, biases) => [
    form(rnn(options), { biases }),
    form(lstm(options), { biases }),
    form(lstm({ ...options, projection }), { biases, projected: true })
  ]),
  form(gru(none), { biases: 0 }),
  form(withoutStateBiases(gru(sizes)), { biases: 1 }),
  form(gru(sizes), { biases: 2 }),
  form(gru({ ...none, resetAfter: false }), { biases: 0, resetBefore: true }),
  form(gru({ ...sizes, resetAfter: false }), { biases: 1, resetBefore: true })
];
const lines = values => values.map(value => JSON.stringify(value)).join(',\n');
const text = `{"slopes": ${JSON.stringify(slopes)},
"forms": [
${lines(forms)}
]}
`;

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error(
      'steps.json is out of date: run node scripts/generate-step-data.mjs'
    );
    process.exitCode = 1;
  }
} else {
  writeFileSync(target, text);
}
