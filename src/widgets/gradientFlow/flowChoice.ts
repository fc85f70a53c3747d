import type { GradientFlow } from '../../trace';
import type { ViewContext } from '../context';
import { html, type Content } from '../base/dom';
import { formatFixed } from '../base/format';
import type { Tool } from '../base/tools';
import { memoryOf, valuesOf, type Quantity } from './flow';
import { quantityWords } from './flowScene';
import { wayOf } from './way';

/** What the reader chose to see of a gradient flow; kept in the store. */
export interface FlowChoice {
  readonly quantity: Quantity;
  /** What still counts as remembered. */
  readonly threshold: number;
}

const thresholds = [0.1, 0.01, 0.001];

export function savedChoice(
  flow: GradientFlow,
  { store }: ViewContext
): FlowChoice {
  return {
    quantity: store.get<Quantity>(flow.id, 'quantity') ?? 'hidden',
    threshold: store.get<number>(flow.id, 'threshold') ?? flow.threshold
  };
}

export function saveChoice(
  { id }: GradientFlow,
  { quantity, threshold }: FlowChoice,
  { store }: ViewContext
): void {
  store.set(id, 'quantity', quantity);
  store.set(id, 'threshold', threshold);
}

/** The quantities that some network has. */
export function quantitiesOf({ networks }: GradientFlow): Quantity[] {
  // A run that was saved without its Jacobians has NaN for their product.
  const hasProduct = networks.some(({ product }) =>
    product.values.some(value => !Number.isNaN(value))
  );
  return [
    'hidden',
    ...(networks.some(({ cellState }) => cellState)
      ? (['cellState'] as const)
      : []),
    ...(hasProduct ? (['product'] as const) : [])
  ];
}

/** Steps of memory of each network; null: all of them. */
export function memories(
  flow: GradientFlow,
  { quantity, threshold }: FlowChoice
): (number | null)[] {
  return flow.networks.map(network => {
    if (quantity === 'hidden' && threshold === flow.threshold) {
      return network.effectiveMemory;
    }
    const values = valuesOf(network, quantity);
    return values && memoryOf(values, wayOf(flow, network), threshold);
  });
}

export function flowTools(
  flow: GradientFlow,
  { quantity, threshold }: FlowChoice,
  choose: (next: Partial<FlowChoice>) => void,
  { translate }: ViewContext
): Tool[] {
  const labels: Readonly<Record<Quantity, Content>> = {
    hidden: ['d', html('i', {}, 'L'), '/d', html('i', {}, 'h')],
    cellState: ['d', html('i', {}, 'L'), '/d', html('i', {}, 'c')],
    product: translate('Jacobian product')
  };
  return [
    ...quantitiesOf(flow).map(each => ({
      id: each,
      label: labels[each],
      title: translate('Draw %1', quantityWords[each]),
      pressed: each === quantity,
      run: () => choose({ quantity: each })
    })),
    {
      id: 'threshold',
      label: `${formatPercentage(threshold)} ▾`,
      title: translate('What still counts as remembered'),
      menu: () =>
        [...new Set([...thresholds, flow.threshold])]
          .sort((a, b) => b - a)
          .map(each => ({
            label: formatPercentage(each),
            checked: each === threshold,
            run: () => choose({ threshold: each })
          }))
    }
  ];
}

function formatPercentage(share: number): string {
  return `${formatFixed(share * 100, share < 0.01 ? 1 : 0)} %`;
}
