import { comparedLayer, hasNumberAt } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import type { DataTable } from '../../scene/dataTable';
import type { NamedTable } from '../base/tableBox';
import { compareLines, labelsOfAll } from './compareLines';
import { answerAt, namedIn, targetOf } from '../../views/compare/compareRows';
import type { CompareState } from './compareState';

/** The other tables of a comparison: one row a step, and one row a unit, with all networks beside one another. */
export function compareTables(
  state: CompareState,
  step: () => number,
  translate: Translate
): { readonly tableName: string; readonly moreTables: readonly NamedTable[] } {
  const moreTables = [
    { label: translate('By %step'), make: () => byStep(state, translate) },
    {
      label: translate('By unit'),
      make: () => byUnit(state, step(), translate)
    }
  ];
  return { tableName: translate('By network'), moreTables };
}

/** What each network answers, and the means of the drawn channels over its units. */
function byStep(state: CompareState, translate: Translate): DataTable {
  const { traces, rows } = state.now;
  const { labels } = labelsOfAll(traces);
  const { lines } = compareLines(state, translate);
  const steps = Math.max(0, ...traces.map(({ time }) => time.steps));
  return {
    caption: translate(
      '%1 networks: one row a %step; channels are means over the units',
      rows.length
    ),
    columns: [
      translate('%step'),
      ...(labels ? [translate('label')] : []),
      ...rows.map(({ name }) => translate('answer: %1', name)),
      translate('target'),
      ...lines.map(({ name }) => name)
    ],
    rows: Array.from({ length: steps }, (_, step) => {
      const answers = traces.map(trace => answerAt(trace, step));
      const targets = answers.map(answer => answer && targetOf(answer));
      return [
        step,
        ...(labels ? [labels[step] ?? ''] : []),
        ...answers.map(
          answer => answer?.choice?.chosen ?? answer?.value ?? NaN
        ),
        targets.find(target => target !== null) ?? NaN,
        ...lines.map(({ values }) => values[step] ?? NaN)
      ];
    })
  };
}

/** Every drawn channel of every network at one step. */
function byUnit(
  { now: { traces, rows: networks }, rows }: CompareState,
  step: number,
  translate: Translate
): DataTable {
  const columns = rows.flatMap(row =>
    row.channels.flatMap((channel, network) =>
      channel
        ? [
            {
              name: `${networks[network].name} ${namedIn(row, channel.name, translate)}`,
              channel,
              time: traces[network].time
            }
          ]
        : []
    )
  );
  const units = Math.max(0, ...traces.map(trace => comparedLayer(trace).units));
  return {
    caption: translate(
      '%1 networks, at %step %2: one row a unit',
      networks.length,
      step
    ),
    columns: [translate('unit'), ...columns.map(({ name }) => name)],
    rows: Array.from({ length: units }, (_, unit) => [
      unit,
      ...columns.map(({ channel, time }) => {
        const [, width = 1] = channel.array.shape;
        return unit < width && hasNumberAt(time, channel, step)
          ? channel.array.values[step * width + unit]
          : NaN;
      })
    ])
  };
}
