import type { Cell } from '../cells/cell';
import { pathOfStep } from '../compiler/compiledSequence';
import { Summary } from '../models/summary';
import type { Variable } from '../tensor/variable';
import type { TwoNetworks } from './twoNetworks';

/**
 * The parts of an encoder–decoder with the arithmetic of their parameters.
 *
 * @param weights those apart from the cells'
 */
export function summaryOf(
  model: TwoNetworks,
  weights: readonly Variable[]
): Summary {
  const own = (
    name: string,
    type: string,
    prefix: string,
    outputShape: readonly (number | null)[]
  ) => {
    const found = weights.filter(variable => variable.name.startsWith(prefix));
    const sizes = found.map(({ tensor }) => tensor.shape.join('·'));
    return {
      name,
      type,
      outputShape,
      parameters: {
        count: found.reduce((sum, { tensor }) => sum + tensor.size, 0),
        formula: sizes.join('+') || '0',
        arithmetic: sizes.join('+') || '0'
      },
      trainable: true
    };
  };
  const cell = (name: string, of: Cell) => ({
    name,
    type: of.name,
    outputShape: [null, model.units],
    parameters: of.count,
    trainable: true,
    path: pathOfStep(of).path ?? 'step by step'
  });
  const { reason } = pathOfStep(model.decoder);
  return new Summary(
    model.name,
    [
      own('source embedding', 'Embedding', 'sourceEmbedding', [
        null,
        model.encoder.inputSize
      ]),
      cell('encoder', model.encoder),
      ...(model.backEncoder
        ? [
            cell('backward encoder', model.backEncoder),
            own('bridge', 'Dense', 'bridge', [model.units])
          ]
        : []),
      own('target embedding', 'Embedding', 'targetEmbedding', [
        null,
        model.decoder.inputSize
      ]),
      cell('decoder', model.decoder),
      ...(model.attention === 'none'
        ? []
        : [
            own(`attention (${model.attention})`, 'Attention', 'attention', [
              null,
              model.keySize
            ]),
            own('combination', 'Dense', 'combine', [null, model.units])
          ]),
      own('output', 'Dense', 'output', [null, model.targetSize])
    ],
    reason === undefined ? [] : [`computed step by step, because ${reason}`]
  );
}
