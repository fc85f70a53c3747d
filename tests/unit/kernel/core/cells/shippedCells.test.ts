import {
  createConverter,
  type TranspiledCell,
  type Converter
} from '../../../../../src/kernel/core/cells/converter';
import {
  createLateConverter,
  readShipped,
  writeShipped
} from '../../../../../src/kernel/core/cells/shippedCells';
import { nodePlace } from '../../../../../src/kernel/node/cells/place';
import '../../nodeMachine';

const CELLS = [
  'let count = 1;\nvar total = 0;\nenum Kind { one, two }',
  'function next(): number { return count + 1; }\ncount = next();\ncount',
  'let found: string | null = null;\nfound = String(count);',
  'found.length + Kind.two'
];

const begin = (): Converter => {
  const names = new Set<string>();
  const converter = createConverter(nodePlace('/tmp'), name => names.has(name));
  return {
    ...converter,
    remember(cell) {
      converter.remember(cell);
      cell.names.all.forEach(name => names.add(name));
    }
  };
};

function compiled(converter: Converter, source: string): TranspiledCell {
  const { cell, diagnostics } = converter.transpile(source);
  expect(diagnostics).toBeNull();
  converter.remember(cell as TranspiledCell);
  return cell as TranspiledCell;
}

const shippedHere = (): Map<string, TranspiledCell> => {
  const converter = begin();
  const cells = new Map(
    CELLS.map(source => [source, compiled(converter, source)])
  );
  converter.close();
  return cells;
};

const shipped = shippedHere();

function late(): {
  readonly converter: Converter;
  readonly begun: jest.Mock<Converter>;
  readonly load: jest.Mock<Promise<void>>;
} {
  const begun = jest.fn(begin);
  const load = jest.fn(() => Promise.resolve());
  return {
    converter: createLateConverter(begun, { shipped, load }),
    begun,
    load
  };
}

test('a file holds all that a compiled cell is', () => {
  const text = writeShipped(shipped, '1.2.0');
  const read = readShipped(text, '1.2.0');
  expect([...read]).toEqual([...shipped]);
  // What another kernel would run is not for this one.
  expect(readShipped(text, '1.2.1').size).toBe(0);
  expect([...shipped.values()][0].names.reset).toEqual(new Set(['Kind']));
});

test('cells as they were shipped ask for no compiler, also when they run again', async () => {
  const { converter, begun, load } = late();
  for (const source of [...CELLS, CELLS[1]]) {
    await converter.ready(source);
    expect(compiled(converter, source)).toBe(shipped.get(source));
  }
  expect(begun).not.toHaveBeenCalled();
  expect(load).not.toHaveBeenCalled();
  converter.close();
});

test('an edited cell is compiled with all that has run before, and from then on every cell is', async () => {
  const { converter, begun, load } = late();
  CELLS.slice(0, 3).forEach(source => compiled(converter, source));
  const edited =
    'const letters: number = found.length + next();\nlet count = "a";';
  await converter.ready(edited);
  expect(load).toHaveBeenCalledTimes(1);
  compiled(converter, edited);
  expect(begun).toHaveBeenCalledTimes(1);
  // As it was shipped this cell knows of a number, which is a text by now.
  const { cell, diagnostics } = converter.transpile(CELLS[1]);
  expect(cell).toBeNull();
  expect(diagnostics?.length).toBeGreaterThan(0);
  converter.close();
});

test('a cell that is refused changes nothing: those that were shipped go on', () => {
  const { converter, begun } = late();
  compiled(converter, CELLS[0]);
  expect(converter.transpile('const wrong: number = "a";').cell).toBeNull();
  expect(begun).toHaveBeenCalledTimes(1);
  expect(compiled(converter, CELLS[1])).toBe(shipped.get(CELLS[1]));
  // And the compiler, which is there by now, has heard of it.
  compiled(converter, 'next() + 1');
  converter.close();
});

test('a name that a view declares is known to the compiler, and ends what was shipped', () => {
  const { converter } = late();
  compiled(converter, CELLS[0]);
  converter.declare('declare let held: number;');
  compiled(converter, 'held + count');
  expect(compiled(converter, CELLS[1])).not.toBe(shipped.get(CELLS[1]));
  converter.close();
});

test('what is forgotten is not told to a compiler that begins later', () => {
  const { converter } = late();
  compiled(converter, CELLS[0]);
  converter.forget();
  expect(converter.transpile('count').cell).toBeNull();
  converter.close();
});
