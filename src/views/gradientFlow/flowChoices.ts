import { chosenPercent, followedStates, type GradientFlow } from '../../trace';
import type { Schema } from '../../scene/choices';
import {
  isFollowedBack,
  quantityWords,
  valuesOf,
  type FlowQuantity
} from './flow';

/** What may still count as remembered, besides what the notebook says. */
const THRESHOLDS = [0.1, 0.01, 0.001];

export const flowChoices: Schema<
  'quantity' | 'threshold' | 'answer',
  GradientFlow
> = {
  quantity: {
    options: (flow, _, translate) => {
      const { networks } = flow;
      const labels: Readonly<Record<FlowQuantity, string>> = {
        hidden: `dL/d${followedStates(networks).join(', ')}`,
        cellState: 'dL/dc',
        product: translate('Jacobian product'),
        wholeLoss: translate('whole loss')
      };
      return quantitiesOf(flow).map(value => ({
        value,
        label: labels[value],
        title:
          value === 'wholeLoss'
            ? translate('Draw what all answers of the loss send back together')
            : translate('Draw %1', quantityWords(value, networks))
      }));
    },
    title: translate => translate('Which gradient'),
    tool: 'buttons',
    keys: ['nextChannel', 'previousChannel']
  },
  threshold: {
    options: ({ threshold, view }, { quantity = 'hidden' }) =>
      isFollowedBack(quantity)
        ? [...new Set([...THRESHOLDS, threshold, view?.threshold ?? threshold])]
            .sort((a, b) => b - a)
            .map(value => ({ value, label: `${chosenPercent(value)} %` }))
        : [],
    opens: ({ threshold }) => threshold,
    title: translate => translate('What still counts as remembered'),
    tool: 'menu'
  },
  answer: {
    options: ({ networks }) =>
      [...new Set(networks.flatMap(({ answers = [] }) => Array.from(answers)))]
        .sort((a, b) => a - b)
        .map(value => ({ value })),
    opens: 'last',
    title: translate => translate('Which answer is followed back')
  }
};

/** The answers that its networks are followed back from; none where a loss reads one alone. */
export const lossAnswers = ({ networks }: GradientFlow): readonly number[] =>
  networks.flatMap(({ answer }) => (answer === undefined ? [] : [answer]));

/** The quantities that some network has. */
function quantitiesOf({ networks }: GradientFlow): readonly FlowQuantity[] {
  // A run that was saved without its Jacobians, or without each answer's own gradient, has NaN for them.
  const all = ['hidden', 'cellState', 'product', 'wholeLoss'] as const;
  const known = all.filter(quantity =>
    networks.some(network =>
      Array.from(valuesOf(network, quantity) ?? []).some(
        value => !Number.isNaN(value)
      )
    )
  );
  return known.length > 0 ? known : ['hidden'];
}
