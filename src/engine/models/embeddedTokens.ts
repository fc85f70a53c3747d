import { PADDING } from '../data/vocabulary';
import { throughLayer, type Pass, type Signal } from '../layers/layer';
import type { EmbeddedTokens } from '../run/record';
import { variable } from '../tensor/making';
import { Tensor } from '../tensor/tensor';
import type { Model } from './model';
import type { ModelTraceOptions } from './traceOptions';

/** A pass whose embeddings are a leaf of the tape. */
interface EmbeddedPass {
  /** `[1, T, D]` */
  readonly rows: Tensor;
  readonly output: Tensor;
}

/** Runs all layers after the embedding from what that gives for `ids` `[1, T]`. */
export function passFromEmbeddings(
  model: Model,
  ids: Tensor,
  pass: Pass
): EmbeddedPass {
  const [embedding, ...others] = model.layers;
  const entered = embedding.call({ values: ids }, pass);
  const rows = variable(entered.values.detach());
  const last = others.reduce<Signal>(
    (signal, layer) => throughLayer(layer, signal, pass),
    { ...entered, values: rows }
  );
  return { rows, output: last.values };
}

/** The tokens `ids` `[1, T]` of a network that begins with an embedding; undefined for another one. */
export function embeddedTokens(
  model: Model,
  ids: Tensor,
  labels: readonly string[] | undefined,
  { vocabulary }: Pick<ModelTraceOptions, 'vocabulary'>
): EmbeddedTokens | undefined {
  const [{ spec }] = model.layers;
  if (spec?.type !== 'Embedding') {
    return undefined;
  }
  const { inputDim, outputDim, maskZero } = spec;
  const rowsOf = (of: Tensor): Tensor =>
    model.layers[0]
      .call({ values: of }, model.passFor(false, 0))
      .values.detach();
  const wordOf = (id: number): string =>
    vocabulary?.tokens[id] ?? labels?.[ids.values.indexOf(id)] ?? String(id);
  const idOf = (name: string): number => {
    for (const word of [name, name.toLowerCase()]) {
      const known = vocabulary?.tokens.indexOf(word) ?? -1;
      const place = labels?.indexOf(word) ?? -1;
      const id = known >= 0 ? known : place >= 0 ? ids.values[place] : -1;
      if (id >= 0) {
        return id;
      }
    }
    return /^\d+$/.test(name) ? Number(name) : -1;
  };
  return {
    width: outputDim,
    rows: () => rowsOf(ids).at(0),
    find(who, name) {
      const id = name === '' ? PADDING : idOf(name);
      if (id < 0 || id >= inputDim) {
        throw new RangeError(
          vocabulary
            ? `${who}: token must be one of the ${vocabulary.tokens.length} of the vocabulary or an id below ${inputDim}, got “${name}”`
            : `${who}: token must be one of this run or an id below ${inputDim}, got “${name}”; for any other word give model.trace the vocabulary`
        );
      }
      const isSkipped = id === PADDING && maskZero;
      return {
        id,
        token: id === PADDING ? '' : wordOf(id),
        row: isSkipped
          ? new Float64Array(outputDim)
          : rowsOf(new Tensor(Float64Array.of(id), [1, 1])).values
      };
    }
  };
}
