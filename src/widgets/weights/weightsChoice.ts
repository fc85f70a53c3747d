import type {
  GateParameter,
  LayerWeights,
  ViewChoice,
  WeightNumbers,
  Weights
} from '../../trace';
import type { Option, Schema } from '../../scene/choices';
import type { Translate } from '../../scene/words/translate';

/**
 * Each weight in a map, how often each size occurs, the norms over the epochs of training, or weights times
 * what enters them over the sequences of a batch.
 */
export type Form = NonNullable<ViewChoice['form']>;

/** The weights, or the derivatives of the loss by them. */
export type Quantity = 'weights' | 'gradient';

/** What the reader chose to see, as the pictures take it. */
export interface WeightsChoice {
  readonly layer: number;
  readonly quantity: Quantity;
  readonly form: Form;
}

/** What there is to choose, each for what is chosen before it. */
export const weightsChoices: Schema<'layer' | 'form' | 'derivatives', Weights> =
  {
    layer: {
      options: ({ layers }) => layers.map(({ name }) => ({ value: name })),
      title: translate => translate('Layer'),
      tool: 'menu'
    },
    form: {
      options: (weights, chosen, translate) =>
        formsOf(weights, layerOf(weights, chosen), translate),
      title: translate => translate('How the weights are shown'),
      tool: 'buttons'
    },
    derivatives: {
      options: (weights, chosen, translate) => [
        { value: false, label: 'w', title: translate('w: the weights') },
        ...(hasGradient(layerOf(weights, chosen), chosen.form ?? 'map')
          ? [
              {
                value: true,
                label: 'dL/dw',
                title: translate(
                  'dL/dw: the derivatives of the loss by the weights'
                )
              }
            ]
          : [])
      ],
      title: translate => translate('Weights, or their derivatives'),
      keep: true,
      tool: 'buttons'
    }
  };

/** The same as indices and names of what is drawn. */
export const weightsChoice = (
  { layers }: Weights,
  { layer, form = 'map', derivatives }: ViewChoice
): WeightsChoice => ({
  layer: Math.max(
    0,
    layers.findIndex(({ name }) => name === layer)
  ),
  form,
  quantity: derivatives ? 'gradient' : 'weights'
});

const layerOf = (weights: Weights, chosen: ViewChoice): LayerWeights =>
  weights.layers[weightsChoice(weights, chosen).layer];

function formsOf(
  { epochs, batch }: Weights,
  { entering = [] }: LayerWeights,
  translate: Translate
): readonly Option[] {
  const form = (value: Form, label: string, title: string): Option => ({
    value,
    label,
    title
  });
  return [
    form('map', translate('Map'), translate('Map of each single weight')),
    form(
      'histogram',
      translate('Histogram'),
      translate('Histogram: how many weights are of each size')
    ),
    ...(epochs
      ? [
          form(
            'epochs',
            translate('Epochs'),
            translate('Epochs: the norms while training')
          )
        ]
      : []),
    // Whether it is known what the weights multiply in the sequences of a batch.
    ...(batch && entering.length > 0
      ? [
          form(
            'sequences',
            translate('Sequences'),
            translate(
              'Sequences: what the weights of a unit bring, over %1 sequences',
              batch.size
            )
          )
        ]
      : [])
  ];
}

/** Whether there are derivatives to show in a form. */
const hasGradient = ({ parameters }: LayerWeights, form: Form): boolean =>
  form !== 'sequences' &&
  parameters.some(({ gradient, gradientNorms }) =>
    form === 'epochs' ? gradientNorms : gradient
  );

/** The numbers of a parameter that are shown. */
export function numbersOf(
  parameter: GateParameter,
  quantity: Quantity
): WeightNumbers | undefined {
  return parameter[quantity];
}
