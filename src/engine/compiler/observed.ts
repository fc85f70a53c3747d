import type { Graph } from './graph';
import { Builder, isLeaf } from './graph';

/** Under which name the walk brings 1 where a unit of a channel is held, and what at. */
export const heldName = (channel: string): string => `held ${channel}`;
export const heldValueName = (channel: string): string => `value ${channel}`;

/**
 * The step with some of its channels held: whatever reads a held channel reads the value instead, and so do
 * those who read the step. A channel that is read as it came gets a value of its own.
 *
 * @returns null where a held channel is the same value as another one, which would be held with it
 */
export function observed(graph: Graph, held: readonly string[]): Graph | null {
  const of = new Builder();
  const names = Object.entries(graph.channels);
  const now: number[] = [];
  for (const [id, value] of graph.values.entries()) {
    let made = of.again(
      value,
      value.inputs.map(input => now[input])
    );
    const own = names.filter(([, channel]) => channel === id);
    const isHeld = own.find(([name]) => held.includes(name));
    if (isHeld && own.length > 1) {
      return null;
    }
    if (isHeld) {
      const [name] = isHeld;
      const { width } = value;
      made = of.of(
        'select',
        of.given(heldName(name), width),
        of.given(heldValueName(name), width),
        made
      );
    }
    now.push(made);
  }
  const channels = names.map(([name, id]) => {
    const made = now[id];
    return [
      name,
      isLeaf(of.values[made]) ? of.of('copy', made) : made
    ] as const;
  });
  return {
    ...graph,
    values: of.values,
    states: graph.states.map(state => ({ ...state, after: now[state.after] })),
    channels: Object.fromEntries(channels)
  };
}
