import type { FloatType } from '../tensor/operation';
import type { Value } from './graph';
import type { RegionPlace, Time } from './layout';
import { bytesFor, bytesPer } from './layout';
import type { ComputedStage } from './loops';

/**
 * Where in a row of `record` that lies, in bytes, which is computed before the walk. Of rows of x that are
 * the same it is computed once and copied; on the way back their derivatives are added first.
 */
export interface RepeatedRange {
  readonly from: number;
  readonly end: number;
}

const idsOf = ({ loops }: ComputedStage): readonly number[] =>
  loops.flatMap(loop => ('move' in loop ? [loop.move] : loop.values));

/**
 * Whether what is done with x may be done once for all rows that are the same: it is read before the walk
 * alone, which writes to the record only, and what goes back to it are products with derivatives.
 */
export function repeatedRows(
  {
    before,
    forward,
    backward,
    after
  }: Readonly<Record<Time, readonly ComputedStage[]>>,
  placeOf: (id: number) => RegionPlace | undefined,
  values: readonly Value[],
  dtype: FloatType
): RepeatedRange | null {
  const written = before.flatMap(stage => [
    ...stage.runs.map(({ target, n }) => ({
      place: target,
      bytes: n * bytesPer(dtype)
    })),
    ...idsOf(stage).flatMap(id => {
      const place = placeOf(id);
      return place ? [{ place, bytes: bytesFor(values[id].width, dtype) }] : [];
    })
  ]);
  const isX = (id: number) =>
    values[id].op === 'given' && values[id].name === 'x';
  const isReadInSteps = [...forward, ...backward]
    .flatMap(idsOf)
    .some(id => values[id].inputs.some(isX));
  const isLinear = after.every(
    ({ runs, loops }) =>
      loops.length === 0 &&
      runs.every(({ left }) => 'region' in left && left.region === 'back')
  );
  return written.length > 0 &&
    written.every(({ place }) => place.region === 'record') &&
    isLinear &&
    !isReadInSteps
    ? {
        from: Math.min(...written.map(({ place }) => place.at)),
        end: Math.max(...written.map(({ place, bytes }) => place.at + bytes))
      }
    : null;
}
