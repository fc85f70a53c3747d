import { liveBundle, ownLink } from '../page/ownLink';
import { encode } from '../trace';
import { computed } from './computed';
import type { Compute } from './viewElement';

/** Runs the code of an element in its page, which then answers what its view asks. */
export const computeHere: Compute = async code => {
  const run = await computed(code);
  return { bundle: encode(liveBundle(run)), link: ownLink(run) };
};
