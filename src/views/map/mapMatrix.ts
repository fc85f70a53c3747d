import type { MatrixSource } from '../../scene/bitmap';
import { keptFor } from './keptFor';
import type { MapScene, SceneRow } from './mapScene';

const kept = keptFor<MatrixSource>();

/** The numbers of a channel as a map: in the order of its units, aggregated where they must be. */
export function mapMatrix(
  { options, layer, steps, order, layout, trace }: MapScene,
  { values }: SceneRow
): MatrixSource {
  const { from, to } = options;
  const { unitsPerRow, stepsPerColumn } = layout;
  return kept(
    values,
    [from, to, [...order], unitsPerRow, stepsPerColumn],
    () => ({
      values: part(values, from * layer.units, to * layer.units),
      rows: layer.units,
      columns: steps,
      rowStride: 1,
      columnStride: layer.units,
      order,
      rowsPerPixel: unitsPerRow,
      columnsPerPixel: stepsPerColumn,
      mask: trace.time.mask?.values.subarray(from, to)
    })
  );
}

/** The colors of a channel: one way from zero, or two. */
export const rampOf = ({ range }: Pick<SceneRow, 'range'>) =>
  range[0] >= 0 ? 'gates' : 'states';

function part(
  values: ArrayLike<number>,
  from: number,
  to: number
): ArrayLike<number> {
  return values instanceof Float32Array || values instanceof Float64Array
    ? values.subarray(from, to)
    : Array.from({ length: to - from }, (_, index) => values[index + from]);
}
