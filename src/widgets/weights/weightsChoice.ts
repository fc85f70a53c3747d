import type {
  GateParameter,
  LayerWeights,
  WeightNumbers,
  Weights
} from '../../trace';
import type { ViewContext } from '../context';
import { html, type Content } from '../base/dom';
import type { Tool } from '../base/tools';

/**
 * Each weight in a map, how often each size occurs, the norms over the epochs of training, or weights times
 * what enters them over the sequences of a batch.
 */
export type Form = 'map' | 'histogram' | 'epochs' | 'sequences';

/** The weights, or the derivatives of the loss by them. */
export type Quantity = 'weights' | 'gradient';

/** What the reader chose to see; kept in the store. */
export interface WeightsChoice {
  readonly layer: number;
  readonly quantity: Quantity;
  readonly form: Form;
}

const KEY = 'weights';

/** What was chosen before, as far as these weights have it. */
export function savedChoice(
  { id, layers, view, epochs }: Weights,
  { store }: ViewContext
): WeightsChoice {
  const saved = store.get<WeightsChoice>(id, KEY);
  const named = layers.findIndex(({ name }) => name === view?.layer);
  const layer =
    saved && saved.layer < layers.length ? saved.layer : Math.max(0, named);
  const wanted = saved ?? { quantity: 'weights', form: 'map' };
  const has: Readonly<Partial<Record<Form, boolean>>> = {
    epochs: Boolean(epochs),
    sequences: hasSequences(layers[layer])
  };
  const form = has[wanted.form] === false ? 'map' : wanted.form;
  return {
    layer,
    form,
    quantity: hasGradient(layers[layer], form) ? wanted.quantity : 'weights'
  };
}

export function saveChoice(
  { id }: Weights,
  choice: WeightsChoice,
  { store }: ViewContext
): void {
  store.set(id, KEY, choice);
}

/** Whether there are derivatives to show in a form. */
export function hasGradient({ parameters }: LayerWeights, form: Form): boolean {
  return (
    form !== 'sequences' &&
    parameters.some(({ gradient, gradientNorms }) =>
      form === 'epochs' ? gradientNorms : gradient
    )
  );
}

/** Whether it is known what the weights of a layer multiply in the sequences of a batch. */
export const hasSequences = ({ entering = [] }: LayerWeights): boolean =>
  entering.length > 0;

/** The numbers of a parameter that are shown. */
export function numbersOf(
  parameter: GateParameter,
  quantity: Quantity
): WeightNumbers | undefined {
  return parameter[quantity];
}

export function weightsTools(
  { layers, epochs, batch }: Weights,
  choice: WeightsChoice,
  choose: (next: Partial<WeightsChoice>) => void,
  { translate }: ViewContext
): Tool[] {
  const { layer, quantity, form } = choice;
  const forms: readonly (readonly [Form, string, string])[] = [
    ['map', translate('Map'), translate('Map of each single weight')],
    [
      'histogram',
      translate('Histogram'),
      translate('Histogram: how many weights are of each size')
    ],
    ...(epochs
      ? ([
          [
            'epochs',
            translate('Epochs'),
            translate('Epochs: the norms while training')
          ]
        ] as const)
      : []),
    ...(batch && hasSequences(layers[layer])
      ? ([
          [
            'sequences',
            translate('Sequences'),
            translate(
              'Sequences: what the weights of a unit bring, over %1 sequences',
              batch.size
            )
          ]
        ] as const)
      : [])
  ];
  const derivative: Content = [
    'd',
    html('i', {}, 'L'),
    '/d',
    html('i', {}, 'w')
  ];
  return [
    ...(layers.length > 1
      ? [
          {
            id: 'layer',
            label: `${layers[layer].name} ▾`,
            title: translate('Layer'),
            menu: () =>
              layers.map(({ name }, index) => ({
                label: name,
                checked: index === layer,
                run: () => choose({ layer: index })
              }))
          }
        ]
      : []),
    ...forms.map(([id, label, title]) => ({
      id,
      label,
      title,
      pressed: id === form,
      run: () => choose({ form: id })
    })),
    ...(hasGradient(layers[layer], form)
      ? (['weights', 'gradient'] as const).map(each => ({
          id: each,
          label: each === 'weights' ? html('i', {}, 'w') : derivative,
          title:
            each === 'weights'
              ? translate('w: the weights')
              : translate('dL/dw: the derivatives of the loss by the weights'),
          pressed: each === quantity,
          keep: true,
          run: () => choose({ quantity: each })
        }))
      : [])
  ];
}
