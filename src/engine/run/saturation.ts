import { number, options as reader } from '../base/options';
import { channelRole } from '../recurrence/channelNotes';
import { requireRun } from './requireRun';
import type { RunOfNetwork } from './run';

/** How often a gate is nearly shut or nearly open, over all steps and units. */
export interface Saturation {
  readonly layer: string;
  /** `f`, `i`, `o`; `z`, `r`; or a custom cell's own. */
  readonly gate: string;
  readonly mean: number;
  /** Share of values below `low`. */
  readonly shut: number;
  /** Share of values above `high`. */
  readonly open: number;
  /** The same by unit. */
  readonly units: readonly {
    readonly mean: number;
    readonly shut: number;
    readonly open: number;
  }[];
}

const read = reader('saturation', {
  low: number().or(0.1),
  high: number().or(0.9)
});

/**
 * How saturated the gates of a run are (Karpathy et al. 2015): a gate counts as shut below 0.1 and
 * as open above 0.9. Padding does not count; where every step is padding the shares are NaN.
 *
 * @throws TypeError on a wrong or unknown option; RangeError when the bounds are not
 *   0 ≤ low < high ≤ 1
 * @example
 * ```ts
 * const run = gru({ inputSize: 1, units: 2, seed: 7 }).run([1, 2, 3]);
 * saturation(run).map(({ gate }) => gate).join(); // 'z,r'
 * ```
 */
export function saturation(
  run: RunOfNetwork,
  options: { low?: number; high?: number } = {}
): Saturation[] {
  requireRun('saturation', run);
  const { low, high } = read(options);
  if (!(low >= 0 && low < high && high <= 1)) {
    throw new RangeError(
      `saturation: expected 0 ≤ low < high ≤ 1, got low ${low} and high ${high}`
    );
  }
  return run.layers.flatMap(layer => {
    const { cell, mask } = layer.record;
    return cell.equations
      .filter(
        equation => channelRole(cell, equation.channel, equation) === 'gate'
      )
      .map(({ channel }): Saturation => {
        const { values, shape } = layer.channels[channel];
        const width = shape[shape.length - 1];
        const units = Array.from({ length: width }, (_, unit) => {
          const own = Array.from(values).filter(
            (_, at) =>
              at % width === unit && mask?.values[Math.floor(at / width)] !== 0
          );
          const share = (is: (value: number) => boolean) =>
            own.filter(is).length / own.length;
          return {
            mean: own.reduce((sum, value) => sum + value, 0) / own.length,
            shut: share(value => value < low),
            open: share(value => value > high)
          };
        });
        const over = (of: (unit: (typeof units)[number]) => number) =>
          units.reduce((sum, unit) => sum + of(unit) / width, 0);
        return {
          layer: layer.name,
          gate: channel,
          mean: over(unit => unit.mean),
          shut: over(unit => unit.shut),
          open: over(unit => unit.open),
          units
        };
      });
  });
}
