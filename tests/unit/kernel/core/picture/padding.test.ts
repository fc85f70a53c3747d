import '../../nodeMachine';
import { layers, sequential } from '../../../../../src/engine';
import { tracePicture } from '../../../../../src/kernel/core/picture/tracePicture';

const PADDED = -7;

const model = sequential(
  [
    layers.masking({ maskValue: PADDED, inputShape: [null, 1] }),
    layers.lstm({ units: 2 }),
    layers.dense({ units: 1 })
  ],
  { seed: 1 }
);
model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
const run = model.trace([[1], [0.5], [PADDED]], { target: [0.3] });
const [layer] = run.toBundle().layers;

/** Alternative text of the picture of a view, at a step. */
const title = (
  view: 'gates' | 'cell' | 'unrolled' | 'gradients',
  step: number
) =>
  /<title>([^<]*)/.exec(
    tracePicture(run.toBundle({ view: { view, unit: 0, step } }))
  )![1];

describe('the saved picture of a padded step', () => {
  it.each(['gates', 'cell'] as const)(
    'gives in %s no number of a gate, and the states that stay',
    view => {
      const h = layer.channels.find(({ name }) => name === 'h')!;
      const stays = h.array.values[2 * 2].toFixed(2).replace('-', '−');
      expect(title(view, 2)).toMatch(/\bf –.*\bi –/);
      expect(title(view, 2)).toContain(`h ${stays}`);
      expect(title(view, 1)).toMatch(/\bf 0\.\d\d/);
    }
  );

  it('says in a gradient flow that nothing is computed there', () => {
    expect(title('gradients', 2)).toContain(
      'is padding: lstm computes nothing there'
    );
    expect(title('gradients', 1)).toMatch(/effective memory of (all )?\d/);
  });
});
