import { seedsInWords } from '../../../src/play/otherSeeds';
import { START } from '../../../src/play/playState';

const state = { ...START, delay: 4 };
/** Rows of two epochs, of a network that is right at so many of four delays after the second. */
const rowsOf = (...right: readonly [number, number]) =>
  right.map(count => [
    new Float32Array(4),
    Float32Array.from({ length: 4 }, (_, at) => (at < count ? 1 : 0.1))
  ]) as [Float32Array[], Float32Array[]];

describe('what is said of other seeds', () => {
  it('says that one seed is one draw before any other is trained', () => {
    expect(
      seedsInWords(
        { runs: [], epochs: 0, isRunning: false },
        state,
        rowsOf(1, 4)
      )
    ).toContain('This is seed 1: one draw');
  });

  it('counts those that are right at fewer than half of the delays, the page’s own among them', () => {
    const runs = [
      { seed: 2, rows: rowsOf(1, 4) },
      { seed: 3, rows: rowsOf(2, 1) }
    ];
    expect(
      seedsInWords({ runs, epochs: 2, isRunning: false }, state, rowsOf(0, 4))
    ).toContain('in 3 seeds: the plain RNN in 2, the LSTM in 1.');
  });

  it('leaves out a page’s own race that has not learned as long', () => {
    const runs = [{ seed: 2, rows: rowsOf(4, 4) }];
    const [first, second] = rowsOf(0, 0);
    const own = [first.slice(0, 1), second.slice(0, 1)] as const;
    expect(
      seedsInWords({ runs, epochs: 2, isRunning: true }, state, own)
    ).toContain('in 1 of 7 seeds so far: the plain RNN in 0, the LSTM in 0.');
  });
});
