import type { CellGraph, GraphNode } from './cellGraph';

/**
 * The way of the first state that is carried on by ⊙ and + alone, from its start to its end: the belt
 * of the textbooks. Empty where all of every state goes through a function or a matrix.
 */
export function beltOf({ nodes }: CellGraph): ReadonlySet<number> {
  /** From the start of a state to a node, through ⊙ and + alone; null where there is no such way. */
  const wayTo = (
    { id, kind, gives, inputs, label }: GraphNode,
    state: string
  ): number[] | null => {
    if (kind === 'start') {
      const begins =
        gives.kind === 'symbol' && gives.lag === -1 && label === state;
      return begins ? [id] : null;
    }
    if (kind === 'box') {
      return null;
    }
    const ways = inputs.map(input => wayTo(nodes[input], state));
    const way = ways.find(found => found !== null);
    return way ? [...way, id] : null;
  };
  for (const end of nodes.filter(({ kind }) => kind === 'end')) {
    const way = wayTo(end, end.label);
    if (way) {
      return new Set(way);
    }
  }
  return new Set();
}
