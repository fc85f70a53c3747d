import { layersBelow, readsTurned } from '../../trace';
import type { LayerTrace, Trace } from '../../trace';
import type { Translate } from './translate';

/** Which layer is shown, beside a title: its cell, its name, and which way it reads the sequence. */
export function layerWords(
  trace: Trace,
  layer: LayerTrace,
  translate: Translate
): string[] {
  return [
    layer.cellName,
    // A cell that runs by itself goes by its cell's name; its parts have names of their own.
    ...(trace.layers.length > 1 && layer.name !== layer.cellName
      ? [layer.name]
      : []),
    ...(layer.direction === 'backward'
      ? [translate('backward: read from right to left')]
      : []),
    ...(layersBelow(trace, layer).length === 2
      ? [translate('reads both directions of the layer below')]
      : []),
    ...(readsTurned(trace, layer)
      ? [translate('its %step 0 is the last one of the input')]
      : [])
  ];
}
