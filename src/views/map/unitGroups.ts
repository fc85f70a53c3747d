/** Units put together by how alike they run. */
export interface UnitGroups {
  /** Units from top to bottom; those of one group are neighbors. */
  readonly order: Uint32Array;
  /** Size of each group, from top to bottom. */
  readonly sizes: readonly number[];
}

/** More steps than this are sampled evenly. */
const MOST_STEPS = 128;
const MOST_GROUPS = 6;

/**
 * Groups units whose values rise and fall together: average linkage (Sokal and Michener 1958) on
 * 1 − correlation, cut where the step between two merges is longest, into at most six groups.
 *
 * @param values `[T, H]`
 */
export function unitGroups(
  values: ArrayLike<number>,
  units: number
): UnitGroups {
  if (units < 3) {
    return {
      order: Uint32Array.from({ length: units }, (_, unit) => unit),
      sizes: [units]
    };
  }
  const merges = linkage(distances(values, units), units);
  const count = groupCount(merges);
  const clusters = new Map<number, number[]>(
    Array.from({ length: units }, (_, unit) => [unit, [unit]])
  );
  for (const { kept, taken } of merges.slice(0, units - count)) {
    clusters.set(kept, [
      ...(clusters.get(kept) ?? []),
      ...(clusters.get(taken) ?? [])
    ]);
    clusters.delete(taken);
  }
  const groups = [...clusters.values()]
    .map(group => group.sort((a, b) => a - b))
    .sort((a, b) => b.length - a.length || a[0] - b[0]);
  return {
    order: Uint32Array.from(groups.flat()),
    sizes: groups.map(({ length }) => length)
  };
}

/** 1 − correlation of each pair of units, `[H, H]`; 1 for a unit that never changes. */
function distances(values: ArrayLike<number>, units: number): Float32Array {
  // Steps that a thinned copy leaves out say nothing about any unit.
  const known = Array.from(
    { length: values.length / units },
    (_, step) => step
  ).filter(step => !Number.isNaN(values[step * units]));
  const stride = Math.max(1, Math.ceil(known.length / MOST_STEPS));
  const sampled = Math.ceil(known.length / stride);
  const rows = new Float32Array(units * sampled);
  for (let unit = 0; unit < units; unit += 1) {
    let sum = 0;
    for (let at = 0; at < sampled; at += 1) {
      const value = values[known[at * stride] * units + unit];
      rows[unit * sampled + at] = Number.isFinite(value) ? value : 0;
      sum += rows[unit * sampled + at];
    }
    let squares = 0;
    for (let at = 0; at < sampled; at += 1) {
      const centered = rows[unit * sampled + at] - sum / sampled;
      rows[unit * sampled + at] = centered;
      squares += centered * centered;
    }
    const length = Math.sqrt(squares);
    for (let at = 0; at < sampled; at += 1) {
      rows[unit * sampled + at] /= length > 1e-9 ? length : Infinity;
    }
  }
  const found = new Float32Array(units * units);
  for (let a = 0; a < units; a += 1) {
    for (let b = 0; b < a; b += 1) {
      let correlation = 0;
      for (let at = 0; at < sampled; at += 1) {
        correlation += rows[a * sampled + at] * rows[b * sampled + at];
      }
      found[a * units + b] = 1 - correlation;
      found[b * units + a] = 1 - correlation;
    }
  }
  return found;
}

interface Merge {
  readonly kept: number;
  readonly taken: number;
  readonly height: number;
}

/** All merges of average linkage from the closest pair on, by chains of nearest neighbors. */
function linkage(distance: Float32Array, units: number): Merge[] {
  const sizes = new Float32Array(units).fill(1);
  const active = new Set(Array.from({ length: units }, (_, unit) => unit));
  const merges: Merge[] = [];
  let chain: number[] = [];
  while (active.size > 1) {
    if (chain.length === 0) {
      const [first] = active;
      chain = [first];
    }
    const tip = chain[chain.length - 1];
    const before = chain[chain.length - 2];
    let nearest = before ?? -1;
    let least =
      before === undefined ? Infinity : distance[tip * units + before];
    for (const other of active) {
      if (other !== tip && distance[tip * units + other] < least) {
        least = distance[tip * units + other];
        nearest = other;
      }
    }
    if (nearest !== before) {
      chain.push(nearest);
      continue;
    }
    // Nearest to each other: they become one.
    chain.splice(-2);
    const [kept, taken] = tip < nearest ? [tip, nearest] : [nearest, tip];
    merges.push({ kept, taken, height: least });
    active.delete(taken);
    const total = sizes[kept] + sizes[taken];
    for (const other of active) {
      const mean =
        (distance[kept * units + other] * sizes[kept] +
          distance[taken * units + other] * sizes[taken]) /
        total;
      distance[kept * units + other] = mean;
      distance[other * units + kept] = mean;
    }
    sizes[kept] = total;
  }
  return merges.sort((a, b) => a.height - b.height);
}

/** Two to six groups: before the merge that is farther from the one before it than any other. */
function groupCount(merges: readonly Merge[]): number {
  let count = 1;
  let longest = 0.05;
  for (
    let groups = 2;
    groups <= Math.min(MOST_GROUPS, merges.length);
    groups += 1
  ) {
    const above = merges[merges.length - groups + 1].height;
    const below = merges[merges.length - groups].height;
    if (above - below > longest) {
      longest = above - below;
      count = groups;
    }
  }
  return count;
}
