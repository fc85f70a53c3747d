import { max } from 'd3-array';
import type { Attention } from '../../trace';
import type { ViewContext } from '../context';
import { fill, html, svg } from '../base/dom';
import { formatFixed } from '../../scene/words/format';
import { createHeatmap, type Heatmap } from '../base/heatmap';
import { shorten } from '../../scene/words/fitText';
import type { Theme } from '../base/theme';
import { drawn } from '../scene/drawn';
import { mark, type Mark } from '../../scene/marks/mark';
import { stepScale, type Box } from '../../scene/marks/plane';
import { paintRow } from '../scene/rampLegend';
import { rule } from '../../scene/marks/rule';
import { text } from '../../scene/marks/text';
import {
  alignmentLayout,
  isMistake,
  mostSeen,
  weightAt,
  type AlignmentLayout,
  type Decoding
} from './alignment';
import { decodingWords } from './attentionWords';
import { createSideStates, roomBelow, roomRight } from './sideStates';

/** One decoding: what it wrote, and where it looked for each token. */
export interface DecodingPicture {
  readonly element: HTMLElement;
  paint(theme: Theme): void;
  /** Marks a written token and, if any, a source token. */
  mark(step: number, source: number | null): void;
  /** What lies at a point of the page; null outside the matrix. */
  at(x: number, y: number): { step: number; source: number } | null;
}

export interface DecodingOptions {
  readonly attention: Attention;
  readonly decoding: Decoding;
  readonly width: number;
  readonly measure: (text: string) => number;
  readonly translate: ViewContext['translate'];
}

/** Everything that the pieces of the picture are drawn from. */
interface DecodingScene extends DecodingOptions {
  readonly layout: AlignmentLayout;
  /** The line that the bars of weights stand on. */
  readonly base: number;
}

const PROFILE = 56;
/** The height of a number. */
const NUMBER = 13;
/** The most room for words right of the matrix. */
const BESIDE = 78;

export function drawDecoding(options: DecodingOptions): DecodingPicture {
  const { attention, decoding, width, translate } = options;
  const { source } = attention;
  const { target } = decoding;
  const scene = sceneOf(options);
  const { layout, base } = scene;
  const { left, top, column, row } = layout;
  const height = base + 20 + roomBelow(decoding);
  const sides = createSideStates(decoding, layout, base, translate);
  const heatmap = createHeatmap();
  heatmap.place(left, top, layout.width, layout.height);
  const rowFrame = html('div', { class: 'jp-gatescope-cursor' });
  const lit = html('div', { class: 'jp-gatescope-lit-cell', hidden: true });
  const words = html('p', { class: 'jp-gatescope-attention-words' });
  const sources = sourceMarks(scene).map(drawn);
  const targets = targetMarks(scene).map(drawn);
  const profile = svg('path', { class: 'jp-gatescope-attention-bars' });
  const numbers = svg('g');
  const picture = svg(
    'svg',
    {
      class: 'jp-gatescope-layer jp-gatescope-attention',
      width,
      height,
      'aria-hidden': 'true'
    },
    sources,
    targets,
    [...sideMarks(scene), ...profileAxis(scene), ...sides.marks].map(drawn),
    profile,
    numbers
  );
  const strip = decoding.context ? createContextStrip(scene) : null;
  const element = html(
    'div',
    { class: 'jp-gatescope-attention-decoding' },
    html('div', { class: 'jp-gatescope-attention-name' }, decoding.name),
    html(
      'div',
      { class: 'jp-gatescope-attention-plot', style: `height: ${height}px` },
      heatmap.element,
      ...sides.elements,
      picture,
      rowFrame,
      lit
    ),
    ...(strip ? [strip.element] : []),
    words
  );
  const frame = (box: HTMLElement, at: Box, edge: number): void => {
    box.style.transform = `translate(${at.x - edge}px, ${at.y - edge}px)`;
    box.style.width = `${at.width + 2 * edge}px`;
    box.style.height = `${at.height + 2 * edge}px`;
  };

  return {
    element,
    paint(theme) {
      heatmap.paint(
        {
          values: decoding.weights.values,
          rows: target.length,
          columns: source.length,
          rowStride: source.length,
          columnStride: 1
        },
        theme.gates,
        [0, 1]
      );
      sides.paint(theme);
      strip?.paint(theme);
    },
    mark(step, at) {
      const known = step >= 0 && step < target.length;
      rowFrame.hidden = !known;
      lit.hidden = !known || at === null;
      targets.forEach((each, index) =>
        each.classList.toggle('jp-gatescope-current', index === step)
      );
      sources.forEach((each, index) =>
        each.classList.toggle('jp-gatescope-current', index === at)
      );
      profile.setAttribute('d', known ? profilePath(scene, step) : '');
      numbers.replaceChildren(
        ...(known ? profileNumbers(scene, step, at).map(drawn) : [])
      );
      strip?.show(known ? step : -1);
      if (!known) {
        fill(
          words,
          translate('wrote %1 tokens; there is no step %2', target.length, step)
        );
        return;
      }
      const y = top + step * row;
      frame(rowFrame, { x: left, y, width: layout.width, height: row }, 1.5);
      if (at !== null) {
        frame(lit, { x: left + at * column, y, width: column, height: row }, 1);
      }
      fill(words, decodingWords(source, decoding, step, translate));
    },
    at(x, y) {
      const box = heatmap.element.getBoundingClientRect();
      const step = stepScale(target.length, upright(box)).stepAt(y);
      const at = stepScale(source.length, box).stepAt(x);
      return step === null || at === null ? null : { step, source: at };
    }
  };
}

/** A box lying on its side: its rows as columns. */
function upright({ x, y, width, height }: Box): Box {
  return { x: y, y: x, width: height, height: width };
}

function sceneOf(options: DecodingOptions): DecodingScene {
  const { attention, decoding, width, measure } = options;
  const widest = (tokens: readonly string[], most: number): number =>
    Math.min(most, max(tokens, measure) ?? 0);
  const beside = Math.max(
    decoding.context ? measure(contextWords(decoding)) : 0,
    ...decoding.target.map((_, step) => measure(sideWords(options, step)))
  );
  const right =
    roomRight(decoding) + (beside > 0 ? Math.min(BESIDE, beside + 10) : 8);
  const layout = alignmentLayout(
    width,
    attention.source.length,
    decoding.target.length,
    widest(attention.source, 90),
    widest(decoding.target, 100),
    right
  );
  const base = layout.top + layout.height + 26 + PROFILE;
  return { ...options, layout, base };
}

function sourceMarks({ attention, layout, measure }: DecodingScene): Mark[] {
  const { left, top, column, turned, everyColumn } = layout;
  return attention.source.map((token, index) => {
    const x = left + (index + 0.5) * column;
    return mark(
      'text',
      turned
        ? {
            transform: `translate(${x + 3} ${top - 6}) rotate(-50)`,
            'text-anchor': 'start'
          }
        : { x, y: top - 7, 'text-anchor': 'middle' },
      index % everyColumn === 0 ? shorten(token, 90, measure) : ''
    );
  });
}

function targetMarks({ decoding, layout, measure }: DecodingScene): Mark[] {
  const { left, top, row, everyRow } = layout;
  return decoding.target.map((token, step) => {
    const wrong = isMistake(decoding, step);
    return text(
      step % everyRow === 0
        ? (wrong ? '✗ ' : '') + shorten(token, 100, measure)
        : '',
      left - 7,
      top + (step + 0.5) * row + 4,
      {
        anchor: 'end',
        class: wrong ? 'jp-gatescope-attention-wrong' : ''
      }
    );
  });
}

/** Right of a row: its probability, or what was expected in its place. */
function sideWords(
  { decoding, measure, translate }: DecodingOptions,
  step: number
): string {
  const probability = decoding.probabilities?.values[step];
  return isMistake(decoding, step)
    ? shorten(
        translate('not %1', decoding.expected?.[step] ?? '∅'),
        BESIDE - 8,
        measure
      )
    : probability === undefined
      ? ''
      : `p ${formatFixed(probability)}`;
}

function sideMarks(scene: DecodingScene): Mark[] {
  const { decoding, layout } = scene;
  return decoding.target.flatMap((_, step) =>
    step % layout.everyRow === 0
      ? [
          text(
            sideWords(scene, step),
            layout.left + layout.width + 7 + roomRight(scene.decoding),
            layout.top + (step + 0.5) * layout.row + 4,
            { class: 'jp-gatescope-attention-side' }
          )
        ]
      : []
  );
}

function profileAxis({ layout, base, translate }: DecodingScene): Mark[] {
  const { left, width } = layout;
  return [
    rule({
      class: 'jp-gatescope-grid-line',
      x1: left,
      x2: left + width,
      y1: base,
      y2: base
    }),
    text(translate('weights'), left - 7, base - 2, {
      anchor: 'end',
      class: 'jp-gatescope-axis'
    })
  ];
}

/** A bar a source token, as high as its weight. */
function profilePath(
  { attention, decoding, layout, base }: DecodingScene,
  step: number
): string {
  const { left, column } = layout;
  const inset = Math.min(4, column * 0.15);
  return attention.source
    .map((_, index) => {
      const size = weightAt(decoding, step, index) * PROFILE;
      return `M${left + index * column + inset} ${base}v${-size}h${Math.max(0.5, column - 2 * inset)}v${size}z`;
    })
    .join('');
}

function profileNumbers(
  { attention, decoding, layout, base, measure }: DecodingScene,
  step: number,
  at: number | null
): Mark[] {
  const { left, column } = layout;
  const count = column >= 30 ? attention.source.length : 3;
  return mostSeen(decoding, step, count)
    .filter(({ weight }) => weight >= 0.005)
    .map(({ source, weight }) => ({
      source,
      words: formatFixed(weight),
      x: left + (source + 0.5) * column,
      y: base - PROFILE * weight - 4
    }))
    .filter(
      // The larger weight keeps its number where two would stand on one another.
      ({ words, x, y }, index, all) =>
        !all
          .slice(0, index)
          .some(
            other =>
              Math.abs(other.x - x) < measure(words) &&
              Math.abs(other.y - y) < NUMBER
          )
    )
    .map(({ source, words, x, y }) =>
      text(words, x, y, {
        anchor: 'middle',
        class: `jp-gatescope-attention-number ${source === at ? 'jp-gatescope-current' : ''}`
      })
    );
}

/** The context vector of a step as a strip, with its numbers under the pointer. */
function createContextStrip({ decoding, layout, translate }: DecodingScene): {
  readonly element: HTMLElement;
  paint(theme: Theme): void;
  show(step: number): void;
} {
  const { left, width } = layout;
  const vectors = decoding.context;
  const size = vectors?.shape[1] ?? 1;
  const end = contextEnd(decoding);
  const heatmap: Heatmap = createHeatmap();
  heatmap.place(left, 0, width, 14);
  const second = { class: 'jp-gatescope-second' };
  const element = html(
    'div',
    { class: 'jp-gatescope-attention-context' },
    html(
      'span',
      { ...second, style: `width: ${left - 6}px` },
      translate('context')
    ),
    heatmap.element,
    html(
      'span',
      { ...second, style: `left: ${left + width + 7}px` },
      contextWords(decoding)
    )
  );
  let theme: Theme | null = null;
  let present = -1;
  const paint = (): void => {
    if (vectors && theme && present >= 0) {
      const values = vectors.values.subarray(
        present * size,
        (present + 1) * size
      );
      paintRow(heatmap, values, theme.states, [-end, end]);
    }
  };
  element.addEventListener('pointermove', ({ clientX }) => {
    const unit = stepScale(
      size,
      heatmap.element.getBoundingClientRect()
    ).stepAt(clientX);
    element.title =
      unit !== null && vectors && present >= 0
        ? translate(
            'unit %1 of the context: %2',
            unit,
            formatFixed(vectors.values[present * size + unit])
          )
        : '';
  });
  return {
    element,
    paint(next) {
      theme = next;
      paint();
    },
    show(step) {
      present = step;
      heatmap.element.hidden = step < 0;
      element.title = '';
      paint();
    }
  };
}

function contextWords(decoding: Decoding): string {
  return `± ${formatFixed(contextEnd(decoding))}`;
}

/** The largest size of a number of all contexts: the end of their symmetric scale. */
function contextEnd({ context }: Decoding): number {
  return max(context?.values ?? [], value => Math.abs(value) || 0) || 1;
}
