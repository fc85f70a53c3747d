import type { Translate } from './translate';

/** `6 units`, `1 unit`. */
export function unitsWords(count: number, translate: Translate): string {
  return count === 1 ? translate('1 unit') : translate('%1 units', count);
}

/** What each of several has: `6 units each`, `1 unit each`. */
export function unitsEachWords(count: number, translate: Translate): string {
  return count === 1
    ? translate('1 unit each')
    : translate('%1 units each', count);
}

/** `60 steps`, `1 step`. */
export function stepsWords(count: number, translate: Translate): string {
  return count === 1 ? translate('1 %step') : translate('%1 %steps', count);
}
