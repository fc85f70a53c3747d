import { spectralRadius } from '../../../src/engine';
import { weightsWithHeld, holdable, radiusOf } from '../../../src/play/held';
import { makeNetwork } from '../../../src/play/network';
import {
  CELLS,
  holdableGates,
  RADIUS,
  START,
  type CellName
} from '../../../src/play/playState';

const planOf = (cell: CellName) => ({
  ...START,
  delay: 6,
  units: 3,
  cell,
  rate: 0.01
});
const x = Array.from({ length: 8 }, (_, step) => [
  Math.sin(step * 3),
  step === 2 ? 1 : 0
]);

describe('what is held of a network by its weights', () => {
  it.each(
    [
      ...CELLS.flatMap(cell =>
        holdableGates(cell).map(gate => [cell, gate] as const)
      ),
      ['own', 'z'] as const
    ]
      .filter(([, gate]) => gate !== RADIUS)
      .flatMap(([cell, gate]) =>
        [0, 0.3, 1].map(value => [cell, gate, value] as const)
      )
  )(
    'holds the gate of %s named %s at %s by its weights as a clamp does',
    (cell, gate, value) => {
      const model = makeNetwork(planOf(cell));
      const clamped = model.trace(x).clamp({ channel: gate, value });
      model.setWeights(
        weightsWithHeld(model.getWeights(), model, { gate, value })
      );
      const held = model.trace(x);
      held
        .channel(gate)
        .values.forEach(each => expect(each).toBeCloseTo(value, 6));
      clamped
        .channel('h')
        .values.forEach((each, at) =>
          expect(held.channel('h').values[at]).toBeCloseTo(each, 5)
        );
    }
  );

  it('holds a plain RNN’s radius by its recurrent weights, and leaves the others', () => {
    const model = makeNetwork({ ...planOf('rnn'), units: 5 });
    const weights = model.getWeights();
    const held = weightsWithHeld(weights, model, {
      gate: 'radius',
      value: 0.6
    });
    const names = Object.keys(weights).filter(
      name => held[name] !== weights[name]
    );
    expect(names).toEqual(['simple_rnn/recurrentKernel']);
    expect(spectralRadius(held[names[0]])).toBeCloseTo(0.6, 6);
    expect(radiusOf(held, model)).toBeCloseTo(0.6, 6);
    const other = makeNetwork(planOf('lstm'));
    expect(radiusOf(other.getWeights(), other)).toBeNull();
  });

  it.each(CELLS.filter(cell => cell !== 'own'))(
    'can be of a %s what the page offers',
    cell => {
      expect(holdable(makeNetwork(planOf(cell)))).toEqual(holdableGates(cell));
    }
  );

  it('refuses a gate that a cell has not', () => {
    const model = makeNetwork(planOf('rnn'));
    expect(() =>
      weightsWithHeld(model.getWeights(), model, { gate: 'f', value: 1 })
    ).toThrow('the cell RNN has no gate f');
  });
});
