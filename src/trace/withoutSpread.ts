import type { Trace } from './generated/types';

/** A run without how its numbers spread over the batch; as it is where it holds none. */
export function withoutSpread(trace: Trace): Trace {
  const { batch } = trace;
  return batch?.shares === undefined
    ? trace
    : {
        ...trace,
        batch: { sequence: batch.sequence, size: batch.size },
        layers: trace.layers.map(layer => ({
          ...layer,
          channels: layer.channels.map(channel => ({
            ...channel,
            spread: undefined
          }))
        }))
      };
}
