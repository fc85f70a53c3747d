import { stepSpacing, type Channel, type TimeAxis } from '../../trace';
import type { MatrixSource } from '../../scene/bitmap';
import type { RampName } from '../../scene/theme';
import type { Range } from './rangeWords';

/** What the map of one channel is drawn of. */
export interface MapShape {
  readonly channel: Channel;
  /** The units from the top. */
  readonly order: Uint32Array;
  readonly time: TimeAxis;
  readonly width: number;
  readonly height: number;
  readonly minimumColumnWidth: number;
}

/** A map in a box: rows are as high as it allows, so that networks of other sizes line up. */
export function mapSource({
  channel,
  order,
  time,
  width,
  height,
  minimumColumnWidth
}: MapShape): MatrixSource & {
  readonly columnsPerPixel: number;
  readonly order: Uint32Array;
} {
  const rows = channel.array.shape[1] ?? 1;
  const { steps } = time;
  const spacing = stepSpacing(time);
  const least = Math.max(1, Math.ceil((steps * minimumColumnWidth) / width));
  return {
    ...{ rows, columns: steps, rowStride: 1, columnStride: rows },
    values: channel.array.values,
    // A projected state has fewer units than its layer.
    order: order.filter(unit => unit < rows),
    rowsPerPixel: Math.max(1, Math.ceil(rows / height)),
    columnsPerPixel: Math.ceil(least / spacing) * spacing,
    mask: time.mask?.values
  };
}

/** What has a sign is colored to both sides of zero. */
export const rampOf = ([low]: Range): RampName =>
  low < 0 ? 'states' : 'gates';
