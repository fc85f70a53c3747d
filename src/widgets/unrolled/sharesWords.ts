import type { Carry, LayerTrace, NoCarry, Trace } from '../../trace';
import type { ViewContext } from '../context';
import { html, type Content } from '../base/dom';
import { formatFixed } from '../../scene/words/format';
import { hueOf, letter } from '../base/hue';
import type { DataTable } from '../../scene/dataTable';
import { stepWords } from '../../scene/words/stepWords';
import { spokenLabel } from '../../scene/words/timeLabels';
import { labelColumn } from '../../views/gates/gatesTables';
import { beforeOf, type SharesWindow } from './shareColumns';
import type { Share, Shares } from '../../views/unrolled/shares';

type Translate = ViewContext['translate'];

/** A remainder below this is the rounding of the saved numbers, beside 1 and beside what is added up. */
const ROUNDING = 5e-4;
const ROUNDING_OF_SUM = 1e-6;

/** A step as it is called in a sentence: its token or date, else its number. */
export function stepName(
  trace: Trace,
  step: number,
  translate: Translate
): string {
  const label = spokenLabel(trace.time.labels?.[step]);
  return label === '' ? translate('%step %1', step) : label;
}

/** What the last two steps left of what was there before them, exactly. */
export function forgettingSentence(
  trace: Trace,
  layer: LayerTrace,
  shares: Shares,
  before: (steps: number) => number | null,
  translate: Translate
): Content {
  const state = (): HTMLElement => stateLetter(layer, shares.state);
  const lead = html('b', {}, translate('Forgetting, exactly:'));
  const sum = [translate(' The bars add up to '), state(), '.'];
  const last = shares.steps.slice(-2);
  const held = shares.steps.findLast(share => share.held === shares.units);
  const sizes = [shares.initial, ...shares.steps].reduce(
    (sum, { left }) => sum + Math.abs(left),
    0
  );
  const remainder: Content =
    Math.abs(shares.remainder) > Math.max(ROUNDING, ROUNDING_OF_SUM * sizes)
      ? [
          translate(
            ' %1 is not explained by the equation.',
            formatFixed(shares.remainder)
          )
        ]
      : [];
  if (held && last.includes(held)) {
    return [
      lead,
      ' ',
      state(),
      translate(
        ' is held at %1 in %2: nothing from before is left.',
        formatFixed(held.written),
        stepName(trace, held.step, translate)
      ),
      ...sum
    ];
  }
  const earlier = before(last.length);
  if (shares.unit === 'mean' || earlier === null) {
    return [
      lead,
      ' ',
      translate('each bar is the mean over the units.'),
      ...sum,
      ...[remainder].flat()
    ];
  }
  const kept = last.reduce((product, share) => product * share.keep, 1);
  const names = last.map(share =>
    translate(
      '%1 keeps %2',
      stepName(trace, share.step, translate),
      formatFixed(share.keep)
    )
  );
  return [
    lead,
    ' ',
    ...(last.length > 1
      ? [
          translate(
            '%1 and %2 %3 of this unit, together %4: ',
            names[0],
            stepName(trace, last[1].step, translate),
            formatFixed(last[1].keep),
            formatFixed(kept, 3)
          )
        ]
      : [`${names[0]}: `]),
    state(),
    translate(
      ' was %1 before %2, of which %3 is left.',
      formatFixed(earlier),
      last.length > 1 ? translate('them') : translate('it'),
      formatFixed(earlier * kept)
    ),
    ...sum,
    ...[remainder].flat()
  ];
}

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

/**
 * What a step wrote and kept, for a table, which has all digits: of a state that is held its value, and that
 * it keeps nothing, whatever the gate is.
 */
export const writtenAndKept = (
  { written, keep, held }: Pick<Share, 'written' | 'keep' | 'held'>,
  units: number,
  translate: Translate
): readonly [number, string | number] => [
  written,
  held === units ? translate('held') : keep
];

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

/** The shares as rows: written, kept, left. */
export function sharesTable(
  trace: Trace,
  carry: Carry,
  shares: Shares,
  translate: Translate
): DataTable {
  const { labels } = trace.time;
  // A column of words only where steps have words, and none of the name of another.
  const word = (text: string): string[] => (labels ? [text] : []);
  return {
    caption: translate(
      'What %1 at %step %2 is made of, %3',
      shares.state,
      shares.step,
      shares.unit === 'mean'
        ? translate('mean of units')
        : translate('unit %1', shares.unit)
    ),
    columns: [
      translate('%step'),
      ...labelColumn(trace.time, translate),
      translate('written: %1', carry.letters.write),
      translate('kept: %1', carry.letters.keep),
      translate('left')
    ],
    rows: [
      [
        translate('start'),
        ...word(''),
        shares.initial.written,
        '',
        shares.initial.left
      ],
      ...shares.steps.map(share => [
        share.step,
        ...word(labels?.[share.step] ?? ''),
        ...writtenAndKept(share, shares.units, translate),
        share.left
      ]),
      [translate('rounding'), ...word(''), '', '', shares.remainder],
      [translate('sum'), ...word(''), '', '', shares.total]
    ]
  };
}

/** How the picture is read, and what must be known of it. */
export function chainWords(
  shares: { readonly perColumn: number } | null,
  translate: Translate
): { readonly reading: string; readonly notice: string } {
  return {
    reading: shares
      ? translate(
          'one cell, drawn once for each %step; the upper wire is the state that is carried. Below: what it is made of at the cursor.'
        )
      : translate(
          'one cell, drawn once for each %step, always with the same weights; the wire between two cells is the state.'
        ),
    notice:
      shares && shares.perColumn > 1
        ? translate(
            'Aggregated: a bar is the sum of %1 %steps.',
            shares.perColumn
          )
        : ''
  };
}

/** Why there are no shares, in words. */
export function noSharesWords(
  layer: LayerTrace,
  carry: NoCarry,
  translate: Translate
): Content {
  if (carry.reason === 'noEquation' || carry.state === null) {
    return translate(
      'What the state is made of cannot be said: no equation for it could be read.'
    );
  }
  if (carry.reason === 'readOut') {
    return [
      stateLetter(layer, carry.state),
      translate(
        ' carries nothing itself: it is read again at every %step from a state with several numbers per unit. Choose that state’s layer to see what stays of it.'
      )
    ];
  }
  return [
    stateLetter(layer, carry.state),
    translate(
      ' cannot be taken apart %step by %step: at every %step all of it goes through the weights and a function, so no share of an older %step stays in place. Cells with a gated state keep shares.'
    )
  ];
}

function stateLetter(layer: LayerTrace, state: string): HTMLElement {
  const channel = layer.channels.find(({ name }) => name === state);
  return letter(state, channel ? hueOf(channel) : undefined);
}
