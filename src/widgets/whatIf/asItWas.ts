import type { BundleHeader } from '../../trace';
import type { LinkStatus } from '../context';

/**
 * Whether a run can be computed again of the network as it was. A Python notebook keeps a copy of the
 * network for each run, which a later training leaves alone; in TypeScript the network itself is run.
 */
export function answersAsItWas(
  { state }: Pick<LinkStatus, 'state'>,
  { language }: BundleHeader
): boolean {
  return state === 'live' || (state === 'stale' && language === 'python');
}
