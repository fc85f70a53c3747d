import { gru } from '../../../../src/engine';

it('an initial state in a Map is refused, since it would be taken for none', () => {
  const cell = gru({ inputSize: 1, units: 2, seed: 7 });
  expect(() =>
    cell.run([1], { initialState: new Map([['h', [9, 9]]]) as never })
  ).toThrow(
    'initialState must be an object by the names of the states (h), got a Map'
  );
});
