import '../../nodeMachine';
import { gradientFlow, layers, sequential } from '../../../../../src/engine';
import {
  gradientFlowPicture,
  traceFlowPicture
} from '../../../../../src/kernel/core/picture/gradientFlowPicture';
import { untranslated } from '../../../../../src/scene/words/translate';
import { gradientFlowView } from '../../../../../src/views/gradientFlow/gradientFlowView';

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

  it('says of a run, saved with the sum alone, that no single answer is followed', () => {
    const model = sequential(
      [
        layers.gru({
          units: 2,
          returnSequences: true,
          inputShape: [null, 1]
        }),
        layers.dense({ units: 1 })
      ],
      { seed: 1 }
    );
    model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
    const trace = model.trace(x, { target: x }).toBundle();
    const words = traceFlowPicture(trace, trace.layers[0])!.replaceAll(
      /<[^>]*>/g,
      ' '
    );
    expect(words).toContain(
      'What do all answers of the loss send back to each step?'
    );
    expect(words.replaceAll(/\s+/g, ' ')).toContain(
      'What one of them sends back was not saved with the run'
    );
    expect(words).not.toContain('Choose dL/dh');
    const { reading } = gradientFlowView.words;
    const flow = flowOf(true);
    const now = (quantity: 'wholeLoss' | 'hidden') => ({
      ...{ bundle: flow, data: null, translate: untranslated },
      chosen: { quantity, threshold: 0.01, answer: 3 }
    });
    expect(reading(now('wholeLoss'))).toContain('Choose dL/dh');
    expect(reading(now('hidden'))).not.toContain('Choose dL/dh');
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
