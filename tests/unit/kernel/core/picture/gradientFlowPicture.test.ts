import '../../nodeMachine';
import { gradientFlow, layers, sequential } from '../../../../../src/engine';
import { gradientFlowPicture } from '../../../../../src/kernel/core/picture/gradientFlowPicture';

const x = [[1], [0], [0.5], [0.2]];

/** A network with a loss at every step, or at the last alone. */
function flowOf(everyStep: boolean) {
  const model = sequential(
    [
      layers.gru({
        units: 2,
        returnSequences: everyStep,
        inputShape: [null, 1]
      }),
      layers.dense({ units: 1 })
    ],
    { seed: 1 }
  );
  model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
  return gradientFlow([
    model.trace(x, { target: everyStep ? x : [0.3] })
  ]).toBundle();
}

describe('the saved picture of a gradient flow', () => {
  it('says of which answer it is where the loss reads several', () => {
    expect(gradientFlowPicture(flowOf(true))).toContain(
      'this follows the answer at step 3 alone, one of 4 that the loss reads'
    );
  });

  it('says of both directions which answer each line follows', () => {
    const model = sequential(
      [
        layers.bidirectional({
          layer: layers.gru({ units: 2, returnSequences: true }),
          inputShape: [null, 1]
        }),
        layers.dense({ units: 1 })
      ],
      { seed: 1 }
    );
    model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
    const flow = gradientFlow(model.trace(x, { target: x })).toBundle();
    expect(flow.networks.map(({ answer }) => answer)).toEqual([3, 0]);
    const picture = gradientFlowPicture(flow);
    expect(picture).toContain(
      'each line follows one answer alone, of several that its loss reads'
    );
    expect(picture).not.toContain('at step 3 alone');
  });

  it('says where the loss is where it reads one', () => {
    const picture = gradientFlowPicture(flowOf(false));
    expect(picture).toContain('the loss is at step 3');
    expect(picture).not.toContain('one of');
  });
});
