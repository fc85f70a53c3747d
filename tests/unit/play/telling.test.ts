import { START } from '../../../src/play/playState';
import { createRace } from '../../../src/play/race';
import { ratesOf } from '../../../src/play/rates';
import { tasks } from '../../../src/play/tasks';
import { tellingSequence } from '../../../src/play/telling';
import { horizonOf } from '../../../src/play/words';

const examples = { delays: Int32Array.of(1, 2, 1, 2, 1, 2), outputs: 1 };
type Rights = readonly number[];
const shownIn =
  (isNumber: boolean) =>
  (...moments: readonly (readonly [Rights, Rights])[]): number =>
    tellingSequence(
      examples,
      2,
      moments.map(
        both =>
          both.map(each => Uint8Array.from(each)) as [Uint8Array, Uint8Array]
      ),
      { isNumber }
    );
const shownAfter = shownIn(false);
const none = [0, 0, 0, 0, 0, 0];
const all = [1, 1, 1, 1, 1, 1];

describe('the sequence that is shown', () => {
  it('is the first of its delay before anything is learned', () => {
    expect(shownAfter()).toBe(1);
  });

  it('is one that the better network has right and the other one wrong', () => {
    expect(shownAfter([[1, 1, 1, 0, 1, 0], all])).toBe(3);
    expect(shownAfter([all, [0, 1, 0, 1, 0, 0]])).toBe(5);
  });

  it('stays while it tells, and where no other does', () => {
    const second: [number[], number[]] = [[0, 1, 0, 0, 0, 0], all];
    expect(shownAfter(second, [none, all])).toBe(3);
    expect(shownAfter(second, [all, all])).toBe(3);
  });

  it('takes no luck for a memory: of bits that neither holds, both have it wrong', () => {
    const lucky: [number[], number[]] = [
      [0, 1, 0, 0, 0, 0],
      [0, 1, 0, 1, 0, 0]
    ];
    expect(shownAfter(lucky)).toBe(5);
    // A number is hardly right by luck.
    expect(shownIn(true)(lucky)).toBe(3);
  });

  it('asks an echo for the bit of its delay', () => {
    const echo = { delays: Int32Array.of(0, 0), outputs: 2 };
    expect(
      tellingSequence(
        echo,
        2,
        [[Uint8Array.of(0, 1, 1, 0), Uint8Array.of(1, 1, 0, 1)]],
        tasks.echo
      )
    ).toBe(1);
  });

  it('shows the forgetting that is measured: the LSTM right, the plain RNN wrong, and with f held the LSTM wrong', async () => {
    const state = { ...START, delay: 12 };
    const race = createRace(state, ratesOf(state));
    const look = {
      epoch: null,
      delay: 10,
      flipped: [],
      hold: null,
      reads: false
    };
    const isRight = (
      { lanes, truth }: ReturnType<typeof race.look>,
      lane: number
    ): boolean => lanes[lane].answer[0] > 0.5 === truth[0] > 0.5;
    let rows = await race.learn();
    while (horizonOf(rows[1].shares) < 12) {
      rows = await race.learn();
    }
    expect(rows[0].right[9]).toBeLessThan(rows[1].right[9]);
    const free = race.look(look);
    expect([isRight(free, 0), isRight(free, 1)]).toEqual([false, true]);
    const hold = { lane: 1, gate: 'f', value: 0 } as const;
    const held = race.look({ ...look, hold });
    const { row } = held.lanes[1].held!;
    expect(row.right[9]).toBeLessThan(rows[1].right[9]);
    expect(isRight(held, 1)).toBe(false);
  });
});
