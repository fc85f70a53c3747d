import type { GradientFlow } from '../../trace';
import { formatFixed } from '../../scene/words/format';
import type { DataTable } from '../../scene/dataTable';
import type { Translate } from '../../scene/words/translate';
import {
  isFollowedBack,
  radiusAt,
  stepFactors,
  valuesOf,
  type Quantity
} from './flow';
import { quantityWords } from './flowScene';
import { factorWords, followsAnswer, normWords } from './flowWords';
import { wayOf } from './way';

/** Every number of the picture, one row a step. */
export function flowTable(
  flow: GradientFlow,
  quantity: Quantity,
  translate: Translate
): DataTable {
  const shown = flow.networks.filter(
    network => valuesOf(network, quantity) !== null
  );
  if (!isFollowedBack(quantity)) {
    return {
      caption: translate(
        '%1: what all answers of the loss send back together, for each network',
        quantityWords(quantity, shown)
      ),
      columns: [translate('%step'), ...shown.map(({ name }) => name)],
      rows: Array.from({ length: flow.time.steps }, (_, step) => [
        step,
        ...shown.map(network =>
          normWords(valuesOf(network, quantity)?.[step] ?? NaN)
        )
      ])
    };
  }
  const factors = shown.map(network => stepFactors(flow, network, quantity));
  return {
    caption: translate(
      shown.some(followsAnswer)
        ? '%1 and the factor from the %step nearer to the answer, for each network; its way back begins at %step %2'
        : '%1 and the factor from the %step nearer to the loss, for each network; the loss is at %step %2',
      quantityWords(quantity, shown),
      [...new Set(shown.map(each => wayOf(flow, each).start))].join(', ')
    ),
    columns: [
      translate('%step'),
      ...shown.flatMap(({ name }) => [
        name,
        translate('%1, factor', name),
        translate('%1, ρ(J)', name)
      ])
    ],
    rows: Array.from({ length: flow.time.steps }, (_, step) => [
      step,
      ...shown.flatMap((network, index) => [
        normWords(valuesOf(network, quantity)?.[step] ?? NaN),
        factorWords(factors[index][step]),
        formatFixed(radiusAt(flow, network, step))
      ])
    ])
  };
}

/** The same numbers with all their digits, for a file. */
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
