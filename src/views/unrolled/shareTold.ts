import type { TipLine } from '../../scene/scene';
import { formatFixed } from '../../scene/words/format';
import type { Translate } from '../../scene/words/translate';
import { shareBefore, type SharesWindow } from './shareColumns';
import type { Share } from './shares';
import type { Unrolled } from './unrolledNow';

/** The arithmetic of a row of the shares; of the first, what is left of all that came before the bars. */
export function shareLines(
  { shares, carry, window, translate }: Unrolled,
  row: number
): readonly TipLine[] {
  if (!shares || !carry || row > shares.steps.length) {
    return [];
  }
  const left = (words: string, value: string): TipLine => ({
    words: [words, { words: value, look: 'value' }]
  });
  if (row === 0) {
    const before = shareBefore(shares, window);
    return [
      left(
        `${
          before.steps === 0
            ? translate('was %1, ', formatFixed(shares.initial.written))
            : ''
        }${translate('left ')}`,
        formatFixed(before.left, 3)
      )
    ];
  }
  const share = shares.steps[row - 1];
  const later = shares.steps.slice(row);
  const shown = later.slice(-4);
  const product = [
    formatFixed(share.written),
    ...(later.length > shown.length ? ['…'] : []),
    ...shown.map(({ keep }) => formatFixed(keep))
  ].join(' × ');
  return [
    {
      words: share.padding
        ? translate('padding: writes nothing, keeps all')
        : share.held > 0
          ? heldWords(share, shares.units, translate)
          : translate(
              'wrote %1 = %2',
              carry.terms.write,
              formatFixed(share.written)
            )
    },
    left(translate('left %1', `${product} = `), formatFixed(share.left))
  ];
}

/** What stands in place of what a step wrote, where a clamp held the state of all or some of the units. */
const heldWords = (
  { written, held }: Pick<Share, 'written' | 'held'>,
  units: number,
  translate: Translate
): string =>
  held === units
    ? translate('held at %1', formatFixed(written))
    : translate(
        '%1, with %2 of %3 units held',
        formatFixed(written),
        held,
        units
      );

const ALL: SharesWindow = { from: 0, count: Infinity };

/** What came before the bars of a window. */
export function earlierWords(
  { shares, translate }: Pick<Unrolled, 'shares' | 'translate'>,
  window = ALL
): string {
  const count = shares ? shareBefore(shares, window).steps : 0;
  return count === 0
    ? translate('initial state')
    : translate('initial state and %1 earlier %steps', count);
}
