import type { Comparison } from '../../trace';
import type { NetworkLook } from '../../scene/marks/networkLook';
import type { ViewContext } from '../context';
import type { CompareLayout } from '../../views/compare/compareLayout';
import type { CompareOrder, CompareRow } from '../../views/compare/compareRows';

export interface ComparisonPictureOptions {
  /** As it is now. */
  readonly comparison: Comparison;
  readonly rows: readonly CompareRow[];
  /** As it was before the reader edited the input; null where nothing is edited. */
  readonly before: {
    readonly comparison: Comparison;
    readonly rows: readonly CompareRow[];
  } | null;
  /** After an edit: the lower maps show the difference and not the values. */
  readonly difference: boolean;
  readonly shared: boolean;
  readonly order: CompareOrder;
  readonly feature: number;
  readonly looks: readonly NetworkLook[];
  readonly width: number;
  readonly narrow: boolean;
  readonly minimumColumnWidth: number;
  /** Width of a word of the axis; the cursor's is bold. */
  readonly measure: (text: string) => number;
  readonly translate: ViewContext['translate'];
}

export interface ComparisonScene extends ComparisonPictureOptions {
  readonly layout: CompareLayout;
  /** The units of each network from the top. */
  readonly orders: readonly Uint32Array[];
}
