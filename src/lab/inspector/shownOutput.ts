import type { ICellModel, ICodeCellModel } from '@jupyterlab/cells';
import type { ReadonlyPartialJSONValue } from '@lumino/coreutils';
import { mimeTypes } from '../../trace';

/** An output of ours in a notebook cell, not yet read. */
export interface ShownOutput {
  readonly cell: ICodeCellModel;
  /** The bundle as it stands in the notebook; the same object as long as the output is the same. */
  readonly json: ReadonlyPartialJSONValue;
}

/** The kinds that have numbers of a network to repeat. */
const types: readonly string[] = [
  mimeTypes.trace,
  mimeTypes.comparison,
  mimeTypes.history,
  mimeTypes.attention,
  mimeTypes.summary
];

/**
 * The output that the panel shows for the notebook cell at `index`: its own last one with a network
 * in it, or that of the nearest notebook cell above which has one. Above all of them (the title of a
 * lesson) it is the first one below.
 */
export function shownOutput(
  cells: readonly ICellModel[],
  index: number
): ShownOutput | null {
  for (let at = Math.min(index, cells.length - 1); at >= 0; at--) {
    const found = outputOf(cells[at]);
    if (found !== null) {
      return found;
    }
  }
  for (const cell of index < 0 ? [] : cells.slice(index + 1)) {
    const found = outputOf(cell);
    if (found !== null) {
      return found;
    }
  }
  return null;
}

/** The last output with a network in it of one notebook cell. */
export function outputOf(cell: ICellModel | undefined): ShownOutput | null {
  if (cell?.type !== 'code') {
    return null;
  }
  const { outputs } = cell as ICodeCellModel;
  for (let at = outputs.length - 1; at >= 0; at--) {
    // `toJSON` gives the data itself; `data` would copy every number.
    const { data } = outputs.get(at).toJSON() as {
      data?: Readonly<Record<string, ReadonlyPartialJSONValue>>;
    };
    const type = types.find(each => data?.[each] !== undefined);
    if (type !== undefined && data !== undefined) {
      return { cell: cell as ICodeCellModel, json: data[type] };
    }
  }
  return null;
}
