import type { Channel, LayerTrace } from '../../trace';

/**
 * Channels of another width than the layer's units (a projected h, the attention over source steps),
 * and those whose numbers are no unit's own, become layers of their own beside it: a view shows one
 * number of units in a layer.
 */
export function layersByWidth(layer: LayerTrace): LayerTrace[] {
  const groups = new Map<string, Channel[]>();
  for (const channel of layer.channels) {
    const { array, shared = false } = channel;
    const key = `${array.shape[1]} ${shared}`;
    groups.set(key, [...(groups.get(key) ?? []), channel]);
  }
  const own = `${layer.units} false`;
  if (groups.size === 1 && groups.has(own)) {
    return [layer];
  }
  const states = layer.channels.filter(({ role }) => role === 'state');
  const parts = [...groups]
    .sort(([a], [b]) => Number(b === own) - Number(a === own))
    .map(([, channels]) => ({
      ...layer,
      // The circuit of an LSTM needs all of its states in one place.
      cell: 'custom' as const,
      units: channels[0].array.shape[1],
      equations: layer.equations.filter(({ channel }) =>
        channels.some(({ name }) => name === channel)
      ),
      channels
    }));
  return parts.map((part, at) =>
    at === 0
      ? {
          ...part,
          ...(states.every(state => part.channels.includes(state)) && {
            cell: layer.cell
          })
        }
      : {
          ...part,
          name: `${layer.name}/${part.channels[0].name}`,
          cellName: part.channels[0].label,
          parameters: { count: 0, formula: '0', arithmetic: '0' },
          adjoints: undefined,
          source: undefined
        }
  );
}
