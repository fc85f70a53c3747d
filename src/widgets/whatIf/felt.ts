import type { LayerTrace } from '../../trace';
import { difference } from '../../views/run/difference';

/** Below this share of its largest difference a change is no longer felt. */
export const FELT = 0.01;

/** How far a change is felt in a state. */
export interface Felt {
  /** At how many steps some unit differs by at least {@link FELT} of the largest difference. */
  readonly steps: number;
  /** Where most: the step, the unit, and by how much. */
  readonly most: {
    readonly step: number;
    readonly unit: number;
    readonly value: number;
  };
}

/** How far a change is felt in a state of a layer; null where nothing of it differs. */
export function felt(
  before: LayerTrace,
  after: LayerTrace,
  state: string
): Felt | null {
  const named = ({ channels }: LayerTrace) =>
    channels.find(({ name }) => name === state);
  const [was, is] = [named(before), named(after)];
  if (!was || !is) {
    return null;
  }
  const { values, differs, largest } = difference(was, is);
  const units = is.array.shape[1] ?? 1;
  const least = FELT * Math.abs(largest.value);
  const steps = differs.filter(
    (differing, step) =>
      differing &&
      values
        .subarray(step * units, (step + 1) * units)
        // A number that is none any more has changed, too.
        .some(value => !(Math.abs(value) < least))
  ).length;
  return steps === 0 ? null : { steps, most: largest };
}
