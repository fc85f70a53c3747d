import { slipIn } from '../../../src/exercises/slips';

const noName = (name: string) => `Cannot find name '${name}'.`;

describe('a slip of the hand', () => {
  it.each([
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
      'Swap them: matmul(h, U). A state is a row, and the matrix stands behind it.'
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
    ['x @ W', "';' expected.", 'A product of matrices is matmul(x, W).'],
    [
      'let h = 0;',
      "Type 'number' is not assignable to type 'Tensor'.",
      'A number stands where a tensor is asked for: begin with zeros([…]).'
    ],
    [
      'W.T',
      "Property 'T' does not exist on type 'Tensor'.",
      'Rows and columns change places by W.transpose().'
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
});
