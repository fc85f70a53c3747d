import { gru, weightsByGate } from '../../../../src/engine';
import { untranslated as translate } from '../../../../src/scene/words/translate';
import {
  enteringOf,
  largestProduct,
  weightProductAt
} from '../../../../src/views/weights/products';
import { productsTable } from '../../../../src/views/weights/weightsTables';
import { weightPlaceWords } from '../../../../src/views/weights/weightsWords';

const sequences = [0, 1, 2, 3, 4].map(each =>
  [0, 1, 2, 3].map(step => [Math.sin(each + step), each / 4])
);
const run = gru({ inputSize: 2, units: 3, seed: 1 }).run(sequences);
const bundle = weightsByGate(run).toBundle();
const [layer] = bundle.layers;
const shown = {
  ...{ bundle, layer, translate },
  ...({ form: 'sequences', quantity: 'weights' } as const)
};
const indexOf = (name: string) =>
  layer.parameters.findIndex(each => each.name === name);
const weightOf = (name: string, row: number, unit: number) =>
  layer.parameters[indexOf(name)].weights.array?.values[row * 3 + unit] ?? NaN;

/** Between the two values nearest to a share, as numpy's quantile. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

describe('weights times what enters them over a batch', () => {
  it('are the products of each sequence, also of a weight below zero', () => {
    for (const name of ['W_z', 'U_z', 'U_n']) {
      const row = 1;
      for (const unit of [0, 1, 2]) {
        const step = 2;
        const weight = weightOf(name, row, unit);
        const products = sequences.map((sequence, each) => {
          const h = run.h.at(each).at(step - 1).values[row];
          return weight * (name === 'W_z' ? sequence[step][row] : h);
        });
        const found = weightProductAt(
          layer,
          { parameter: indexOf(name), row, unit },
          step
        );
        expect(found?.own).toBeCloseTo(products[0], 6);
        expect(found?.low).toBeCloseTo(quantile(products, 0.1), 6);
        expect(found?.median).toBeCloseTo(quantile(products, 0.5), 6);
        expect(found?.high).toBeCloseTo(quantile(products, 0.9), 6);
        expect(largestProduct(layer, unit)).toBeGreaterThanOrEqual(
          Math.abs(found?.high ?? NaN)
        );
      }
    }
  });

  it('share what enters among the gates, and leave out biases', () => {
    expect(enteringOf(layer, indexOf('W_z'))).toBe(
      enteringOf(layer, indexOf('W_n'))
    );
    expect(enteringOf(layer, indexOf('b_z'))).toBeUndefined();
  });

  it('are said of a step, and stand in a table', () => {
    const place = { parameter: indexOf('W_z'), row: 0, unit: 2 };
    const [low, median, high] = [0.1, 0.5, 0.9].map(share =>
      (
        weightOf('W_z', 0, 2) *
        quantile(
          sequences.map(sequence => sequence[3][0]),
          weightOf('W_z', 0, 2) < 0 ? 1 - share : share
        )
      )
        .toFixed(3)
        .replace('-', '−')
    );
    const said = weightPlaceWords(shown, place, 3);
    expect(said.replaceAll(/\s%/g, '%')).toContain(
      `over 5 sequences: 10% ${low}, median ${median}, 90% ${high}.`
    );
    const { rows } = productsTable(shown, place, 3);
    expect(rows.map(([name]) => name)).toEqual([
      ...['W_z', 'W_z', 'U_z', 'U_z', 'U_z'],
      ...['W_r', 'W_r', 'U_r', 'U_r', 'U_r'],
      ...['W_n', 'W_n', 'U_n', 'U_n', 'U_n']
    ]);
    const bias = { ...place, parameter: indexOf('b_z'), row: 0 };
    expect(weightPlaceWords(shown, bias, 3)).toContain(
      'b_z multiplies nothing that differs between sequences'
    );
  });

  it('are not there for a run of one sequence', () => {
    const alone = gru({ inputSize: 2, units: 3 }).run(sequences[0]);
    expect(weightsByGate(alone).toBundle().batch).toBeUndefined();
  });
});
