import { scaleWords, type Range } from '../../views/compare/rangeWords';
import type { Translate } from '../../scene/words/translate';
import { html, svg } from '../base/dom';
import { letter } from '../base/hue';
import { drawn } from '../scene/drawn';
import { text } from '../../scene/marks/text';
import type { CompareLayout } from '../../views/compare/compareLayout';
import {
  directionWord,
  type CompareRow
} from '../../views/compare/compareRows';
import { lossScale, lossY, type LossAxis } from '../../views/compare/lossMarks';

/** The words and powers left of the loss curves. */
export function lossGutter(
  axis: LossAxis,
  layout: CompareLayout,
  narrow: boolean,
  translate: Translate
): Element {
  const shift = layout.beside ? layout.gap - 6 : -3;
  return svg(
    'svg',
    {
      class: 'jp-gatescope-compare-loss',
      width: layout.gutter,
      height: layout.lossHeight,
      'aria-hidden': 'true'
    },
    svg(
      'text',
      { class: 'jp-gatescope-compare-label', x: 0, y: 14 },
      narrow ? '' : translate('loss')
    ),
    ...lossScale(axis, layout.lossHeight).ticks.map(tick =>
      drawn(
        text(
          tick.text,
          layout.gutter + shift,
          lossY(axis, layout.lossHeight, tick.value) + 4,
          { anchor: 'end', class: 'jp-gatescope-axis' }
        )
      )
    )
  );
}

/** Words left of a row without a channel: what it is, and of what. */
export function textGutter(
  words: string,
  of: string,
  narrow: boolean
): Element {
  return html(
    'div',
    { class: 'jp-gatescope-compare-gutter' },
    html('span', {}, narrow ? '' : words),
    html('span', { class: 'jp-gatescope-second' }, narrow ? '' : of)
  );
}

/** Letters, range and job of a row; below, what stands in its lower maps after an edit. */
export function rowGutter(
  row: CompareRow,
  {
    ranges,
    lower,
    height,
    narrow
  }: {
    readonly ranges: readonly (Range | null)[];
    /** Words and scales of the lower maps; absent where there are none. */
    readonly lower?: {
      readonly words: string;
      readonly ranges: readonly (Range | null)[];
    };
    /** Of one map, in CSS pixels. */
    readonly height: number;
    readonly narrow: boolean;
  },
  translate: Translate
): Element {
  const letters = row.letters
    .slice(0, 2)
    .flatMap((name, index) => [
      ...(index > 0 ? [html('small', {}, translate(' or '))] : []),
      letter(name, row.hue)
    ]);
  const second = (text: string): HTMLElement =>
    html('span', { class: 'jp-gatescope-second' }, text);
  const scale = second(scaleWords(ranges, translate));
  const upper = html(
    'div',
    {},
    // Above another map there is no room for a line of its own.
    html('span', {}, ...letters, ...(lower && !narrow ? [' ', scale] : [])),
    ...(narrow
      ? []
      : [...(lower ? [] : [scale]), second(translate(row.words))]),
    ...(row.direction
      ? [second(directionOf(row.direction, narrow, translate))]
      : [])
  );
  upper.style.height = `${height}px`;
  const below = html('div');
  if (lower && !narrow) {
    below.append(
      second(lower.words),
      second(scaleWords(lower.ranges, translate))
    );
  }
  return html(
    'div',
    {
      class: 'jp-gatescope-compare-gutter jp-gatescope-compare-channel',
      'data-jp-gatescope-hue': row.hue
    },
    upper,
    ...(lower ? [below] : [])
  );
}

/** An arrow where there is no room for the word. */
const directionOf = (
  direction: NonNullable<CompareRow['direction']>,
  narrow: boolean,
  translate: Translate
): string =>
  narrow
    ? direction === 'forward'
      ? '→'
      : '←'
    : directionWord(direction, translate);
