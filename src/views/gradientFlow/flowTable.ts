import type { GradientFlow } from '../../trace';
import type { DataTable } from '../../scene/dataTable';
import { networkInks } from '../../scene/marks/networkLook';
import {
  note,
  number,
  place,
  type Column,
  type Table
} from '../../scene/table';
import { formatFixed } from '../../scene/words/format';
import type { Translate } from '../../scene/words/translate';
import {
  isFollowedBack,
  quantityWords,
  radiusAt,
  stepFactors,
  valuesOf,
  type ShownFlow
} from './flow';
import {
  factorWords,
  followsAnswer,
  normWords,
  productWords
} from './flowWords';
import { wayOf } from './way';

/** The norms of each network by step, with the factor that leads there and the radius of its Jacobian. */
export function flowTable(shown: ShownFlow): Table {
  const { flow, quantity, translate } = shown;
  const { time } = flow;
  const nameOf = (step: number) => translate('%step %1', step);
  return {
    caption: captionOf(shown),
    places: { count: time.steps, labels: time.labels, nameOf },
    columns: {
      step: place(translate('%step'), step => step),
      ...Object.fromEntries(
        flow.networks.flatMap((network, at) =>
          columnsOf(shown, at).map(
            ([id, column]) =>
              [
                `${id}${at}`,
                // A network that has no such gradient is drawn nowhere.
                valuesOf(network, quantity)
                  ? column
                  : { ...column, role: 'drawn' }
              ] as const
          )
        )
      )
    } as Readonly<Record<string, Column>>
  };
}

function captionOf({ flow, quantity, translate }: ShownFlow): string {
  const drawn = flow.networks.filter(each => valuesOf(each, quantity));
  const norm = quantityWords(quantity, drawn);
  return isFollowedBack(quantity)
    ? translate(
        drawn.some(followsAnswer)
          ? '%1 and the factor from the %step nearer to the answer, for each network; its way back begins at %step %2'
          : '%1 and the factor from the %step nearer to the loss, for each network; the loss is at %step %2',
        norm,
        [...new Set(drawn.map(each => wayOf(flow, each).start))].join(', ')
      )
    : translate(
        '%1: what all answers of the loss send back together, for each network',
        norm
      );
}

/** The columns of one network. */
function columnsOf(
  { flow, quantity, translate }: ShownFlow,
  at: number
): (readonly [string, Column])[] {
  const network = flow.networks[at];
  const { name } = network;
  const values = valuesOf(network, quantity);
  const factors = stepFactors(flow, network, quantity);
  const norm = number(name, step => values?.[step] ?? '', {
    long: translate('%1 of %2', quantityWords(quantity, [network]), name),
    ink: networkInks(flow.networks)[at].ink,
    ...{ write: normWords, tabled: normWords },
    told: step => productWords(flow, network, quantity, step, translate),
    line: { log: true, group: quantity, parts: true }
  });
  return isFollowedBack(quantity)
    ? [
        ['norm', norm],
        [
          'factor',
          note(translate('%1, factor', name), step => factors[step], {
            tabled: factorWords
          })
        ],
        [
          'radius',
          note(
            translate('%1, ρ(J)', name),
            step => radiusAt(flow, network, step),
            { tabled: formatFixed }
          )
        ]
      ]
    : [['norm', norm]];
}

/** Everything that was computed, for a file. */
export function flowNumbers(
  flow: GradientFlow,
  translate: Translate
): DataTable {
  const columns = flow.networks.flatMap(network =>
    (
      [
        [quantityWords('hidden', [network]), network.hidden],
        ['‖dL/dc‖', network.cellState],
        [quantityWords('wholeLoss', [network]), network.wholeLoss],
        ['‖∂s_T/∂s_t‖', network.product],
        ['σ(J)', network.factors],
        ['ρ(J)', network.radii],
        ['mean f', network.direct]
      ] as const
    ).flatMap(([name, array]) =>
      array ? [{ name: `${network.name} ${name}`, values: array.values }] : []
    )
  );
  return {
    caption: translate('Gradient flow'),
    columns: [translate('%step'), ...columns.map(({ name }) => name)],
    rows: Array.from({ length: flow.time.steps }, (_, step) => [
      step,
      ...columns.map(({ values }) => values[step])
    ])
  };
}
