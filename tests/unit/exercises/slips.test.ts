import { slipIn } from '../../../src/exercises/slips';

const noName = (name: string) => `Cannot find name '${name}'.`;

describe('a slip of the hand', () => {
  it.each([
    [
      "show(table(['a'], [[1]]));",
      "Argument of type 'void' is not assignable to parameter of type 'Showable'.",
      'table(…) gives nothing that show(…) could take. If it is yours: does it end with return?'
    ],
    [
      "check.close('double(3)', double(3), 6)",
      "Argument of type 'void' is not assignable to parameter of type 'Values'.",
      'double(…) gives nothing that close(…) could take. If it is yours: does it end with return?'
    ],
    [
      'const double = (x: number): number => { x * 2; };',
      "A function whose declared type is neither 'undefined', 'void', nor 'any' must return a value.",
      'The function returns nothing on some way: does it end with return?'
    ],
    [
      'const cNew = f * c;',
      'The left-hand side of an arithmetic operation must be of type ...',
      'These are tensors: write mul(f, c).'
    ],
    [
      'const s = a + b;',
      "Operator '+' cannot be applied to types 'Tensor' and 'Tensor'.",
      'These are tensors: write add(a, b).'
    ],
    [
      'tanh(matmul(U, h))',
      'matmul: shapes [3, 3] and [1, 3] do not fit',
      'Swap them: matmul(h, U). A state is a row, with the matrix on its right.'
    ],
    [
      'states.append(h)',
      "Property 'append' does not exist on type 'number[]'.",
      'A list grows by push: list.push(value).'
    ],
    [
      'for x in inputs:',
      "'(' expected.",
      'A loop over a list is for (const x of list): of, not in.'
    ],
    ['if len(xs) > 2:', noName('len'), 'The number of entries is xs.length.'],
    ['return True', noName('True'), 'True is written true.'],
    [
      'def step(x):',
      "';' expected.",
      'A function begins with function step(…) {.'
    ],
    [
      '  return { f };',
      "Type '{ f: Tensor; }' is missing the following properties from type 'Readonly<Record<LstmChannel, Tensor>>': h, c, i, g, o",
      'A step returns its new state and every gate. What it returns here lacks h, c, i, g, o.'
    ],
    [
      '  return {};',
      "Type '{}' is missing the following properties from type 'Readonly<Record<LstmChannel, Tensor>>': h, c, f, i, and 2 more.",
      'A step returns its new state and every gate. What it returns here lacks h, c, f, i, and 2 more.'
    ],
    [
      '  return { h, c, f, i, g };',
      "Property 'o' is missing in type '{ h: Tensor; c: Tensor; }' but required in type 'Readonly<Record<LstmChannel, Tensor>>'.",
      'A step returns its new state and every gate. What it returns here lacks o.'
    ],
    [
      "  return { channel: 'f', value: 1 };",
      "Object literal may only specify known properties, and 'channel' does not exist in type 'ClampRequest[]'.",
      'A list is needed here, even of one: put [ and ] around the { … }.'
    ],
    [
      '  return [{ f: 1 }];',
      "Object literal may only specify known properties, and 'f' does not exist in type 'ClampRequest'.",
      "A clamp names its channel and its value: { channel: 'f', units: [2], steps: [21, 22], value: 1 }."
    ],
    ['x @ W', "';' expected.", 'A product of matrices is matmul(x, W).'],
    [
      'let h = 0;',
      "Type 'number' is not assignable to type 'Tensor'.",
      'This is a number where a tensor is needed: begin with zeros([…]).'
    ],
    [
      'W.T',
      "Property 'T' does not exist on type 'Tensor'.",
      'Rows and columns change places by W.transpose().'
    ],
    [
      'return gradients.map(each => each * scale);',
      'The left-hand side of an arithmetic operation must be of type ...',
      'each is a list, and sums are made of numbers: go through it with a map of its own.'
    ],
    [
      'add(matmul(x, U), b)',
      'matmul: shapes [1, 2] and [4, 4] do not fit',
      'x does not go through U: W is for the input, U for the state.'
    ],
    [
      'add(matmul(h, Wf), b)',
      'matmul: shapes [1, 4] and [2, 4] do not fit',
      'h does not go through Wf: W is for the input, U for the state.'
    ],
    [
      'return { h: Math.tanh(add(a, b)) };',
      "Argument of type 'Tensor' is not assignable to parameter of type 'number'.",
      'Math.tanh is for one number. For a tensor it is tanh(…).'
    ],
    [
      'h = tanh(0.6 * x);',
      "Type 'Tensor' is not assignable to type 'number'.",
      'tanh makes a tensor. For one number it is Math.tanh(…).'
    ],
    [
      'const h = Math.tanh(x + h);',
      "Block-scoped variable 'h' used before its declaration.",
      'This makes a second h, which is not there yet on its right side. To change the h from outside the loop, write h = …'
    ],
    [
      'return cell.run(inputs).h.toArray();',
      "Property 'run' does not exist on type 'StepOnly'.",
      'This cell takes one step at a time and cannot run a whole sequence: on live data the next number is not there yet.'
    ],
    [
      'h = cell.step({ x: [input], h });',
      "Type '{ h: Tensor; }' is missing the following properties from type 'Tensor'",
      'step returns an object; the new state is its h.'
    ],
    [
      'const step: RnnStep = ({ x, h }, { W, U, b }) => {',
      `Type '(…) => Tensor' is not assignable to type 'RnnStep'.
  Property 'h' is missing in type 'Tensor' but required in type 'Readonly<Record<"h", Tensor>>'.`,
      'This gives the tensor alone. A step returns an object with the new state: return { h: … }.'
    ],
    [
      '  states.push(h);',
      "Type 'Tensor' is missing the following properties from type 'number[]': length, pop, push, concat, and 31 more.",
      'This is a tensor where an array of numbers is needed: write .toArray() after it.'
    ]
  ])('%s', (line, message, says) => {
    expect(slipIn({ line, message })).toBe(says);
  });

  it('is not seen in a right line with another fault, nor in a comment', () => {
    const message = "Property 'foo' does not exist on type 'Tensor'.";
    expect(slipIn({ line: 'const y = 2 * width;', message })).toBeNull();
    expect(
      slipIn({ line: 'h.foo(); // states.append(h)', message })
    ).toBeNull();
    expect(
      slipIn({ line: 'matmul(x, W)', message: 'matmul: shapes do not fit' })
    ).toBeNull();
    expect(slipIn({ line: 'for (const x of xs) {', message })).toBeNull();
  });

  it('is not looked for in a line of data, which would hold up whoever waits', () => {
    const message =
      'The left-hand side of an arithmetic operation must be a number.';
    const line = 'const y = f * c;';
    expect(slipIn({ line, message })).not.toBeNull();
    const data = 'a'.repeat(1e6);
    expect(slipIn({ line: `${line} const text = '${data}';`, message })).toBe(
      null
    );
  });
});
