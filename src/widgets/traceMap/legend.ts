import type { Translate } from '../../scene/words/translate';
import { svg } from '../base/dom';
import { createHeatmap, type Heatmap } from '../base/heatmap';
import { hueOf, letterText } from '../base/hue';
import type { Theme } from '../base/theme';
import type { Ramp } from '../../scene/ramp';
import { LEGEND_LINE } from './mapLayout';
import type { MapScene, SceneRow } from './mapScene';
import { rangeWords } from './drawGroup';

const STRIP = 128;
/** Between the words at both ends of a strip. */
const GAP = 8;
const place = Float32Array.from(
  { length: STRIP },
  (_, index) => index / (STRIP - 1)
);

/** The two scales of the colours, with the letters that each is for. */
export interface Legend {
  readonly elements: readonly Element[];
  build(scene: MapScene, theme: Theme, measure: (text: string) => number): void;
}

export function createLegend(translate: Translate): Legend {
  const gates = createHeatmap();
  const states = createHeatmap();
  const words = svg('svg', {
    class: 'jp-gatescope-layer jp-gatescope-legend',
    'aria-hidden': 'true'
  });

  const build: Legend['build'] = ({ rows, layout, lines }, theme, measure) => {
    words.replaceChildren();
    const { legend, plotLeft, plotWidth } = layout;
    const narrow = layout.railWidth < 60;
    words.setAttribute('width', String(layout.railLeft + layout.railWidth));
    words.setAttribute('height', String(layout.height));
    const sequential = rows.filter(({ range }) => range[0] >= 0);
    const diverging = rows.filter(({ range }) => range[0] < 0);
    const width = Math.min(plotWidth * (narrow ? 0.4 : 0.26), 150);
    gates.element.hidden = lines || sequential.length === 0;
    states.element.hidden = lines || diverging.length === 0;
    if (lines) {
      return;
    }
    let left = plotLeft;
    if (sequential.length > 0) {
      strip(gates, theme.gates, left, legend.y, width);
      words.append(
        ...labels(
          left,
          width,
          legend.y,
          endsOf(sequential, width, narrow, measure)
        ),
        // Beside the strip: below it they would run into the words at its ends, where these are words.
        ...letters(sequential, left + width + 14, legend.y + 9, measure)
      );
      left += width + 26 + namesWidth(sequential, measure);
    }
    if (diverging.length > 0) {
      const under = legend.height > LEGEND_LINE;
      const y = legend.y + (under ? LEGEND_LINE : 0);
      const x = under ? plotLeft : left;
      const wide = under ? width : width * 1.33;
      strip(states, theme.states, x, y, wide);
      const middle = measure('−10+1') + 2 * GAP > wide ? '' : '0';
      words.append(
        ...labels(
          x,
          wide,
          y,
          diverging.some(({ own }) => own)
            ? ['−', middle, '+']
            : ['−1', middle, '+1']
        ),
        ...stateWords(
          diverging,
          { x: x + wide, y, right: layout.railLeft + layout.railWidth },
          measure
        )
      );
    }
  };

  /** What stands at the ends of the gates' strip: words that would run into one another give way. */
  const endsOf = (
    sequential: readonly SceneRow[],
    width: number,
    narrow: boolean,
    measure: (text: string) => number
  ): readonly [string, string, string] => {
    const own = sequential.some(row => row.own);
    const [least, most] = own
      ? [translate('least'), translate('greatest')]
      : [translate('0 closed'), translate('1 open')];
    if (!narrow && measure(least) + measure(most) + GAP <= width) {
      return [least, '', most];
    }
    return own ? ['', '', ''] : ['0', '', '1'];
  };

  /** Beside the states' strip: the letters of those from −1 to 1, below them the ranges of others. */
  const stateWords = (
    diverging: readonly SceneRow[],
    { x, y, right }: { x: number; y: number; right: number },
    measure: (text: string) => number
  ): SVGElement[] => {
    const ones = diverging.filter(({ range, log }) => range[1] === 1 && !log);
    const others = diverging.filter(row => !ones.includes(row));
    let at = x + 12;
    return [
      ...letters(ones, x + 14, y + 9, measure),
      ...others.slice(0, 2).map((row, index) => {
        const range = translate(
          '%1 runs %2',
          row.channel.name,
          rangeWords(row)
        );
        // Of two, one stands where the letters of the others would be.
        const above = ones.length === 0 && others.length > 1 && index === 0;
        const from = Math.min(at, right - measure(range));
        at += above ? 0 : measure(range) + 2 * GAP;
        return svg(
          'text',
          { class: 'jp-gatescope-axis', x: from, y: y + (above ? 9 : 24) },
          range
        );
      })
    ];
  };

  return { elements: [gates.element, states.element, words], build };
}

function strip(
  map: Heatmap,
  ramp: Ramp,
  x: number,
  y: number,
  width: number
): void {
  map.paint(
    { values: place, rows: 1, columns: STRIP, rowStride: 0, columnStride: 1 },
    ramp,
    [0, 1]
  );
  map.place(Math.round(x), y + 2, Math.round(width), 8);
}

function labels(
  x: number,
  width: number,
  y: number,
  texts: readonly [string, string, string]
): SVGElement[] {
  return texts.map((text, index) =>
    svg(
      'text',
      {
        class: 'jp-gatescope-axis',
        x: x + (index * width) / 2,
        y: y + 24,
        'text-anchor': index === 0 ? 'start' : index === 1 ? 'middle' : 'end'
      },
      text
    )
  );
}

function letters(
  rows: readonly SceneRow[],
  x: number,
  y: number,
  measure: (text: string) => number
): SVGElement[] {
  let at = x;
  return rows.map(({ channel }) => {
    const { name } = channel;
    const short = isShort(name);
    const element = letterText(name, hueOf(channel), {
      x: short ? at : at - LETTER / 2 + NAME_GAP / 2,
      y,
      'text-anchor': short ? 'middle' : 'start',
      size: short ? 14 : 12
    });
    at += short ? LETTER : measure(name) + NAME_GAP;
    return element;
  });
}

/** Room of a letter of the equations, and between names that are words: `keep`. */
const LETTER = 12;
const NAME_GAP = 6;

function isShort(name: string): boolean {
  return name.length <= 2;
}

/** What `letters` takes of a line. */
function namesWidth(
  rows: readonly SceneRow[],
  measure: (text: string) => number
): number {
  return rows.reduce(
    (sum, { channel: { name } }) =>
      sum + (isShort(name) ? LETTER : measure(name) + NAME_GAP),
    0
  );
}
