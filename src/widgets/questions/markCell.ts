import type { CellQuestion } from '../../trace';
import {
  cellVerdicts,
  ownNumbers,
  type CellNumbers,
  type CellVerdict
} from '../../trace/cellSheet';
import type { Translate } from '../../scene/words/translate';
import { cellSlips } from './cellSlips';

/** How one number stands. */
export interface CellMark extends CellVerdict {
  /** What went wrong, where a slip gives just this number. */
  readonly slip?: string;
}

/** Marks every number, and says the slip of each wrong one where a slip gives just this number. */
export function markCell(
  { cell }: CellQuestion,
  given: CellNumbers,
  translate: Translate
): CellMark[] {
  const read = ownNumbers(cell, given);
  return cellVerdicts(cell, given).map(found => {
    if (found.verdict !== 'wrong') {
      return found;
    }
    const got = read(found.name, found.step);
    // Slips that lie side by side are told apart by the nearest.
    const [slip] = cellSlips(cell, found, read, translate)
      .filter(({ value }) => Math.abs(value - got) <= cell.tolerance)
      .sort((a, b) => Math.abs(a.value - got) - Math.abs(b.value - got));
    return slip === undefined ? found : { ...found, slip: slip.text };
  });
}
