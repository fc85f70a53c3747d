import { spectralRadius } from '../../../src/engine';
import { heldWeights, holdable, radiusOf } from '../../../src/play/held';
import { makeNetwork } from '../../../src/play/network';
import {
  CELLS,
  heldOf,
  OWN_CELL,
  RADIUS,
  START,
  type CellName
} from '../../../src/play/playState';
import { createRace } from '../../../src/play/race';

const small = { ...START, delay: 6, units: 3 };
const planOf = (cell: CellName) => ({ ...small, cell, rate: 0.01 });
const x = Array.from({ length: 8 }, (_, step) => [
  Math.sin(step * 3),
  step === 2 ? 1 : 0
]);

describe('the networks of the playground', () => {
  it.each(
    [
      ...CELLS.flatMap(cell => heldOf(cell).map(gate => [cell, gate] as const)),
      ['own', 'z'] as const
    ]
      .filter(([, gate]) => gate !== RADIUS)
      .flatMap(([cell, gate]) =>
        [0, 0.3, 1].map(value => [cell, gate, value] as const)
      )
  )(
    'hold the gate of %s named %s at %s by its weights as a clamp does',
    (cell, gate, value) => {
      const model = makeNetwork(planOf(cell));
      const clamped = model.trace(x).clamp({ channel: gate, value });
      model.setWeights(heldWeights(model.getWeights(), model, { gate, value }));
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

  it('hold a plain RNN’s radius by its recurrent weights, and leave the others', () => {
    const model = makeNetwork({ ...planOf('rnn'), units: 5 });
    const weights = model.getWeights();
    const held = heldWeights(weights, model, { gate: 'radius', value: 0.6 });
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
    'can have held of %s what the page offers',
    cell => {
      expect(holdable(makeNetwork(planOf(cell)))).toEqual(heldOf(cell));
    }
  );

  it('refuse to hold a gate that a cell has not', () => {
    const model = makeNetwork(planOf('rnn'));
    expect(() =>
      heldWeights(model.getWeights(), model, { gate: 'f', value: 1 })
    ).toThrow('the cell RNN has no gate f');
  });

  it('refuse code of one’s own that names no weights', () => {
    expect(() =>
      makeNetwork({ ...planOf('own'), own: 'return { h };' })
    ).toThrow('it must use weights such as W, U and b');
  });

  it.each(CELLS)(
    'learn, are looked into and go back to any epoch: %s',
    async cell => {
      const race = createRace(
        { ...small, delay: 4, cells: [cell, 'lstm'], own: OWN_CELL },
        [0.01, 0.01]
      );
      const look = {
        epoch: 0,
        delay: 3,
        flipped: [],
        hold: null,
        reads: false
      };
      const before = race.look(look);
      const rows = await race.learn();
      expect(rows.map(row => row.shares.length)).toEqual([4, 4]);
      const after = race.look({ ...look, epoch: null });
      expect(after.epoch).toBe(1);
      expect(after.lanes[0].answer).not.toEqual(before.lanes[0].answer);
      expect(race.look(look).lanes[0].answer).toEqual(before.lanes[0].answer);
      expect(race.look({ ...look, epoch: null }).lanes[0].answer).toEqual(
        after.lanes[0].answer
      );
      expect(after.lanes[0].gradient).toHaveLength(6);
    }
  );

  it('answer all that is held out with a gate held, and leave the network as it was', async () => {
    const race = createRace({ ...small, cells: ['rnn', 'lstm'] }, [0.01, 0.1]);
    for (let epoch = 0; epoch < 6; epoch++) {
      await race.learn();
    }
    const look = {
      epoch: null,
      delay: 5,
      flipped: [],
      hold: null,
      reads: false
    };
    const free = race.look(look).lanes[1];
    const held = race.look({
      ...look,
      hold: { lane: 1, gate: 'f', value: 0.05 }
    }).lanes[1];
    expect(free.held).toBeNull();
    const sum = (row: Float32Array) => row.reduce((all, each) => all + each, 0);
    expect(sum(held.held!.row.shares)).toBeLessThan(2);
    expect(race.look(look).lanes[1].answer).toEqual(free.answer);
  });

  it.each([
    { epoch: 0, hold: null, reads: false },
    { epoch: null, hold: { lane: 1 as const, gate: 'f', value: 0.5 } }
  ])(
    'are looked into while they learn, and neither the look nor the learning is another: %j',
    async ({ epoch, hold }) => {
      const cells = ['gru', 'lstm'] as const;
      const plan = { ...small, delay: 12, units: 8, cells };
      const race = () => createRace(plan, [0.01, 0.01]);
      const newest = {
        epoch: null,
        delay: 3,
        flipped: [],
        hold: null,
        reads: false
      };
      const [calm, disturbed] = [race(), race()];
      const expected = calm.look({ ...newest, epoch, hold });
      const rows = await calm.learn();

      let isLearning = true;
      const learned = disturbed.learn().finally(() => (isLearning = false));
      let looks = 0;
      while (isLearning) {
        await new Promise(resolve => setTimeout(resolve));
        if (isLearning) {
          looks++;
          expect(disturbed.look({ ...newest, epoch, hold })).toEqual(expected);
        }
      }
      expect(looks).toBeGreaterThan(0);
      expect(await learned).toEqual(rows);
      expect(disturbed.look(newest)).toEqual(calm.look(newest));
    }
  );
});
