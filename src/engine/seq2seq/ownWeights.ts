import { initializers } from '../tensor/initializers';
import type { Variable } from '../tensor/variable';
import { makeVariable } from '../tensor/variable';
import { attentionVariables } from '../layers/attend';
import type { TwoNetworks } from './twoNetworks';

/** The weights of an encoder–decoder apart from its cells': tables, bridge, attention and output. */
export function ownWeights(
  model: Omit<TwoNetworks, 'variables'>,
  embedding: number
): Variable[] {
  const from = { seed: model.seed, dtype: model.dtype };
  const { units, keySize } = model;
  const table = (name: string, rows: number) =>
    makeVariable(
      name,
      [rows, embedding],
      initializers.uniform(-0.05, 0.05),
      from
    );
  const dense = (name: string, rows: number, columns: number) => [
    makeVariable(
      `${name}/kernel`,
      [rows, columns],
      initializers.glorotUniform(),
      from
    ),
    makeVariable(`${name}/bias`, [columns], initializers.zeros(), from)
  ];
  return [
    table('sourceEmbedding', model.sourceSize),
    table('targetEmbedding', model.targetSize),
    ...(model.backEncoder
      ? model.encoder.stateNames.flatMap(state =>
          dense(`bridge/${state}`, 2 * units, units)
        )
      : []),
    ...(model.attention === 'none'
      ? []
      : [
          ...attentionVariables(
            model.attention,
            { query: units, key: keySize, units },
            from,
            'attention/'
          ),
          ...dense('combine', keySize + units, units)
        ]),
    ...dense('output', units, model.targetSize)
  ];
}
