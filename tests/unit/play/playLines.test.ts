import type { LaneShown } from '../../../src/play/reading';
import { horizonLines, laneLines } from '../../../src/play/playLines';
import { untranslated } from '../../../src/scene/words/translate';
import { factWords } from '../../../src/widgets/describe/factWords';
import type { ShownLines } from '../../../src/widgets/describe/line';
import {
  factsHere,
  pictureFacts
} from '../../../src/widgets/describe/pictureFacts';

const steps = 8;
const shown: LaneShown = {
  cell: 'lstm',
  task: 'bit',
  values: Array.from({ length: steps }, () => 1),
  marks: [1, 0, 0, 0, 0, 0, 0, 0],
  truth: [1],
  delay: 6,
  held: null,
  step: null,
  epoch: 3,
  row: null,
  look: {
    // Unit 0 holds what was written at once; unit 1 follows nothing.
    channels: {
      c: Float32Array.from([
        ...[0.9, 0, 0.9, 0.1, 0.9, 0, 0.9, 0.1],
        ...[0.9, 0, 0.9, 0.1, 0.9, 0, -0.9, 0.1]
      ]),
      f: Float32Array.from([
        ...[0.99, 0.97, 1, 0.96, 0.99, 0.97, 1, 0.96],
        ...[0.99, 0.97, 1, 0.96, 0.99, 0.97, 1, 0.96]
      ])
    },
    units: { c: 2, f: 2 },
    belt: 'c',
    gates: ['f'],
    gradient: Float32Array.from(
      { length: steps },
      (_, step) => 10 ** (step - 7)
    ),
    answer: [0.9],
    weights: 12,
    read: null,
    held: null
  }
};
const saidOf = (lines: ShownLines, of = pictureFacts): string[] =>
  of(lines).map(fact => factWords(fact, lines.time, untranslated));

describe('what a picture of the playground shows, as lines', () => {
  it('has a lane say what its units, its gates and the way back do', () => {
    const said = saidOf(laneLines(shown, 0));
    expect(said).toContain(
      'Unit 0’s cell state c falls from 0.90 to −0.90 at step 7, the last number there is.'
    );
    expect(said).toContain(
      'The mean forget gate f is 0.95 or more on 8 of 8 steps.'
    );
    expect(said).toContain(
      'The derivative |dL/dc| rises steadily, from 1.0 × 10⁻⁷ at step 0 “the bit” to 1.0 × 10⁰ at step 7.'
    );
  });

  it('has the line of the cursor described alone', () => {
    const said = saidOf(laneLines(shown, 1), factsHere);
    expect(said.length).toBeGreaterThan(0);
    for (const words of said) {
      expect(words).toMatch(/^Unit 1’s cell state c /);
    }
  });

  it('has both horizons compared over the delays', () => {
    const lines = horizonLines(
      {
        names: ['Plain RNN', 'LSTM'],
        groups: [1, 2, 3, 4, 5, 6],
        planned: 60,
        across: '',
        ends: ['', ''],
        epochWord: 'epoch',
        rows: [
          [
            Float32Array.of(0, 0, 0, 0, 0, 0),
            Float32Array.of(1, 1, 0.98, 0.1, 0, 0.1)
          ],
          [Float32Array.of(0, 0, 0, 0, 0, 0), Float32Array.of(1, 1, 1, 1, 1, 1)]
        ],
        at: { epoch: 1, group: 2 }
      },
      ['the plain RNN', 'the LSTM'],
      1
    )!;
    const said = saidOf(lines);
    expect(said).toContain(
      'What the plain RNN holds and what the LSTM holds part at delay 4: 0.10 and 1.00.'
    );
    expect(said).toContain(
      'What the plain RNN holds falls from 0.98 to 0.10 at delay 4 and stays low to the end.'
    );
    expect(saidOf(lines, factsHere)).toContain(
      'What the LSTM holds is 0.95 or more on 6 of 6 delays.'
    );
  });

  it('has nothing to say before an epoch is learned', () => {
    expect(
      horizonLines(
        {
          names: ['Plain RNN', 'LSTM'],
          groups: [1, 2],
          planned: 60,
          across: '',
          ends: ['', ''],
          epochWord: 'epoch',
          rows: [[], []],
          at: { epoch: -1, group: 1 }
        },
        ['the plain RNN', 'the LSTM'],
        0
      )
    ).toBeNull();
  });
});
