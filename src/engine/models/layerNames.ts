import type { Layer } from '../layers/layer';

/** `lstm`, `lstm_1`, … for layers without a name; one that another model gave stays. */
export function nameLayers(layers: readonly Layer[]): void {
  const used = new Set<string>();
  for (const layer of layers) {
    if (layer.name !== '') {
      if (used.has(layer.name)) {
        throw new TypeError(
          `sequential: two layers are called '${layer.name}'` +
            (layer.named ? '' : '; give layers of other models a name')
        );
      }
      used.add(layer.name);
    }
  }
  for (const layer of layers) {
    if (layer.name === '') {
      const base = snakeCase(layer.type);
      let name = base;
      for (let count = 1; used.has(name); count++) {
        name = `${base}_${count}`;
      }
      used.add(name);
      layer.name = name;
    }
  }
}

/** `SimpleRNN` → `simple_rnn` and `Conv1D` → `conv1d`, as Keras names layers. */
export function snakeCase(type: string): string {
  return type.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
}
