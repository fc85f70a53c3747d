import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { ViewSettings } from '../../widgets/context';

/** Up to 8 units are lines, as the eye still tells them apart; narrower columns than 2 px are noise. */
const defaults = { linesUpTo: 8, minimumColumnWidth: 2 };

/**
 * Reads what the user set; anything that is not a sensible number is the default.
 *
 * @param composite The user's settings over the schema's defaults.
 * @param prefersReducedMotion What the operating system asks for.
 */
export function readViewSettings(
  composite: ReadonlyPartialJSONObject,
  prefersReducedMotion: () => boolean = systemPrefersReducedMotion
): ViewSettings {
  const { linesUpTo, minimumColumnWidth, animations } = composite;
  return {
    linesUpTo: within(linesUpTo, 0, 64, defaults.linesUpTo),
    minimumColumnWidth: within(
      minimumColumnWidth,
      1,
      20,
      defaults.minimumColumnWidth
    ),
    reducedMotion:
      animations === 'on'
        ? false
        : animations === 'off'
          ? true
          : prefersReducedMotion()
  };
}

function within(
  value: unknown,
  lowest: number,
  highest: number,
  otherwise: number
): number {
  return typeof value === 'number' && value >= lowest && value <= highest
    ? value
    : otherwise;
}

function systemPrefersReducedMotion(): boolean {
  return (
    typeof matchMedia === 'function' &&
    matchMedia('(prefers-reduced-motion: reduce)').matches
  );
}
