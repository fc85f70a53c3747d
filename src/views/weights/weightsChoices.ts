import type { LayerWeights, ViewChoice, Weights } from '../../trace';
import type { ChosenOf, ChoiceOption, Schema } from '../../scene/choices';
import type { Translate } from '../../scene/words/translate';

/**
 * Each weight in a map, how often each size occurs, the norms over the epochs of training, or weights times
 * what enters them over the sequences of a batch.
 */
export type Form = NonNullable<ViewChoice['form']>;

/** The weights, or the derivatives of the loss by them. */
export type WeightsQuantity = 'weights' | 'gradient';

type WeightsChoice = 'layer' | 'form' | 'derivatives';

/** What is shown of the weights. */
export interface ShownWeights {
  readonly bundle: Weights;
  readonly layer: LayerWeights;
  readonly form: Form;
  readonly quantity: WeightsQuantity;
  readonly translate: Translate;
}

/** What there is to choose, each for what is chosen before it. */
export const weightsChoices: Schema<WeightsChoice, Weights> = {
  layer: {
    options: ({ layers }) => layers.map(({ name }) => ({ value: name })),
    title: translate => translate('Layer'),
    tool: 'menu'
  },
  form: {
    options: (weights, chosen, translate) =>
      formsOf(weights, layerOf(weights, chosen), translate),
    // A saved copy without single numbers has no map.
    opens: (weights, chosen) =>
      layerOf(weights, chosen).parameters.some(each => each.weights.array)
        ? 'map'
        : 'histogram',
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

export const shownOf = ({
  bundle,
  chosen,
  translate
}: {
  readonly bundle: Weights;
  readonly chosen: ChosenOf<WeightsChoice>;
  readonly translate: Translate;
}): ShownWeights => ({
  ...{ bundle, translate, form: chosen.form },
  layer: layerOf(bundle, chosen),
  quantity: chosen.derivatives ? 'gradient' : 'weights'
});

const layerOf = ({ layers }: Weights, { layer }: ViewChoice): LayerWeights =>
  layers.find(({ name }) => name === layer) ?? layers[0];

function formsOf(
  { epochs, batch }: Weights,
  { entering = [] }: LayerWeights,
  translate: Translate
): readonly ChoiceOption[] {
  const form = (value: Form, label: string, title: string): ChoiceOption => ({
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
