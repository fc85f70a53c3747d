import type { Comparison } from '../../trace';
import type { ChosenOf } from '../../scene/choices';
import type { NetworkLook } from '../../scene/marks/networkLook';
import type { Surface } from '../../scene/scene';
import type { Translate } from '../../scene/words/translate';
import type { CompareChoice } from './compareChoices';
import type { CompareLayout } from './compareLayout';
import type { CompareRow } from './compareRows';

/** What a saved picture of a comparison is drawn of. */
export interface Compared {
  readonly comparison: Comparison;
  readonly rows: readonly CompareRow[];
  /** As it was before the edits of the input; null without any. */
  readonly before: {
    readonly comparison: Comparison;
    readonly rows: readonly CompareRow[];
  } | null;
  readonly chosen: ChosenOf<CompareChoice>;
  readonly translate: Translate;
}

/** That, with all that its parts are drawn on. */
export interface Drawing extends Compared {
  readonly surface: Surface;
  readonly layout: CompareLayout;
  readonly looks: readonly NetworkLook[];
  readonly step: number;
}
