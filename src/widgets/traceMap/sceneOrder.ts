import type { Channel, LayerTrace, Trace } from '../../trace';
import { alikeUnits, type Pattern } from './alikeUnits';
import { unitGroups } from './unitGroups';
import { unitOrder, type Sort } from './unitOrder';

/** What the reader has chosen of the order. */
interface OrderOptions {
  readonly sort: Sort;
  /** Channel and step of the sort by value. */
  readonly sortAt: { readonly channel: string; readonly step: number } | null;
  readonly pattern: Pattern | null;
}

/** Which unit stands at each place from the top, and the places at which a new group begins. */
export function sceneOrder(
  layer: LayerTrace,
  time: Trace['time'],
  options: OrderOptions
): { order: Uint32Array; edges: readonly number[] } {
  const states = layer.channels.filter(({ role }) => role === 'state');
  // An LSTM's cell state tells its units apart best; other cells have h alone.
  const state = states[0] ?? layer.channels[0];
  const { sortAt } = options;
  if (options.sort === 'alike') {
    const { pattern } = options;
    const asked = layer.channels.find(({ name }) => name === pattern?.channel);
    if (pattern && asked && (asked.array.shape[1] ?? 1) === layer.units) {
      const { order, matched } = alikeUnits(asked, time, pattern);
      return {
        order,
        edges:
          matched.length > 0 && matched.length < layer.units
            ? [matched.length]
            : []
      };
    }
  }
  if (options.sort === 'groups') {
    const { order, sizes } = unitGroups(state.array.values, layer.units);
    let place = 0;
    return {
      order,
      edges: sizes.slice(0, -1).map(size => (place += size))
    };
  }
  const channel: Channel | undefined = layer.channels.find(
    ({ name }) => name === sortAt?.channel
  );
  const order = unitOrder(
    options.sort,
    layer.units,
    state,
    sortAt && channel ? { channel, step: sortAt.step } : undefined
  );
  return { order, edges: [] };
}
