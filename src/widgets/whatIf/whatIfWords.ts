import type { LinkStatus, Translate } from '../context';
import { stepsWords, unitsWords } from '../base/counts';
import { layerWords } from '../base/layerWords';
import type { WhatIfState } from './whatIfState';

/** What the view is of, beside its title. */
export function whatIfMeta(
  { layer, trace, options }: WhatIfState,
  translate: Translate
): string {
  return [
    ...layerWords(trace, layer, translate),
    options.sort === 'value' && options.sortAt
      ? translate(
          'sorted by %1 at %step %2',
          options.sortAt.channel,
          options.sortAt.step
        )
      : unitsWords(layer.units, translate),
    stepsWords(trace.time.steps, translate)
  ].join(' · ');
}

/**
 * How to read it, or what to do first.
 *
 * @param page `live`, whether the kernel answers; `status`, why not; `stacked`, whether the pictures stand one above the
 *   other, as in a narrow view, and not side by side
 */
export function whatIfReading(
  { operations, trace, channel }: WhatIfState,
  {
    live,
    status,
    stacked
  }: {
    readonly live: boolean;
    readonly status: Pick<LinkStatus, 'state'>;
    readonly stacked: boolean;
  },
  translate: Translate
): string {
  const [first, second] = stacked
    ? [translate('above'), translate('below')]
    : [translate('left'), translate('right')];
  if (!live && trace.time.kept) {
    return translate(
      '%1, the run as it was saved, with %steps left out. It can be changed when the kernel that made it has sent all of them.',
      first
    );
  }
  if (!live && status.state === 'connecting') {
    return translate(
      '%1, the run as it was. Its kernel has not answered yet.',
      first
    );
  }
  if (!live && status.state === 'stale') {
    return translate(
      '%1, the run as it was. The network is another since, so nothing can be changed; run the notebook cell again.',
      first
    );
  }
  if (live && status.state === 'stale' && operations.length > 0) {
    return translate(
      '%1, the run as it was; %2, the same run with what you changed (hatched), computed of the network as it was, before it was trained further.',
      first,
      second
    );
  }
  if (!live) {
    return translate(
      '%1, the run as it was. Its kernel is not there, so nothing can be changed; run the notebook cell again.',
      first
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
