import type { CompiledLayer } from './compileNetwork';
import type { LearningRange, Range } from './update';

/** What is trained, as stretches of the arena. */
export interface Learning {
  readonly ranges: readonly LearningRange[];
  /** One for each weight. */
  readonly variables: readonly Range[];
  /** The embedding's table, where it is trained. */
  readonly table: Pick<LearningRange, 'behind'> | null;
}

/** @param learns the layers that learn, by their names, with the steps of the optimizer that each has not taken */
export function learningOf(
  layers: readonly CompiledLayer[],
  learns: ReadonlyMap<string, number>
): Learning {
  const some = layers.filter(({ spec }) => learns.has(spec.name));
  const isTable = ({ spec }: CompiledLayer) => spec.kind === 'embedding';
  const others = some.filter(layer => !isTable(layer));
  const behind = ({ spec }: CompiledLayer) => learns.get(spec.name) ?? 0;
  const table = some.find(isTable);
  return {
    ranges: joined(others, behind),
    variables: others.flatMap(({ weights }) => weights.map(rangeOf)),
    table: table ? { behind: behind(table) } : null
  };
}

/** Layers that lie next to each other, and have learned as long, are one stretch. */
function joined(
  layers: readonly CompiledLayer[],
  behindOf: (layer: CompiledLayer) => number
): LearningRange[] {
  const result: LearningRange[] = [];
  for (const layer of layers) {
    const { start, count } = layer;
    const behind = behindOf(layer);
    const before = result.at(-1);
    if (count === 0) {
      continue;
    }
    if (before?.behind === behind && before.start + before.count === start) {
      result[result.length - 1] = {
        start: before.start,
        count: before.count + count,
        behind
      };
    } else {
      result.push({ start, count, behind });
    }
  }
  return result;
}

/** From a weight's first number to its last; the padding between is zero. */
function rangeOf({ places }: { readonly places: Int32Array }): Range {
  let low = places[0];
  let high = places[0];
  for (const at of places) {
    low = Math.min(low, at);
    high = Math.max(high, at);
  }
  const start = low & ~3;
  return { start, count: ((high - start + 4) >> 2) << 2 };
}
