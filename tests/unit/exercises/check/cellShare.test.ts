import { random } from '../../../../src/engine/base/random';
import { cellShare } from '../../../../src/exercises/check/cellShare';
import type { CellQuestion } from '../../../../src/trace';
import {
  cellNumber,
  cellPlaces,
  cellTruth,
  cellVerdicts,
  type CellName,
  type CellNumbers,
  type SheetPlace,
  type ReadNumber
} from '../../../../src/trace/cellSheet';

type Cell = CellQuestion['cell'];

const generator = random(5);
const between = (low: number, high: number): number =>
  low + (high - low) * generator.uniform();
const block = (): [number, number, number] => [
  between(-1.5, 1.5),
  between(-1.5, 1.5),
  between(-1, 1)
];
const drawn = (): Cell => ({
  blocks: { f: block(), i: block(), g: block(), o: block() },
  inputs: [between(-2, 2), between(-2, 2), between(-2, 2)],
  start: [between(-0.8, 0.8), between(-1.5, 1.5)],
  backward: true,
  tolerance: 0.011
});
const cells = Array.from({ length: 100 }, drawn);

/** What is entered where each number is made of those before it, or made up where `made` gives one. */
function filled(
  cell: Cell,
  made: (
    place: SheetPlace,
    read: ReadNumber,
    computed: () => number
  ) => number | undefined
): CellNumbers {
  const numbers: Partial<Record<CellName, number[]>> = {};
  const read: ReadNumber = (name, step) => numbers[name]![step];
  for (const place of cellPlaces(cell)) {
    const computed = () => cellNumber(cell, place, read);
    const number = made(place, read, computed) ?? computed();
    (numbers[place.name] ??= [])[place.step] = Number(number.toFixed(2));
  }
  return numbers;
}

/** The share of numbers that are those of the cell. */
function rightOnes(cell: Cell, given: CellNumbers): number {
  const verdicts = cellVerdicts(cell, given);
  return (
    verdicts.filter(({ verdict }) => verdict === 'right').length /
    verdicts.length
  );
}

const isGate = ({ name }: SheetPlace) => 'figo'.includes(name);

describe('what is made up earns no more than where it is right', () => {
  const ways: [string, (cell: Cell) => CellNumbers][] = [
    ['zeros', cell => filled(cell, () => 0)],
    ['ones', cell => filled(cell, () => 1)],
    ['halves', cell => filled(cell, () => 0.5)],
    [
      'gates of 0 and 1, and what follows from them',
      cell => filled(cell, place => (isGate(place) ? 1 : undefined))
    ],
    [
      'a state by which every gate is at its end',
      cell =>
        filled(cell, (place, _, computed) =>
          place.name === 'h'
            ? 1e6
            : isGate(place) && place.step === 0
              ? 0
              : computed()
        )
    ],
    [
      'zeros going back, from right numbers',
      cell => filled(cell, ({ name }) => (name.startsWith('d') ? 0 : undefined))
    ],
    [
      'zeros, and the 1 that stands first going back',
      cell => filled(cell, ({ name, step }) => +(name === 'dh' && step === 2))
    ]
  ];
  it.each(ways)('%s', (_, made) => {
    let more = 0;
    for (const cell of cells) {
      const given = made(cell);
      more += cellShare(cell, given) - rightOnes(cell, given);
    }
    // Where one is right by chance, the next may be right by it.
    expect(more / cells.length).toBeLessThan(0.05);
  });
});

describe('a slip costs the number in which it is', () => {
  it.each(cellPlaces(cells[0]).slice(0, 12))('%j', ({ name, step }) => {
    const all = cellPlaces(cells[0]).length;
    let few = 0;
    for (const cell of cells) {
      const truth = cellTruth(cell)[name][step];
      const given = filled(cell, place =>
        place.name === name && place.step === step
          ? truth + (truth > 0.5 ? -0.4 : 0.4)
          : undefined
      );
      const lost = Math.round(all * (1 - cellShare(cell, given)));
      expect(lost).toBeGreaterThanOrEqual(1);
      expect(lost).toBeLessThanOrEqual(4);
      few += lost === 1 ? 1 : 0;
    }
    // It may have made a number that no cell has.
    expect(few).toBeGreaterThanOrEqual(0.9 * cells.length);
  });

  it('and nothing where all is right', () => {
    for (const cell of cells) {
      expect(
        cellShare(
          cell,
          filled(cell, () => undefined)
        )
      ).toBe(1);
      expect(cellShare(cell, {})).toBe(0);
    }
  });
});
