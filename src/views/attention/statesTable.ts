import type { NumericArray } from '../../trace';
import type { DataTable } from '../../scene/dataTable';
import type { Translate } from '../../scene/words/translate';

/** What something held at each step: a row a step, a column a unit. */
export function statesTable(
  caption: string,
  words: readonly string[],
  { values, shape: [, units = 1] }: NumericArray,
  translate: Translate
): DataTable {
  return {
    caption: caption,
    columns: [
      translate('step'),
      translate('label'),
      ...Array.from({ length: units }, (_, unit) => translate('unit %1', unit))
    ],
    rows: words.map((word, step) => [
      step,
      word,
      ...values.subarray(step * units, (step + 1) * units)
    ])
  };
}
