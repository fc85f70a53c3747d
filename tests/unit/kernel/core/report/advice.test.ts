import '../../nodeMachine';
import type * as ts from 'typescript';
import {
  lstm,
  matmul,
  reshape,
  tensor,
  add,
  sequential,
  layers
} from '../../../../../src/engine';
import { advice } from '../../../../../src/kernel/core/report/advice';
import { diagnosticAdvice } from '../../../../../src/kernel/core/report/diagnosticAdvice';

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

const cell = lstm({ inputSize: 1, units: 2, seed: 1 });

test.each([
  [
    'a sequence with too many features',
    () => cell.run([[1, 2]]),
    /steps, features/
  ],
  ['an empty sequence', () => cell.run([]), /no steps/],
  ['another name of an option', () => lstm({ unit: 1 } as never), /Press Tab/],
  ['rows of unlike length', () => tensor([[1, 2], [3]]), /padSequences/],
  [
    'a product that does not fit',
    () => matmul(tensor([[1, 2]]), tensor([[1, 2]])),
    /transpose/
  ],
  [
    'a shape for other numbers',
    () => reshape(tensor([1, 2, 3]), [2, 2]),
    /entries multiplied/
  ],
  [
    'a sum of unlike shapes',
    () => add(tensor([1, 2]), tensor([1, 2, 3])),
    /shapes/
  ]
])(
  'the engine refuses %s, and one line says what to do',
  (_, work, expected) => {
    const error = thrownBy(work);
    const line = advice(error);
    expect(line).toMatch(expected);
    expect(line).not.toContain('\n');
  }
);

test('a target that does not fit the network', async () => {
  const model = sequential([layers.dense({ units: 2, inputShape: [1] })], {
    seed: 1
  });
  model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
  const told = async (y: number[][]) => {
    try {
      await model.fit(tensor([[1], [2]]), tensor(y), { epochs: 1 });
    } catch (error) {
      return advice(error);
    }
    return 'nothing was thrown';
  };
  expect(await told([[1], [2]])).toMatch(/units/);
  expect(await told([[1, 2]])).toMatch(/Each example needs one target/);
});

test.each([
  [new RangeError('Maximum call stack size exceeded'), '', /without end/],
  [new ReferenceError('x is not defined'), '', /declares it first/],
  [
    new ReferenceError("Cannot access 'x' before initialization"),
    '',
    /further down/
  ],
  [
    new TypeError("Cannot read properties of undefined (reading 'y')"),
    '',
    /is undefined/
  ],
  [
    new TypeError("Cannot read properties of null (reading 'y')"),
    '',
    /is null/
  ],
  [
    new TypeError('r.map is not a function'),
    'model.fit(x, y).map(f)',
    /`await`/
  ],
  [new TypeError('a is not iterable'), '[...a]', /arrays, strings/]
])('%s has its advice', (error, line, expected) => {
  expect(advice(error, line)).toMatch(expected);
});

test.each([
  new Error('something else'),
  'text',
  null,
  undefined,
  { message: 5 }
])('for %p there is none', error => {
  expect(advice(error)).toBeNull();
});

test.each([
  [2304, 'x', /declares it first/],
  [2307, 'x', /install it/],
  [2339, "Property 'a' does not exist on type 'Promise<number>'.", /`await`/],
  [2561, 'x', /press Tab/],
  [18048, 'x', /may be missing/],
  [7006, 'x', /Give the parameter a type/],
  [1308, 'x', /`async`/],
  [2588, 'x', /`let`/]
])('TS%d has its advice', (code, messageText, expected) => {
  expect(diagnosticAdvice({ code, messageText } as ts.Diagnostic)).toMatch(
    expected
  );
});

test('for other diagnostics there is none', () => {
  for (const [code, messageText] of [
    [2322, 'x'],
    [2339, "Property 'a' does not exist on type 'number'."]
  ] as const) {
    expect(diagnosticAdvice({ code, messageText } as ts.Diagnostic)).toBeNull();
  }
});
