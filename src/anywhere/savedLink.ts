import type { LinkStatus, LiveLink } from '../widgets/context';
import { untranslated } from '../widgets/base/translate';

const status: LinkStatus = {
  state: 'notLive',
  reason: untranslated(
    'This page has no kernel. Run the notebook in Jupyter to compute with the network.'
  )
};

/** The link of a page that nothing computes behind. */
export const savedLink: LiveLink = {
  status: () => status,
  onStatus: () => () => undefined,
  request: () => Promise.reject(new Error(status.reason)),
  onEvent: () => () => undefined
};
