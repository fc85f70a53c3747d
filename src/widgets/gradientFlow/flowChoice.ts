import { chosenPercent, followedStates, type GradientFlow } from '../../trace';
import type { ViewContext } from '../context';
import { html, type Content } from '../base/dom';
import type { Tool } from '../base/tools';
import type { ViewChoice } from '../base/viewCode';
import { isFollowedBack, memoryOf, valuesOf, type Quantity } from './flow';
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
    quantity:
      store.get<Quantity>(flow.id, 'quantity') ??
      flow.view?.quantity ??
      'hidden',
    threshold:
      store.get<number>(flow.id, 'threshold') ??
      flow.view?.threshold ??
      flow.threshold
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

/** The step whose answer the reader chose to follow, or the bundle opens on; undefined for the last. */
export function savedAnswer(
  { id, view }: Pick<GradientFlow, 'id' | 'view'>,
  { store }: ViewContext
): number | undefined {
  return store.get<number>(id, 'answer') ?? view?.answer;
}

export function saveAnswer(
  id: string,
  step: number,
  { store }: ViewContext
): void {
  store.set(id, 'answer', step);
}

/** The quantity that is drawn: the chosen one, where some network has it. */
export function shownQuantity(
  flow: GradientFlow,
  { quantity }: FlowChoice
): Quantity {
  const all = quantitiesOf(flow);
  return all.includes(quantity) ? quantity : (all[0] ?? 'hidden');
}

/** What a line of code can say of it: what is otherwise than it is drawn at first. */
export function flowViewChoice(
  flow: GradientFlow,
  { quantity, threshold }: FlowChoice,
  context: ViewContext
): ViewChoice {
  const first = shownQuantity(flow, { quantity: 'hidden', threshold: 0 });
  const answer = savedAnswer(flow, context);
  return {
    ...(quantity !== first && { quantity }),
    ...(threshold !== flow.threshold && { threshold }),
    ...(answer !== undefined && { answer })
  };
}

/** The quantities that some network has. */
export function quantitiesOf({ networks }: GradientFlow): Quantity[] {
  // A run that was saved without its Jacobians, or without each answer's own gradient, has NaN for them.
  const all: readonly Quantity[] = [
    'hidden',
    'cellState',
    'product',
    'wholeLoss'
  ];
  return all.filter(quantity =>
    networks.some(network =>
      Array.from(valuesOf(network, quantity) ?? []).some(
        value => !Number.isNaN(value)
      )
    )
  );
}

/** Steps of memory of each network; null: all of them; NaN: not known. */
export function memories(
  flow: GradientFlow,
  { quantity, threshold }: FlowChoice
): (number | null)[] {
  return flow.networks.map(network => {
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
    hidden: [
      'd',
      html('i', {}, 'L'),
      '/d',
      html('i', {}, followedStates(flow.networks).join(', '))
    ],
    cellState: ['d', html('i', {}, 'L'), '/d', html('i', {}, 'c')],
    product: translate('Jacobian product'),
    wholeLoss: translate('whole loss')
  };
  const quantities = quantitiesOf(flow).map(each => ({
    id: each,
    label: labels[each],
    title:
      each === 'wholeLoss'
        ? translate('Draw what all answers of the loss send back together')
        : translate('Draw %1', quantityWords(each, flow.networks)),
    pressed: each === quantity,
    run: () => choose({ quantity: each })
  }));
  if (!isFollowedBack(quantity)) {
    return quantities;
  }
  return [
    ...quantities,
    {
      id: 'threshold',
      label: `${chosenPercent(threshold)} % ▾`,
      title: translate('What still counts as remembered'),
      menu: () =>
        [...new Set([...thresholds, flow.threshold])]
          .sort((a, b) => b - a)
          .map(each => ({
            label: `${chosenPercent(each)} %`,
            checked: each === threshold,
            run: () => choose({ threshold: each })
          }))
    }
  ];
}

/** Where the loss reads several answers: which is followed, and the way to follow another. */
export function answerTools(
  { id, networks }: GradientFlow,
  quantity: Quantity,
  follow: (step?: number) => Promise<void>,
  { link, translate }: ViewContext
): Tool[] {
  const answer = networks.find(network => network.answer !== undefined)?.answer;
  if (answer === undefined || !isFollowedBack(quantity)) {
    return [];
  }
  return [
    {
      id: 'answer',
      label: translate('answer %1', answer),
      title: translate('Follow the answer at the cursor back instead'),
      ...(link.status(id).state !== 'live' && {
        off: translate(
          'Not live: run the notebook cell to follow another answer.'
        )
      }),
      run: () => void follow()
    }
  ];
}
