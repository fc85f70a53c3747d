import { namesApart } from '../../../../src/views/gradientFlow/namesApart';

test('what all names begin with is left out up to its last word', () => {
  expect(namesApart(['LSTM, forget bias −3', 'LSTM, forget bias 0'])).toEqual([
    'bias −3',
    'bias 0'
  ]);
  expect(namesApart(['ρ = 0.8', 'ρ = 1'])).toEqual(['0.8', '1']);
});

test.each([
  [['RNN', 'LSTM']],
  [['LSTM']],
  [['LSTM 1', 'LSTM 2']],
  [['LSTM', 'LSTM, deep']],
  [['the same', 'the same']]
])('%j stay as they are, or keep what tells them apart', names => {
  const apart = namesApart(names);
  expect(apart.every(name => name !== '')).toBe(true);
  expect(new Set(apart).size).toBe(new Set(names).size);
  if (names[0].split(' ')[0] !== names.at(-1)?.split(' ')[0]) {
    expect(apart).toEqual(names);
  }
});
