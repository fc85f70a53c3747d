import type { Comparison } from '../../trace';
import type { ChosenOf } from '../../scene/choices';
import type { NetworkLook } from '../../scene/marks/networkLook';
import type { Surface } from '../../scene/scene';
import type { Translate } from '../../scene/words/translate';
import type { CompareChoice } from './compareChoices';
import type { CompareLayout } from './compareLayout';
import type { CompareRow } from './compareRows';

/** What a picture of a comparison is drawn of. */
export interface Compared {
  readonly comparison: Comparison;
  readonly rows: readonly CompareRow[];
  /** As it was before the edits of the input; null without any. */
  readonly before: {
    readonly comparison: Comparison;
    readonly rows: readonly CompareRow[];
  } | null;
  readonly chosen: ChosenOf<CompareChoice>;
  /** The units of each network from the top. */
  readonly orders: readonly Uint32Array[];
  /** A step is at least so many CSS pixels wide, else several are one column. */
  readonly leastColumn: number;
  readonly translate: Translate;
}

/** That, with all that its parts are drawn on. */
export interface CompareDrawing extends Compared {
  readonly surface: Surface;
  readonly layout: CompareLayout;
  readonly looks: readonly NetworkLook[];
}

/**
 * The unit of a network that is looked at, at a place from the top; null where none stands there, or none
 * is looked at. As long as nobody has looked, the one that the notebook asked for.
 */
export const unitAt = (
  { comparison, orders }: Pick<Compared, 'comparison' | 'orders'>,
  network: number,
  place?: number | null
): number | null =>
  place === undefined
    ? (comparison.view?.unit ?? null)
    : place === null
      ? null
      : (orders[network][place] ?? null);
