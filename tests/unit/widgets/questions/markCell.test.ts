import type { CellQuestion } from '../../../../src/trace';
import { random } from '../../../../src/engine/base/random';
import { lstm } from '../../../../src/engine';
import { untranslated } from '../../../../src/scene/words/translate';
import {
  cellNumber,
  cellPlaces,
  cellTruth,
  readCellNumbers,
  type CellName,
  type CellNumbers,
  type SheetPlace
} from '../../../../src/trace/cellSheet';
import { cellSlips } from '../../../../src/widgets/questions/cellSlips';
import { markCell } from '../../../../src/widgets/questions/markCell';

const generator = random(11);
const between = (low: number, high: number): number =>
  low + (high - low) * generator.uniform();
const block = (): [number, number, number] => [
  between(-1.5, 1.5),
  between(-1.5, 1.5),
  between(-1, 1)
];

function asked(steps = 3): CellQuestion {
  return {
    form: 'cell',
    id: 'cell',
    question: 'Be the cell.',
    cell: {
      blocks: { f: block(), i: block(), g: block(), o: block() },
      inputs: Array.from({ length: steps }, () => between(-2, 2)),
      start: [between(-0.8, 0.8), between(-1.5, 1.5)],
      backward: true,
      tolerance: 0.011
    }
  };
}

/** What a student would fill in who makes one slip and is right from then on, to two decimals. */
function filled(
  { cell }: CellQuestion,
  slipAt: SheetPlace | null,
  slip: (
    right: number,
    read: (name: CellName, step: number) => number
  ) => number
): CellNumbers {
  const numbers = Object.fromEntries(
    cellPlaces(cell).map(({ name }) => [name, [] as number[]])
  ) as Record<CellName, number[]>;
  const read = (name: CellName, step: number): number => numbers[name][step];
  for (const place of cellPlaces(cell)) {
    const right = cellNumber(cell, place, read);
    const here =
      place.name === slipAt?.name && place.step === slipAt.step
        ? slip(right, read)
        : right;
    numbers[place.name][place.step] = Number(here.toFixed(2));
  }
  return numbers;
}

describe('the right numbers', () => {
  it('are those of the engine, forward and backward', () => {
    for (let turn = 0; turn < 20; turn++) {
      const { cell } = asked(4);
      const made = lstm({ inputSize: 1, units: 1, seed: turn });
      // Keras's columns.
      const columns = (['i', 'f', 'g', 'o'] as const).map(
        name => cell.blocks[name]
      );
      made.setWeights({
        kernel: [columns.map(([w]) => w)],
        recurrentKernel: [columns.map(([, u]) => u)],
        bias: columns.map(([, , b]) => b)
      });
      const run = made.run(
        cell.inputs.map(x => [x]),
        {
          initialState: { h: [cell.start[0]], c: [cell.start[1]] },
          gradientsOf: ({ h }) => h.at(-1).sum()
        }
      );
      const truth = cellTruth(cell);
      const [layer] = run.toBundle().layers;
      for (const channel of layer.channels) {
        const name = (
          channel.role === 'gradient' ? `d${channel.of}` : channel.name
        ) as CellName;
        if (channel.role !== 'term' && name in truth) {
          channel.array.values.forEach((value, step) =>
            expect(truth[name][step]).toBeCloseTo(value, 5)
          );
        }
      }
      expect(
        layer.channels.filter(({ role }) => role === 'gradient').length
      ).toBeGreaterThan(0);
    }
  });
});

describe('marking with errors carried forward', () => {
  it('finds nothing wrong with numbers rounded to two decimals', () => {
    for (let turn = 0; turn < 100; turn++) {
      const question = asked();
      const marks = markCell(
        question,
        filled(question, null, right => right),
        untranslated
      );
      expect(
        marks.filter(
          ({ verdict }) => verdict !== 'right' && verdict !== 'follows'
        )
      ).toEqual([]);
    }
  });

  it('places 1,000 planted single faults at the right equation and step, and nowhere else', () => {
    let placed = 0;
    while (placed < 1000) {
      const question = asked();
      const places = cellPlaces(question.cell);
      const at = places[Math.floor(generator.uniform() * places.length)];
      const off = (generator.uniform() < 0.5 ? -1 : 1) * between(0.05, 1.5);
      const marks = markCell(
        question,
        filled(question, at, right => right + off),
        untranslated
      );
      const wrong = marks.filter(({ verdict }) => verdict === 'wrong');
      expect(wrong.map(({ name, step }) => ({ name, step }))).toEqual([at]);
      placed += 1;
    }
  });

  it('names the slip where it gives just this number', () => {
    let named = 0;
    let tried = 0;
    for (let turn = 0; turn < 400; turn++) {
      const question = asked();
      const places = cellPlaces(question.cell);
      const at = places[Math.floor(generator.uniform() * places.length)];
      let said = '';
      let clear = true;
      const given = filled(question, at, (right, read) => {
        const slips = cellSlips(question.cell, at, read, untranslated);
        const chosen = slips[Math.floor(generator.uniform() * slips.length)];
        // A slip that gives the right number, or another slip's, cannot be told.
        clear =
          chosen !== undefined &&
          Math.abs(chosen.value - right) > 0.03 &&
          slips.every(
            other =>
              other === chosen || Math.abs(other.value - chosen.value) > 0.03
          );
        said = chosen?.text ?? '';
        return chosen?.value ?? right;
      });
      if (!clear) {
        continue;
      }
      tried += 1;
      const wrong = markCell(question, given, untranslated).filter(
        ({ verdict }) => verdict === 'wrong'
      );
      expect(wrong).toEqual([{ ...at, verdict: 'wrong', slip: said }]);
      named += 1;
    }
    expect(named).toBe(tried);
    expect(tried).toBeGreaterThan(150);
  });

  it('takes blanks as blanks, and what follows them as if they were right', () => {
    const question = asked();
    const given = {
      ...filled(question, null, right => right),
      f: [null, null, null]
    };
    const marks = markCell(question, given, untranslated);
    expect(
      marks.filter(({ verdict }) => verdict === 'missing').map(m => m.name)
    ).toEqual(['f', 'f', 'f']);
    expect(marks.some(({ verdict }) => verdict === 'wrong')).toBe(false);
  });

  it('reads what anybody may have written', () => {
    const question = asked();
    const read = readCellNumbers(question, {
      f: [0.5, 'x', Infinity, 4],
      q: [1],
      h: 3
    });
    expect(read.f).toEqual([0.5, null, null]);
    expect(read.h).toEqual([null, null, null]);
    expect(Object.keys(read)).toHaveLength(12);
    expect(readCellNumbers(question, null).c).toEqual([null, null, null]);
  });
});
