import { makeNetwork } from '../../../src/play/network';
import {
  CELLS,
  OWN_CELL,
  START,
  type CellName
} from '../../../src/play/playState';
import { createRace } from '../../../src/play/race';

const small = { ...START, delay: 6, units: 3 };
const planOf = (cell: CellName) => ({ ...small, cell, rate: 0.01 });

describe('the networks of the playground', () => {
  it('refuse code of one’s own that names no weights', () => {
    expect(() =>
      makeNetwork({ ...planOf('own'), own: 'return { h };' })
    ).toThrow('it must use weights such as W, U and b');
  });

  it.each<[CellName, string, string[]]>([
    ['rnn', 'h', []],
    ['lstm', 'c', ['f', 'i']],
    ['gru', 'h', ['z', 'r']],
    ['minLstm', 'h', ['keep', 'write']],
    ['selectiveStateSpace', 's', ['keep']],
    ['own', 'h', ['z']]
  ])(
    'show the state that a %s carries, %s, with the gates on the way into it: %j',
    (cell, belt, gates) => {
      const [shown] = createRace(
        { ...small, cells: [cell, cell] },
        [0.01, 0.01]
      ).look({
        epoch: 0,
        delay: 3,
        flipped: [],
        hold: null,
        reads: false
      }).lanes;
      expect([shown.belt, shown.gates]).toEqual([belt, gates]);
    }
  );

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
