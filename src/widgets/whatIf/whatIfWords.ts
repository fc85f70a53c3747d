import type { LinkStatus } from '../context';
import type { Translate } from '../../scene/words/translate';
import { answersAsItWas } from './asItWas';
import type { WhatIfState } from './whatIfState';

/**
 * How to read it, or what to do first.
 *
 * @param page `status` of the link to the kernel; `stacked`, whether the pictures stand one above the
 *   other, as in a narrow view, and not side by side
 */
export function whatIfReading(
  { operations, trace, channel }: WhatIfState,
  {
    status,
    stacked
  }: { readonly status: LinkStatus; readonly stacked: boolean },
  translate: Translate
): string {
  const [first, second] = stacked
    ? [translate('above'), translate('below')]
    : [translate('left'), translate('right')];
  if (trace.time.kept) {
    return translate(
      '%1, the run as it was saved, with %steps left out. It can be changed when the kernel that made it has sent all of them.',
      first
    );
  }
  if (!answersAsItWas(status, trace)) {
    switch (status.state) {
      case 'connecting':
        return translate(
          '%1, the run as it was. Its kernel is being asked for it; until it answers, nothing can be changed.',
          first
        );
      case 'stale':
        return translate(
          '%1, the run as it was before its network changed (%2). Run the notebook cell again to change it.',
          first,
          status.reason
        );
      case 'notLive':
        return translate(
          '%1, the run as it was; nothing can be changed. %2',
          first,
          status.reason
        );
      case 'live':
    }
  }
  if (status.state === 'stale' && operations.length > 0) {
    return translate(
      '%1, the run as it was; %2, the same run with what you changed (hatched), computed of the network as it was, before it was trained further.',
      first,
      second
    );
  }
  if (operations.length > 0) {
    return translate(
      '%1, the run as it was; %2, the same run with what you changed (hatched) and everything after computed again.',
      first,
      second
    );
  }
  if (!trace.input.editable) {
    return translate(
      'brush units and %steps of %1, then hold them at a value.',
      channel
    );
  }
  return stacked
    ? translate(
        'brush units and %steps of %1, then hold them at a value; or drag a point of the input below.',
        channel
      )
    : translate(
        'brush units and %steps of %1, then hold them at a value; or drag a point of the input at the right.',
        channel
      );
}
