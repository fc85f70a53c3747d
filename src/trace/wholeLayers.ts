import type { LayerTrace, Trace } from './generated/types';

/**
 * The layers of a network as it was built. What has another width than its layer (a projected h, the
 * attention over source steps) is saved as a layer of its own, `lstm/h` beside `lstm`; here its
 * channels stand with the others again, so their widths may differ.
 */
export function wholeLayers({ layers }: Trace): readonly LayerTrace[] {
  const whole: LayerTrace[] = [];
  for (const layer of layers) {
    const at = whole.findIndex(({ name }) => layer.name.startsWith(`${name}/`));
    if (at < 0) {
      whole.push(layer);
    } else {
      whole[at] = {
        ...whole[at],
        channels: [...whole[at].channels, ...layer.channels]
      };
    }
  }
  return whole;
}
