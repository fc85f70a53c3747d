/** @jest-environment jsdom */
import { gru, lstm, weightsByGate } from '../../../../src/engine';
import { float64, type Weights } from '../../../../src/trace';
import { changedChoices, standing } from '../../../../src/scene/choices';
import { untranslated as translate } from '../../../../src/scene/words/translate';
import { createWeightsView } from '../../../../src/widgets/weights/createWeightsView';
import { askedOf } from '../../../../src/views/weights/weightsAnswer';
import { weightsChoices } from '../../../../src/views/weights/weightsChoices';
import { openView } from '../viewPage';

const run = lstm({ inputSize: 2, units: 3, seed: 1 }).run(
  [
    [1, 0],
    [0, 1]
  ],
  { inputNames: ['high', 'rain'], gradientsOf: ({ h }) => h.at(-1).sum() }
);
const bundle = weightsByGate(run).toBundle();
const [layer] = bundle.layers;
const asked = (
  form: 'map' | 'histogram' | 'epochs' | 'sequences',
  of: Weights = bundle,
  quantity: 'weights' | 'gradient' = 'weights'
) =>
  askedOf(
    { ...{ bundle: of, form, quantity, translate }, layer: of.layers[0] },
    { unit: 1 },
    2
  );

describe('what the weights answer', () => {
  it.each(['weights', 'gradient'] as const)(
    'of a map of %s is the one of the largest size, with its place',
    quantity => {
      const all = layer.parameters.flatMap(each =>
        Array.from(each[quantity]!.array!.values, (value, at) => ({
          ...{ name: each.name, value, row: Math.floor(at / 3), unit: at % 3 }
        }))
      );
      const most = all.reduce((one, other) =>
        Math.abs(other.value) > Math.abs(one.value) ? other : one
      );
      const [question, answer] = asked('map', bundle, quantity);
      expect(question).toContain(layer.name);
      expect(answer.startsWith(most.name)).toBe(true);
      expect(answer).toContain(`unit ${most.unit}: `);
      const [mantissa] = Math.abs(most.value).toExponential(2).split('e');
      expect(answer).toContain(
        quantity === 'gradient' ? mantissa : Math.abs(most.value).toFixed(3)
      );
    }
  );

  it('of a histogram is the gate whose weights are the largest on the whole', () => {
    const sizes = layer.parameters.map(({ name, shape, weights }) => ({
      name,
      size: weights.norm / Math.sqrt(shape[0] * shape[1])
    }));
    const most = sizes.reduce((a, b) => (b.size > a.size ? b : a));
    expect(asked('histogram')[1]).toContain(
      `Those of ${most.name}: √ of their mean square is ${most.size.toFixed(3)}`
    );
  });

  it('of the epochs is whose norm is farthest from where it began', () => {
    const trained = {
      ...bundle,
      epochs: 3,
      layers: [
        {
          ...layer,
          parameters: layer.parameters.map((each, at) => ({
            ...each,
            norms: float64(at === 4 ? [1, 2, 3] : [1, 1, 1.5], [3])
          }))
        }
      ]
    };
    expect(asked('epochs', trained)[1]).toBe(
      `‖${layer.parameters[4].name}‖: from 1.000 after epoch 1 to 3.000 after epoch 3.`
    );
    expect(asked('epochs')[1]).toBe('');
  });

  it('over sequences is the largest product that enters the unit at the step', () => {
    const sequences = [0, 1, 2].map(each =>
      [0, 1, 2, 3].map(step => [Math.sin(each + step), each / 4])
    );
    const many = weightsByGate(
      gru({ inputSize: 2, units: 3, seed: 1 }).run(sequences)
    ).toBundle();
    const [question, answer] = asked('sequences', many);
    expect(question).toContain('unit 1');
    expect(answer).toMatch(
      /^[WU]_\w, from .+: .+ × .+ = .+ in this sequence\.$/
    );
  });
});

describe('what can be chosen of weights', () => {
  const chosen = (kept: Record<string, string | boolean>, view = {}) =>
    standing(
      weightsChoices,
      { ...bundle, view },
      { get: name => kept[name] },
      translate
    );

  it('is what the notebook has it opened on, and becomes its line of code', () => {
    const opened = chosen({}, { form: 'histogram', derivatives: true });
    expect(opened.map(({ value }) => value)).toEqual([
      ...[layer.name, 'histogram', true]
    ]);
    expect(changedChoices(opened)).toEqual({
      form: 'histogram',
      derivatives: true
    });
  });

  it('has no form that these weights do not have', () => {
    expect(
      chosen({ form: 'sequences', derivatives: true }).map(({ value }) => value)
    ).toEqual([layer.name, 'map', true]);
  });

  it('stands on top of the page with its answer', () => {
    const page = openView(createWeightsView, bundle);
    expect(page.element.textContent).toContain(
      `Which weight of ${layer.name} is the largest?`
    );
    page.close();
  });
});
