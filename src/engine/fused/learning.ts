import type { CompiledLayer } from './compileNetwork';
import type { Range } from './update';

/** What is trained, as stretches of the arena. */
export interface Learning {
  readonly ranges: readonly Range[];
  /** One for each weight. */
  readonly variables: readonly Range[];
  readonly table: boolean;
}

/** @param frozen names of the layers that stay as they are */
export function learningOf(
  layers: readonly CompiledLayer[],
  frozen: ReadonlySet<string>
): Learning {
  const some = layers.filter(({ spec }) => !frozen.has(spec.name));
  const isTable = ({ spec }: CompiledLayer) => spec.kind === 'embedding';
  const others = some.filter(layer => !isTable(layer));
  return {
    ranges: joined(others),
    variables: others.flatMap(({ weights }) => weights.map(rangeOf)),
    table: some.some(isTable)
  };
}

/** Layers that lie next to each other are one stretch. */
function joined(layers: readonly CompiledLayer[]): Range[] {
  const result: Range[] = [];
  for (const { start, count } of layers) {
    const before = result.at(-1);
    if (count === 0) {
      continue;
    }
    if (before && before.start + before.count === start) {
      result[result.length - 1] = {
        start: before.start,
        count: before.count + count
      };
    } else {
      result.push({ start, count });
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
