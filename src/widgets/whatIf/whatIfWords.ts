import type { Translate } from '../context';
import { stepsWords, unitsWords } from '../base/counts';
import type { WhatIfState } from './whatIfState';

/** What the view is of, beside its title. */
export function whatIfMeta(
  { layer, trace, options }: WhatIfState,
  translate: Translate
): string {
  return [
    layer.cellName,
    ...(trace.layers.length > 1 ? [layer.name] : []),
    options.sort === 'value' && options.sortAt
      ? translate(
          'sorted by %1 at step %2',
          options.sortAt.channel,
          options.sortAt.step
        )
      : unitsWords(layer.units, translate),
    stepsWords(trace.time.steps, translate)
  ].join(' · ');
}

/** How to read it, or what to do first. */
export function whatIfReading(
  { operations, trace, channel }: WhatIfState,
  live: boolean,
  translate: Translate
): string {
  if (!live && trace.time.kept) {
    return translate(
      'left, the run as it was saved, with steps left out. It can be changed when the kernel that made it has sent all of them.'
    );
  }
  if (!live) {
    return translate(
      'left, the run as it was. Its kernel is not there, so nothing can be changed; run the notebook cell again.'
    );
  }
  if (operations.length > 0) {
    return translate(
      'left, the run as trained; right, the same run with what you changed (hatched) and everything after computed again.'
    );
  }
  return trace.input.editable
    ? translate(
        'brush units and steps of %1, then hold them at a value; or drag a point of the input at the right.',
        channel
      )
    : translate(
        'brush units and steps of %1, then hold them at a value.',
        channel
      );
}
