import type { Graph } from './graph';
import { Builder } from './graph';

/**
 * A step for rows of x whose numbers have gaps between them: products read whole rows, with matrices that
 * have rows of zeros there; all else gathers the numbers first.
 *
 * @param width of a row with gaps
 * @param columns where each number stands
 * @returns which matrices got rows for the gaps; null where one meets x and something else
 */
export function besideGaps(
  graph: Graph,
  width: number,
  columns: Int32Array
): { readonly graph: Graph; readonly widened: ReadonlySet<number> } | null {
  const of = new Builder();
  const isX = (id: number) =>
    graph.values[id].op === 'given' && graph.values[id].name === 'x';
  const widened = new Set<number>();
  const others = new Set<number>();
  const now: number[] = [];
  for (const [id, value] of graph.values.entries()) {
    if (isX(id)) {
      now.push(of.given('x', width));
      continue;
    }
    const meets = value.op === 'product' && isX(value.inputs[0]);
    if (value.op === 'product') {
      (meets ? widened : others).add(value.weight!);
    }
    now.push(
      of.again(
        value,
        value.inputs.map(input =>
          isX(input) && !meets
            ? of.move('gather', [now[input]], [...columns], columns.length)
            : now[input]
        )
      )
    );
  }
  if ([...widened].some(matrix => others.has(matrix))) {
    return null;
  }
  return {
    widened,
    graph: {
      ...graph,
      values: of.values,
      matrices: graph.matrices.map(([rows, wide], matrix) => [
        widened.has(matrix) ? width : rows,
        wide
      ]),
      states: graph.states.map(state => ({
        ...state,
        after: now[state.after]
      })),
      channels: Object.fromEntries(
        Object.entries(graph.channels).map(([name, id]) => [name, now[id]])
      )
    }
  };
}
