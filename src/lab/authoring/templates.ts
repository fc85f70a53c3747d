import type { StepKind } from '../../exercises/metadata';

/** What an author can set, by the names of the menu. */
export type ExerciseKind =
  | 'step-rnn'
  | 'step-lstm'
  | 'step-gru'
  | 'weights'
  | 'clamp'
  | 'number'
  | 'function'
  | 'fault'
  | 'explain'
  | 'predict'
  | 'choice'
  | 'place'
  | 'table'
  | 'order'
  | 'cell';

/** An answer that tests mark. */
export interface TestedTemplate {
  readonly form: 'tested';
  /** Code above the answer that students are given. */
  readonly given?: string;
  /** Words above it. */
  readonly text?: string;
  readonly answer: string;
  readonly test: string;
  readonly points: number;
  readonly imports: readonly string[];
  readonly types?: readonly string[];
  readonly stepOf?: StepKind;
}

/** A notebook cell that asks by what it shows, or words marked by hand. */
export interface AskedTemplate {
  readonly form: 'predict' | 'questions' | 'byHand';
  /** `KEY` is the key of what is asked. */
  readonly source: string;
  /** Marks what was answered, and what that is worth; without it no points are given. */
  readonly test?: string;
  readonly points?: number;
  readonly imports: readonly string[];
}

/** A test of which students get the first part alone: what it says is no number of the answer. */
export function hiddenTest(given: string, hidden: string): string {
  return `${given}\n/// BEGIN HIDDEN TESTS\n${hidden}\n/// END HIDDEN TESTS`;
}

/** Marks by a key that students do not get. */
function keyTest(key: string): string {
  return hiddenTest(
    '// Says what is not answered yet; the key is the teacher’s\ncheck.answers(asked)',
    `check.answers(asked, ${key})`
  );
}

const rnnBody = 'return { h: tanh(add(matmul(x, W), matmul(h, U), b)) };';

const lstmBody = `const f = sigmoid(add(matmul(x, Wf), matmul(h, Uf), bf));
  const i = sigmoid(add(matmul(x, Wi), matmul(h, Ui), bi));
  const g = tanh(add(matmul(x, Wg), matmul(h, Ug), bg));
  const o = sigmoid(add(matmul(x, Wo), matmul(h, Uo), bo));
  const cNew = add(mul(f, c), mul(i, g));
  const hNew = mul(o, tanh(cNew));
  return { f, i, g, o, c: cNew, h: hNew };`;

const gruBody = `const z = sigmoid(add(matmul(x, Wz), bz, matmul(h, Uz), bhz));
  const r = sigmoid(add(matmul(x, Wr), br, matmul(h, Ur), bhr));
  const n = tanh(add(matmul(x, Wn), bn, mul(r, add(matmul(h, Un), bhn))));
  const hNew = add(mul(oneMinus(z), n), mul(z, h));
  return { z, r, n, h: hNew };`;

const stepHeads: Readonly<Record<StepKind, string>> = {
  rnn: 'const rnnStep: RnnStep = ({ x, h }, { W, U, b }) => {',
  lstm: 'const lstmStep: LstmStep = ({ x, h, c }, { Wf, Uf, bf, Wi, Ui, bi, Wg, Ug, bg, Wo, Uo, bo }) => {',
  gru: 'const gruStep: GruStep = ({ x, h }, { Wz, Uz, bz, bhz, Wr, Ur, br, bhr, Wn, Un, bn, bhn }) => {'
};

function solved(head: string, body: string, foot: string): string {
  return `${head}\n  /// BEGIN SOLUTION\n  ${body}\n  /// END SOLUTION\n${foot}`;
}

function stepTemplate(
  kind: StepKind,
  body: string,
  imports: readonly string[]
): TestedTemplate {
  return {
    form: 'tested',
    answer: solved(stepHeads[kind], body, '};'),
    test: `// Checks the step with random weights, equation by equation\ncheck.step(${kind}Step, '${kind}')`,
    points: 3,
    imports: ['check', ...imports],
    types: [`${kind[0].toUpperCase()}${kind.slice(1)}Step`],
    stepOf: kind
  };
}

/** Each is whole: its solution passes, and what students get of it fails. To be written over. */
export const templates: Readonly<
  Record<ExerciseKind, TestedTemplate | AskedTemplate>
> = {
  'step-rnn': stepTemplate('rnn', rnnBody, ['add', 'matmul', 'tanh']),
  'step-lstm': stepTemplate('lstm', lstmBody, [
    'add',
    'matmul',
    'mul',
    'sigmoid',
    'tanh'
  ]),
  'step-gru': stepTemplate('gru', gruBody, [
    'add',
    'matmul',
    'mul',
    'oneMinus',
    'sigmoid',
    'tanh'
  ]),
  weights: {
    form: 'tested',
    answer: solved(
      '// Unit 1 shows the input of the step before.\nfunction weights(): TwoUnits {',
      'return { W: [20, 0], U: [[0, 10], [0, 0]], b: [-10, 0] };',
      '}'
    ),
    test: `// Runs a network with the weights on seven steps
const shown = ({ W, U, b }: TwoUnits): number[] => {
  const cell = rnn({ inputSize: 1, units: 2 });
  cell.setWeights([[[...W]], U.map(row => [...row]), [...b]]);
  const { h } = cell.run([[1], [0], [0], [1], [1], [0], [1]]);
  return h.toArray<number[][]>().slice(1).map(row => row[1]);
};
check.close('unit 1', shown(weights()), [1, -1, -1, 1, 1, -1], {
  absolute: 0.1
})`,
    points: 2,
    imports: ['check', 'rnn'],
    types: ['TwoUnits']
  },
  clamp: {
    form: 'tested',
    given: `const memory = lstm({ inputSize: 1, units: 2, seed: 11 });
const wild = memory.run([[0.9], [-0.4], [0.7], [-1], [0.2], [0.8], [-0.6], [0.5]]);`,
    answer: solved(
      '// From step 3 to step 6 unit 1 is to keep its cell state.\nfunction hold(): ClampRequest[] {',
      `const steps = [3, 4, 5, 6];
  return [
    { channel: 'f', units: [1], steps, value: 1 },
    { channel: 'i', units: [1], steps, value: 0 }
  ];`,
      '}'
    ),
    test: `// Holds the gates and looks at c
const held = hold().reduce((run, clamp) => run.clamp(clamp), wild);
check.keeps(held, { unit: 1, from: 2, steps: 4 })`,
    points: 2,
    imports: ['check', 'lstm'],
    types: ['ClampRequest']
  },
  number: {
    form: 'tested',
    answer: solved(
      '// What is left of 1 after ten steps with a forget gate of 0.9?\nfunction left(): number {',
      'return 0.9 ** 10;',
      '}'
    ),
    test: hiddenTest(
      `// Asks for a number; which one it is to be, is judged when it is marked
check.that(Number.isFinite(left()), 'left is to give a number.', {
  passed: 'A number. Whether it is right is judged when it is marked.'
})`,
      "check.close('left', left(), 0.9 ** 10, { tolerance: 0.01 })"
    ),
    points: 1,
    imports: ['check']
  },
  function: {
    form: 'tested',
    answer: solved(
      '// After how many steps is a half left of what a forget gate keeps, for example 0.9?\nfunction halfLife(forget: number): number {',
      'return Math.log(0.5) / Math.log(forget);',
      '}'
    ),
    test: hiddenTest(
      `// One example; others are compared when it is marked
check.close('halfLife(0.5)', halfLife(0.5), 1)`,
      `check.close('halfLife(0.9)', halfLife(0.9), 6.578813);
check.close('halfLife(0.99)', halfLife(0.99), 68.967564)`
    ),
    points: 2,
    imports: ['check']
  },
  fault: {
    form: 'tested',
    text: `One line of this step of an RNN is wrong. Write it without the fault.

\`\`\`typescript
const mended: RnnStep = ({ x, h }, { W, U, b }) => {
  return { h: tanh(add(matmul(x, W), h, b)) };
};
\`\`\``,
    answer: solved(stepHeads.rnn.replace('rnnStep', 'mended'), rnnBody, '};'),
    test: `// Checks the step with random weights\ncheck.step(mended, 'rnn')`,
    points: 2,
    imports: ['add', 'check', 'matmul', 'tanh'],
    types: ['RnnStep'],
    stepOf: 'rnn'
  },
  explain: {
    form: 'byHand',
    source:
      '**Explain** why the cell state of an LSTM keeps a value for longer than its hidden state.\n\n/// BEGIN SOLUTION\nThe cell state is multiplied by the forget gate alone, which may be near 1.\n/// END SOLUTION',
    imports: []
  },
  predict: {
    form: 'predict',
    source: `const asked = predict({
  key: 'KEY',
  purpose: 'marked',
  question: 'An RNN has one unit, W = 1, U = 0.5, b = 0. The input is 1 at step 0 and 0 afterwards. Draw the hidden state.',
  count: 8,
  given: [0.76],
  quantity: { name: 'hidden state h', range: [0, 1] }
});
show(asked);`,
    test: hiddenTest(
      '// Says what is not answered yet; the truth is the teacher’s\ncheck.answers(asked)',
      `const echo = rnn({ inputSize: 1, units: 1 });
echo.setWeights([[[1]], [[0.5]], [0]]);
const pulse = Array.from({ length: 8 }, (_, step) => [step === 0 ? 1 : 0]);
check.answers(asked, echo.run(pulse).h.toArray<number[][]>().map(([h]) => h))`
    ),
    points: 2,
    imports: ['check', 'predict', 'rnn', 'show']
  },
  choice: {
    form: 'questions',
    source: `const asked = questions({
  key: 'KEY',
  purpose: 'marked',
  items: [{
    id: 'which',
    question: 'Which gate decides how much of the cell state is kept?',
    choice: ['the input gate', 'the forget gate', 'the output gate']
  }]
});
show(asked);`,
    test: keyTest("{ which: 'the forget gate' }"),
    points: 1,
    imports: ['check', 'questions', 'show']
  },
  place: {
    form: 'questions',
    source: `const asked = questions({
  key: 'KEY',
  purpose: 'marked',
  items: [{
    id: 'where',
    question: 'Click the step at which the state is forgotten.',
    place: {
      lines: [{ name: 'h', values: [0.2, 0.5, 0.7, 0.8, 0.1, 0.3] }]
    }
  }]
});
show(asked);`,
    test: keyTest('{ where: 4 }'),
    points: 1,
    imports: ['check', 'questions', 'show']
  },
  table: {
    form: 'questions',
    source: `const asked = questions({
  key: 'KEY',
  purpose: 'marked',
  items: [{
    id: 'trace',
    question: 'Follow the loop by hand.',
    table: {
      code: 'let h = 0;\\nfor (const x of [2, 0, -1]) {\\n  h = 0.5 * h + x;\\n}',
      names: ['x', 'h'],
      rows: [[2, 2]],
      turns: 2
    }
  }]
});
show(asked);`,
    test: keyTest('{ trace: [[0, 1], [-1, -0.5]] }'),
    points: 2,
    imports: ['check', 'questions', 'show']
  },
  order: {
    form: 'questions',
    source: `const asked = questions({
  key: 'KEY',
  purpose: 'marked',
  items: [{
    id: 'lines',
    question: 'Put the lines of one step of an LSTM in order. One does not belong.',
    order: {
      lines: [
        'const h = mul(o, tanh(c));',
        'const c = add(mul(f, cBefore), mul(i, g));',
        'const c = mul(f, h);',
        'const { f, i, g, o } = gates(x, hBefore);'
      ]
    }
  }]
});
show(asked);`,
    test: keyTest(`{
  lines: [
    'const { f, i, g, o } = gates(x, hBefore);',
    'const c = add(mul(f, cBefore), mul(i, g));',
    'const h = mul(o, tanh(c));'
  ]
}`),
    points: 1,
    imports: ['check', 'questions', 'show']
  },
  cell: {
    form: 'questions',
    source: `const asked = questions({
  key: 'KEY',
  purpose: 'marked',
  items: [{
    id: 'numbers',
    question: 'Fill in the numbers of this LSTM of one unit, step by step, to two decimals.',
    cell: {
      inputs: [1, -1],
      blocks: { f: [1, 0, 1], i: [2, 1, 0], g: [1, 1, 0], o: [0, 1, 1] }
    }
  }]
});
show(asked);`,
    test: keyTest("{ numbers: 'computed' }"),
    points: 3,
    imports: ['check', 'questions', 'show']
  }
};
