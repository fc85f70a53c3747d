import type { Carry, Trace } from '../../trace';
import type { ViewContext } from '../context';
import { html, type Content } from '../base/dom';
import { formatFixed } from '../../scene/words/format';
import { stepWords } from '../../scene/words/stepWords';
import { beforeOf, type SharesWindow } from '../../views/unrolled/shareColumns';
import type { Share, Shares } from '../../views/unrolled/shares';

type Translate = ViewContext['translate'];

/** The arithmetic of one share: what was written, times what each later step kept. */
export function shareWords(
  trace: Trace,
  shares: Shares,
  share: Share,
  carry: Carry,
  translate: Translate
): Content {
  const later = shares.steps.slice(shares.steps.indexOf(share) + 1);
  const shown = later.slice(-4);
  const product =
    later.length === 0
      ? ''
      : ` × ${later.length > shown.length ? '… × ' : ''}${shown
          .map(({ keep }) => formatFixed(keep))
          .join(' × ')}`;
  return [
    html(
      'div',
      {},
      html('b', {}, stepWords(trace.time, share.step, translate))
    ),
    html(
      'div',
      {},
      share.padding
        ? translate('padding: writes nothing, keeps all')
        : share.held > 0
          ? heldWords(share.written, share.held, shares.units, translate)
          : translate(
              'wrote %1 = %2',
              carry.letters.write,
              formatFixed(share.written)
            )
    ),
    html(
      'div',
      {},
      translate('left %1', `${formatFixed(share.written)}${product} = `),
      html('b', { class: 'jp-gatescope-value' }, formatFixed(share.left))
    )
  ];
}

/** What stands in place of what a step wrote, where a clamp held the state of all or some of the units. */
function heldWords(
  written: number,
  held: number,
  units: number,
  translate: Translate
): string {
  return held === units
    ? translate('held at %1', formatFixed(written))
    : translate(
        '%1, with %2 of %3 units held',
        formatFixed(written),
        held,
        units
      );
}

/** What is left of all that came before the bars. */
export function beforeWords(
  shares: Shares,
  window: SharesWindow,
  translate: Translate
): Content {
  const { left } = beforeOf(shares, window);
  const count = shares.steps.filter(
    ({ step }) => step < window.from || step >= window.from + window.count
  ).length;
  return [
    html(
      'div',
      {},
      html(
        'b',
        {},
        count === 0
          ? translate('initial state')
          : translate('initial state and %1 earlier %steps', count)
      )
    ),
    html(
      'div',
      {},
      count === 0
        ? translate('was %1, ', formatFixed(shares.initial.written))
        : '',
      translate('left '),
      html('b', { class: 'jp-gatescope-value' }, formatFixed(left, 3))
    )
  ];
}
