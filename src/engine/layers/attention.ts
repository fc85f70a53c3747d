import type { AttentionScore } from '../spec/layers';
import { layerOptions } from '../spec/layers';
import { attend, attentionVariables } from './attend';
import { shapeText } from '../tensor/shape';
import { concat, stack } from '../tensor/joining';
import type { Tensor } from '../tensor/tensor';
import type { Variable } from '../tensor/variable';
import type { Layer, LayerOptions } from './layer';
import { headOf } from './layer';

export interface AttentionOptions extends LayerOptions {
  /** Default `scaled`. */
  score?: AttentionScore;
  /** Size of the hidden layer of the `additive` score; that of the input by default. */
  units?: number;
  seed?: number;
}

/**
 * The last real step looks back at all steps: `[B, T, H] → [B, 2H]`, what it saw beside itself. After
 * a recurrent layer with `returnSequences` the network need not carry everything to the end.
 *
 * @throws TypeError on a wrong option
 * @example
 * ```ts
 * const model = sequential([layers.attention({ score: 'additive', inputShape: [5, 4] })]);
 * model.summary().layers[0].outputShape; // [8]
 * ```
 */
export function attention(options: AttentionOptions = {}): Layer {
  const who = 'layers.attention';
  const spec = layerOptions.Attention(options);
  const { score, units } = spec;
  let variables: Variable[] = [];
  let size = 0;
  return {
    ...headOf({ type: 'Attention', ...spec }),
    acrossTime: 'looks back at all steps',
    cells: [],
    build(input, { seed, dtype }) {
      const last = input[1];
      if (input.length !== 2 || typeof last !== 'number') {
        throw new RangeError(
          `${who}: its input must be sequences [B, T, H], got ${shapeText([null, ...input])} (a recurrent layer before it needs returnSequences: true)`
        );
      }
      size = last;
      variables = attentionVariables(
        score,
        { query: size, key: size, units: units ?? size },
        { seed: spec.seed ?? seed, dtype }
      );
      return [2 * size];
    },
    call({ values, mask }) {
      const query = lastReal(values, mask);
      const { context } = attend(
        query.reshape([query.shape[0], 1, size]),
        values,
        values,
        {
          score,
          mask,
          parameters: Object.fromEntries(
            variables.map(({ name, tensor }) => [name, tensor])
          )
        }
      );
      return { values: concat([context.at(0, { axis: 1 }), query], -1) };
    },
    get variables() {
      return variables;
    },
    get count() {
      return {
        count: variables.reduce((sum, { tensor }) => sum + tensor.size, 0),
        formula: {
          dot: '0',
          scaled: '0',
          general: 'mm',
          additive: '2ma+a',
          uniform: '0'
        }[score],
        arithmetic:
          variables.map(({ tensor }) => tensor.shape.join('·')).join('+') || '0'
      };
    }
  };
}

/** `[B, H]`: each sequence's last step that is not padding. */
function lastReal(values: Tensor, mask: Tensor | undefined): Tensor {
  if (!mask) {
    return values.at(-1, { axis: 1 });
  }
  const [batch, steps] = mask.shape;
  return stack(
    Array.from({ length: batch }, (_, row) => {
      let last = steps - 1;
      while (last > 0 && mask.values[row * steps + last] === 0) {
        last--;
      }
      return values.at(row).at(last);
    })
  );
}
