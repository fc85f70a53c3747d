import {
  add,
  concat,
  dot,
  matmul,
  mul,
  stack,
  tensor,
  zeros
} from '../../../../src/engine';

const wrong: [string, () => unknown, string][] = [
  [
    'add',
    () => add([1, 2], [1, 2, 3]),
    'add: shapes [2] and [3] do not fit element by element (extents 2 and 3 at axis -1)'
  ],
  [
    'mul',
    () => mul(zeros([2, 3]), zeros([3, 2])),
    'multiply: shapes [2, 3] and [3, 2] do not fit'
  ],
  [
    'matmul',
    () => matmul([[1, 2]], [[1, 2]]),
    'matmul: shapes [1, 2] and [1, 2] do not fit: the last extent of the first is 2, but the last but one of the second is 1'
  ],
  [
    'matmul of a number',
    () => matmul(2, [[1]]),
    'matmul: needs vectors or matrices, got shapes [] and [1, 1] (use mul for numbers)'
  ],
  [
    'dot',
    () => dot(zeros([1, 1, 1]), [1]),
    'dot: takes vectors and matrices, got shapes [1, 1, 1] and [1] (use matmul)'
  ],
  [
    'uneven arrays',
    () => tensor([[1, 2], [3]]),
    'tensor: the arrays are uneven: expected 2 entries at [1], got 1'
  ],
  [
    'a string among numbers',
    () => tensor([1, 'a'] as never),
    "tensor: expected a number at [1], got the string 'a'"
  ],
  [
    'nothing',
    () => tensor(undefined as never),
    'tensor: expected a tensor, a number or an array of numbers, got undefined'
  ],
  [
    'a shape that does not hold',
    () => tensor([1, 2, 3], { shape: [2, 2] }),
    'tensor: shape [2, 2] needs 4 numbers, got 3'
  ],
  [
    'reshape',
    () => zeros([2, 3]).reshape([4, -1]),
    'reshape: 6 numbers of shape [2, 3] cannot take shape [4, -1]'
  ],
  [
    'at',
    () => zeros([3]).at(3),
    'at: there is no entry 3 along axis 0 of [3] (0 to 2)'
  ],
  [
    'slice',
    () => zeros([3]).slice(2, 1),
    'slice: 2 to 1 does not lie in axis 0 of [3]'
  ],
  [
    'split',
    () => zeros([2, 3]).split(2),
    'split: axis 1 of [2, 3] does not divide into 2 parts'
  ],
  [
    'transpose',
    () => zeros([2, 3]).transpose([0, 0]),
    'transpose: order [0, 0] must name each axis of [2, 3] once'
  ],
  [
    'sum',
    () => zeros([2]).sum(1),
    'sum: axis 1 does not exist in a tensor of rank 1'
  ],
  [
    'mean',
    () => zeros([2]).mean({ axis: -1 } as unknown as number),
    'mean: axis must be a whole number such as -1, the last, got an object'
  ],
  [
    'item',
    () => zeros([2]).item(),
    'item: the tensor has shape [2], not one number'
  ],
  [
    'gather',
    () => zeros([2, 3]).gather([2]),
    'gather: row 2 does not exist in a matrix of 2 rows (0 to 1)'
  ],
  [
    'concat',
    () => concat([zeros([2, 3]), zeros([3, 3])]),
    'concat: shapes [2, 3] and [3, 3] differ outside axis 1'
  ],
  ['concat of nothing', () => concat([]), 'concat: got no tensors'],
  [
    'concat of a list with a hole',
    () => concat([, tensor([1])] as never),
    'concat: parts[0]: expected a tensor, a number or an array of numbers, got undefined'
  ],
  [
    'stack',
    () => stack([zeros([2]), zeros([3])]),
    'stack: shapes [2] and [3] differ'
  ]
];

it.each(wrong)('%s says what does not fit', (_, call, message) => {
  expect(call).toThrow(message);
});
