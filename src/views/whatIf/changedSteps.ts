import { isPadding, layerTime } from '../../trace';
import type { LayerTrace, TimeAxis } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { formatChange } from '../../scene/words/format';
import type { Difference } from '../run/difference';

/** At which steps a layer's state is another, in the order in which the layer computes them. */
export interface ChangedSteps {
  readonly first: number;
  readonly last: number;
  /** How many there are. */
  readonly count: number;
  /** Whether no step between the first and the last is what it was. */
  readonly unbroken: boolean;
  /** Whether it comes to no later step that is what it was. */
  readonly lasting: boolean;
}

/**
 * The steps that differ; null when none does. What a cell reads out and does not feed back (the query of
 * a linear attention) changes one step alone, and a memory that fades is in the end what it was. A step
 * that is padding in both runs only carries what came before it, and says neither.
 */
export function changedSteps(
  { differs }: Pick<Difference, 'differs'>,
  layer: Pick<LayerTrace, 'direction'>,
  times: readonly Pick<TimeAxis, 'mask'>[]
): ChangedSteps | null {
  const own = layerTime(layer, differs.length);
  const inOrder = Array.from(differs.keys()).sort(
    (a, b) => own.placeOf(a) - own.placeOf(b)
  );
  const computed = inOrder.filter(
    step => !times.every(time => isPadding(time, step))
  );
  const isOther = computed.map(step => differs[step]);
  const [first, last] = [isOther.indexOf(true), isOther.lastIndexOf(true)];
  const count = isOther.filter(Boolean).length;
  return count === 0
    ? null
    : {
        first: computed[first],
        last: computed[last],
        count,
        unbroken: count === last - first + 1,
        lasting: count === computed.length - first
      };
}

/** ` changes from step 3 on, most in unit 0 at step 4: by 0.25.`: where a state is another, and where most. */
export function changesWords(
  { first, last, count, unbroken, lasting }: ChangedSteps,
  { step, unit, value }: Difference['largest'],
  { direction }: Pick<LayerTrace, 'direction'>,
  translate: Translate
): string {
  const backward = direction === 'backward';
  const by = formatChange(value);
  if (lasting) {
    return translate(
      backward
        ? ' changes from %step %1 down to 0, most in unit %2 at %step %3: by %4.'
        : ' changes from %step %1 on, most in unit %2 at %step %3: by %4.',
      first,
      unit,
      step,
      by
    );
  }
  if (count === 1) {
    return translate(
      ' changes at %step %1 alone, most in unit %2: by %3.',
      first,
      unit,
      by
    );
  }
  return unbroken
    ? translate(
        backward
          ? ' changes from %step %1 down to %2, most in unit %3 at %step %4: by %5.'
          : ' changes from %step %1 to %2, most in unit %3 at %step %4: by %5.',
        first,
        last,
        unit,
        step,
        by
      )
    : translate(
        backward
          ? ' changes at some %steps from %1 down to %2, most in unit %3 at %step %4: by %5.'
          : ' changes at some %steps from %1 to %2, most in unit %3 at %step %4: by %5.',
        first,
        last,
        unit,
        step,
        by
      );
}
