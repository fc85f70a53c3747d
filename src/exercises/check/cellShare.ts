import type { CellQuestion } from '../../trace';
import {
  before,
  cellNumber,
  cellVerdicts,
  ownNumbers,
  type CellName,
  type CellNumbers,
  type SheetPlace,
  type ReadNumber
} from '../../trace/cellSheet';

type Cell = CellQuestion['cell'];

const blockNames = ['f', 'i', 'g', 'o'] as const;

/**
 * The share of a cell's numbers that is earned: each that is right, or carried forward from the student's
 * own before it. Carried forward counts for what was computed alone: a number that would be the same
 * whatever the earned ones before it are, as a product with a 0 that was made up, earns nothing, and no 0
 * earns anything that comes of more than one slip.
 */
export function cellShare(cell: Cell, given: CellNumbers): number {
  const read = ownNumbers(cell, given);
  const earned = new Set<string>();
  const verdicts = cellVerdicts(cell, given);
  for (const place of verdicts) {
    if (
      place.verdict === 'right' ||
      (place.verdict === 'follows' && isComputed(cell, place, { read, earned }))
    ) {
      earned.add(keyOf(place));
    }
  }
  return earned.size / verdicts.length;
}

const keyOf = ({ name, step }: SheetPlace): string => `${name}${step}`;

function isComputed(
  cell: Cell,
  place: SheetPlace,
  {
    read,
    earned
  }: { readonly read: ReadNumber; readonly earned: ReadonlySet<string> }
): boolean {
  const from: SheetPlace[] = [];
  const own = cellNumber(cell, place, (name, step) => {
    from.push({ name, step });
    return read(name, step);
  });
  if (![place, ...from].every(each => isPossible(cell, each, read))) {
    return false;
  }
  const moves = (changed: number) => Math.abs(changed - own) > cell.tolerance;
  if (isBlock(place.name)) {
    // Of what a block reads its weights are given: it says nothing where it has run into its end.
    const { name } = place;
    const [w, u, b] = cell.blocks[name];
    const blocks = { ...cell.blocks, [name]: [w, u, b + 1] };
    return moves(cellNumber({ ...cell, blocks }, place, read));
  }
  const good = from.filter(each => earned.has(keyOf(each)));
  return (
    blockNames.some(name => earned.has(keyOf({ name, step: place.step }))) &&
    (Math.abs(own) > cell.tolerance || from.length - good.length <= 1) &&
    good.some(each =>
      moves(
        cellNumber(
          cell,
          place,
          (name, step) =>
            read(name, step) +
            (name === each.name && step === each.step ? 1 : 0)
        )
      )
    )
  );
}

function isBlock(name: CellName): name is (typeof blockNames)[number] {
  return blockNames.some(block => block === name);
}

/** Whether a cell can have the number at all: gates lie from 0 to 1, and a step adds at most 1 to c. */
function isPossible(
  cell: Cell,
  { name, step }: SheetPlace,
  read: ReadNumber
): boolean {
  const value = read(name, step);
  switch (name) {
    case 'f':
    case 'i':
    case 'o':
      return value >= 0 && value <= 1;
    case 'g':
    case 'h':
      return Math.abs(value) <= 1;
    case 'c':
      return Math.abs(value) <= Math.abs(before(cell, 'c', 0, read)) + step + 1;
    default:
      return true;
  }
}
