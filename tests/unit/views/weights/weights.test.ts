import {
  layers,
  lstm,
  sequential,
  weightsByGate
} from '../../../../src/engine';
import type { GateParameter } from '../../../../src/trace';
import { float64 } from '../../../../src/trace';
import {
  brokenFrom,
  gateGroups,
  placeIn,
  slotsOf
} from '../../../../src/views/weights/weightPlaces';
import {
  weightsNumbers,
  weightsTable
} from '../../../../src/views/weights/weightsTables';
import {
  brokenWords,
  weightPlaceWords
} from '../../../../src/views/weights/weightsWords';
import { untranslated as translate } from '../../../../src/scene/words/translate';

const run = lstm({ inputSize: 2, units: 3, seed: 1 }).run(
  [
    [1, 0],
    [0, 1]
  ],
  { inputNames: ['high', 'rain'], gradientsOf: ({ h }) => h.at(-1).sum() }
);
const bundle = weightsByGate(run).toBundle();
const [layer] = bundle.layers;
const shown = {
  ...{ bundle, layer, translate },
  ...({ form: 'map', quantity: 'weights' } as const)
};

describe('the words and places of weights', () => {
  it('stand a gate below the other, W x, U h and b beside each other', () => {
    const groups = gateGroups(layer);
    expect(groups.map(({ of }) => of)).toEqual(['f', 'i', 'g', 'o']);
    expect(
      slotsOf(layer, groups).map(({ letter, size }) => [letter, size])
    ).toEqual([
      ['W', 2],
      ['U', 3],
      ['b', 1]
    ]);
  });

  it('tell two biases of one gate apart', () => {
    const model = sequential([layers.gru({ units: 2, inputShape: [null, 1] })]);
    const [gru] = weightsByGate(model).layers;
    expect(slotsOf(gru, gateGroups(gru)).map(({ letter }) => letter)).toEqual([
      'W',
      'U',
      'b',
      'b_h'
    ]);
  });

  it('say the number of a weight and of its derivative', () => {
    const at = layer.parameters.findIndex(({ name }) => name === 'W_f');
    const { weights, gradient } = layer.parameters[at];
    const value = weights.array?.values[1 * 3 + 2] ?? NaN;
    const slope = gradient?.array?.values[1 * 3 + 2] ?? NaN;
    const words = weightPlaceWords(
      shown,
      { parameter: at, row: 1, unit: 2 },
      0
    );
    expect(words).toContain('W_f, from rain to unit 2: ');
    expect(words.replaceAll('−', '-')).toContain(value.toFixed(3));
    expect(words.replaceAll('−', '-')).toContain(
      slope.toExponential(2).split('e')[0]
    );
  });

  it('find the nearest weight', () => {
    expect(placeIn(layer, { parameter: 99, row: 99, unit: -1 })).toEqual({
      parameter: layer.parameters.length - 1,
      row: 0,
      unit: 0
    });
  });

  it('list each weight once', () => {
    expect(weightsTable(shown).rows).toHaveLength(12);
    const { rows } = weightsNumbers(shown);
    expect(rows).toHaveLength(4 * (2 * 3 + 3 * 3 + 3));
    expect(rows[0].slice(0, 3)).toEqual(['W_f', 'high', 0]);
    expect(rows[0][3]).toBe(layer.parameters[0].weights.array?.values[0]);
  });
});

describe('where NaN begins', () => {
  it('is the epoch after the last number', () => {
    expect(brokenFrom([1, 2, NaN, NaN])).toBe(2);
    expect(brokenFrom([1, Infinity, 2])).toBeNull();
    expect(brokenFrom([NaN, NaN, 3, 4])).toBeNull();
    expect(brokenFrom([NaN, Infinity])).toBe(1);
    expect(brokenFrom([NaN, NaN])).toBe(0);
    expect(brokenFrom([])).toBeNull();
  });

  it('names matrix, place and epoch', () => {
    const values = layer.parameters[1].weights.array?.values.slice();
    values?.set([NaN], 4);
    const broken = {
      ...bundle,
      epochs: 3,
      layers: [
        {
          ...layer,
          parameters: layer.parameters.map((each, at): GateParameter =>
            at !== 1
              ? each
              : {
                  ...each,
                  norms: float64([1, NaN, NaN], [3]),
                  weights: {
                    ...each.weights,
                    notFinite: 1,
                    array: { dtype: 'f32', shape: [3, 3], values: values! }
                  }
                }
          )
        }
      ]
    };
    expect(brokenWords(broken, translate)).toBe(
      'NaN or infinity begins in U_f: 1 of 9 are not finite, the first from h 1 to unit 1. ' +
        'While training, U_f is not finite from epoch 2 on.'
    );
    expect(brokenWords(bundle, translate)).toBe('');
  });
});
