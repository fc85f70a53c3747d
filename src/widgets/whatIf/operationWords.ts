import type { InputEdit, Trace } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { formatNumber, formatRanges } from '../../scene/words/format';
import { stepWords } from '../../scene/words/stepWords';
import type { WhatIfOperation } from '../../views/whatIf/operation';

/** What an operation does to the run: `f held at 1 in unit 3, at steps 4–9`. */
export function operationWords(
  operation: WhatIfOperation,
  trace: Trace,
  translate: Translate
): string {
  if (operation.kind === 'edit') {
    return editWords(operation.edit, trace, translate);
  }
  const { channel, value, units, steps } = operation.clamp;
  return translate(
    '%1 held at %2 in %3, at %4',
    channel,
    value === 'mean' ? translate('its mean') : formatNumber(value),
    units === undefined
      ? translate('all units')
      : units.length === 1
        ? translate('unit %1', units[0])
        : translate('units %1', formatRanges(units)),
    steps === undefined
      ? translate('every %step')
      : steps.length === 1
        ? stepWords(trace.time, steps[0], translate)
        : translate('%steps %1', formatRanges(steps))
  );
}

/** What an edit of the input sets: `temperature at step 4 set to 0.5`. */
export function editWords(
  { step, feature, value }: InputEdit,
  trace: Trace,
  translate: Translate
): string {
  return translate(
    '%1 at %2 set to %3',
    trace.input.names[feature] ?? 'x',
    stepWords(trace.time, step, translate),
    formatNumber(value)
  );
}
