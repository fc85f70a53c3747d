// Writes gatescope/tracing/steps.json: what a step of each built-in cell computes and what goes back
// through it, as the engine reads both off the step functions. Python evaluates it with NumPy, PyTorch,
// Keras and JAX. A letter is written as its text and all else as [name, …of what]: `["add", "b_f", …]`.
// `--check` only says whether the file is current.
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
      export { countText } from './src/engine/recurrence/parameterCount';
      export { channelLabel, channelRole } from './src/engine/recurrence/channelNotes';
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

/** n inputs, m units, p projected. */
const SIZES = { n: 2, m: 5, p: 3 };

const letterOf = extent =>
  Object.keys(SIZES).find(letter => SIZES[letter] === extent);

/** A tree as the file holds it. */
const written = tree =>
  tree.kind === 'number'
    ? tree.value
    : tree.args
      ? [tree.name, ...tree.args.map(written)]
      : expressionText(tree);

const labels = {};
const roles = {};

function form(cell, told) {
  const { data } = engine.stepData(cell);
  const known = slopesOf(data);
  const open = tree =>
    written(
      replaced(tree, part =>
        part.kind === 'operation' ? known.get(expressionText(part)) : undefined
      )
    );
  const each = list =>
    Object.fromEntries(
      list.map(({ of, expression }) => [of, open(expression)])
    );
  for (const one of data.equations) {
    const role = engine.channelRole(cell, one.channel, one);
    roles[one.channel] = role;
    labels[one.channel] = engine.channelLabel(cell, one.channel, role);
  }
  return {
    kind: cell.kind,
    ...told,
    name: cell.name,
    states: cell.stateNames,
    output: cell.output,
    equations: data.equations.map(({ channel, expression }) => [
      channel,
      written(expression)
    ]),
    after: each(data.channels.filter(({ of }) => cell.stateNames.includes(of))),
    parts: engine
      .adjoints(cell, cell.stateNames)
      .map(({ of, expression }) => [of, open(expression)]),
    before: each(data.before),
    shapes: shapesOf(cell),
    formula: engine.countText({
      gates: data.weights.filter(({ of }) => of.startsWith('W')).length,
      inputSize: SIZES.n,
      units: SIZES.m,
      ...told,
      projection: told.projected && SIZES.p
    }).formula
  };
}

/** The shape of each weight: `['mn', …]`. */
function shapesOf(cell) {
  return Object.values(cell.weights.parameters())
    .filter(({ tracked }) => tracked)
    .map(({ shape }) => [...shape].reverse().map(letterOf).join(''));
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

const sizes = { inputSize: SIZES.n, units: SIZES.m };
const none = { ...sizes, useBias: false };
const two = { ...sizes, convention: 'pytorch' };
const { lstm, gru, rnn } = engine;
const projection = SIZES.p;
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
const shortSlopes = Object.fromEntries(
  Object.entries(slopes).map(([name, slope]) => [name, written(slope)])
);
const text = `{"slopes": ${JSON.stringify(shortSlopes)},
"labels": ${JSON.stringify(labels)},
"roles": ${JSON.stringify(roles)},
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
