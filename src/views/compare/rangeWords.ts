import { formatFixed, formatNumber } from '../../scene/words/format';
import type { Translate } from '../../scene/words/translate';

export type Range = readonly [number, number];

/** The scale of a row: the same in all networks, or each its own. */
export function scaleWords(
  ranges: readonly (Range | null)[],
  translate: Translate
): string {
  const known = ranges.filter(range => range !== null);
  const same = known.every(
    range => range[0] === known[0][0] && range[1] === known[0][1]
  );
  return known.length === 0
    ? ''
    : same
      ? rangeWords(known[0])
      : translate('own scales');
}

function rangeWords([low, high]: Range): string {
  const plain = (value: number): string =>
    Number.isInteger(value)
      ? formatFixed(value, 0)
      : Math.abs(value) < 0.1
        ? formatNumber(value)
        : formatFixed(value, 1);
  return low < 0 ? `± ${plain(high)}` : `${plain(low)} … ${plain(high)}`;
}
