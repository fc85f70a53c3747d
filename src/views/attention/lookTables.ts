import type { DataTable, NamedTable } from '../../scene/dataTable';
import type { Translate } from '../../scene/words/translate';
import { weightAt } from './attention';
import type { AttentionMoment } from './attentionChoices';
import {
  isVisible,
  productAt,
  scoreAt,
  queryLength,
  workedOf,
  type Worked
} from './look';
import { statesTable } from './statesTable';

/** The numbers of the looks of a head: its queries, keys and values, each score, and what is seen. */
export function lookTables(now: () => AttentionMoment): readonly NamedTable[] {
  const { bundle, chosen, translate } = now();
  if (!workedOf(bundle, chosen)) {
    return [];
  }
  const worked = (): Worked => workedOf(now().bundle, now().chosen)!;
  const vectors = { q: 'queries', k: 'keys', v: 'values', h: 'seen' } as const;
  return [
    {
      label: translate('scores'),
      make: () => scoresTable(worked(), translate)
    },
    ...Object.entries(vectors).map(([label, of]) => ({
      label,
      make: () =>
        statesTable(
          translate('%1: one row a step', label),
          worked().attention.source,
          worked().look[of],
          translate
        )
    }))
  ];
}

/** A row for each pair of a token that looks and one that is looked at. */
function scoresTable(worked: Worked, translate: Translate): DataTable {
  const { attention, decoding, look } = worked;
  return {
    caption: translate('How each look comes about, %1', decoding.name),
    columns: [
      translate('step'),
      translate('looks from'),
      translate('looks at step'),
      translate('looks at'),
      'q · k',
      `q · k ÷ √${queryLength(look)}`,
      translate('mask'),
      translate('weight')
    ],
    rows: decoding.target.flatMap((from, step) =>
      attention.source.map((to, at) => [
        ...[step, from, at, to],
        ...[productAt(look, step, at), scoreAt(look, step, at)],
        isVisible(look, step, at) ? '' : '−∞',
        weightAt(decoding, step, at)
      ])
    )
  };
}
