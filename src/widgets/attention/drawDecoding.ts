import type { Attention } from '../../trace';
import type { ViewContext } from '../context';
import { fill, html, svg } from '../base/dom';
import { formatFixed, formatPercent } from '../base/format';
import { createHeatmap } from '../base/heatmap';
import { shorten } from '../base/measure';
import type { Theme } from '../base/theme';
import {
  alignmentLayout,
  isMistake,
  mostSeen,
  spreadAt,
  weightAt,
  type Decoding
} from './alignment';

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
  readonly narrow: boolean;
  readonly measure: (text: string) => number;
  readonly translate: ViewContext['translate'];
}

const PROFILE = 56;

export function drawDecoding(options: DecodingOptions): DecodingPicture {
  const { attention, decoding, width, measure, translate } = options;
  const { source } = attention;
  const { target } = decoding;
  const widest = (tokens: readonly string[], most: number): number =>
    Math.min(
      most,
      tokens.reduce((found, token) => Math.max(found, measure(token)), 0)
    );
  const right = decoding.probabilities || decoding.expected ? 78 : 8;
  const layout = alignmentLayout(
    width,
    source.length,
    target.length,
    widest(source, 90),
    widest(target, 100),
    right
  );
  const { left, top, column, row } = layout;
  const bottom = top + layout.height;
  const profileTop = bottom + 26;
  const height = profileTop + PROFILE + 20;

  const heatmap = createHeatmap();
  heatmap.place(left, top, layout.width, layout.height);
  const context = decoding.context ? createHeatmap() : null;
  const picture = svg('svg', {
    class: 'jp-gatescope-layer jp-gatescope-attention',
    width,
    height,
    'aria-hidden': 'true'
  });
  const rowFrame = html('div', { class: 'jp-gatescope-cursor' });
  const lit = html('div', { class: 'jp-gatescope-lit-cell', hidden: true });
  const words = html('p', { class: 'jp-gatescope-attention-words' });
  const plot = html(
    'div',
    { class: 'jp-gatescope-attention-plot' },
    heatmap.element,
    picture,
    rowFrame,
    lit
  );
  plot.style.height = `${height}px`;

  const sourceTexts = source.map((token, index) => {
    const x = left + (index + 0.5) * column;
    return svg(
      'text',
      layout.turned
        ? {
            transform: `translate(${x + 3} ${top - 6}) rotate(-50)`,
            'text-anchor': 'start'
          }
        : { x, y: top - 7, 'text-anchor': 'middle' },
      index % layout.everyColumn === 0 ? shorten(token, 90, measure) : ''
    );
  });
  const targetTexts = target.map((token, step) => {
    const y = top + (step + 0.5) * row + 4;
    const wrong = isMistake(decoding, step);
    return svg(
      'text',
      {
        class: wrong ? 'jp-gatescope-attention-wrong' : '',
        x: left - 7,
        y,
        'text-anchor': 'end'
      },
      step % layout.everyRow === 0
        ? (wrong ? '✗ ' : '') + shorten(token, 100, measure)
        : ''
    );
  });
  const sides = target.flatMap((_, step) => {
    if (step % layout.everyRow !== 0) {
      return [];
    }
    const y = top + (step + 0.5) * row + 4;
    const x = left + layout.width + 7;
    const probability = decoding.probabilities?.values[step];
    return [
      svg(
        'text',
        { class: 'jp-gatescope-attention-side', x, y },
        isMistake(decoding, step)
          ? shorten(
              translate('not %1', decoding.expected?.[step] ?? '∅'),
              right - 8,
              measure
            )
          : probability === undefined
            ? ''
            : `p ${formatFixed(probability)}`
      )
    ];
  });
  const profile = svg('path', { class: 'jp-gatescope-attention-bars' });
  const numbers = svg('g');
  picture.append(
    ...sourceTexts,
    ...targetTexts,
    ...sides,
    svg('line', {
      class: 'jp-gatescope-grid-line',
      x1: left,
      x2: left + layout.width,
      y1: profileTop + PROFILE,
      y2: profileTop + PROFILE
    }),
    svg(
      'text',
      {
        class: 'jp-gatescope-axis',
        x: left - 7,
        y: profileTop + PROFILE - 2,
        'text-anchor': 'end'
      },
      translate('weights')
    ),
    profile,
    numbers
  );

  const element = html(
    'div',
    { class: 'jp-gatescope-attention-decoding' },
    html('h3', { class: 'jp-gatescope-attention-name' }, decoding.name),
    plot,
    words
  );
  if (context) {
    const name = html(
      'span',
      { class: 'jp-gatescope-second' },
      translate('context')
    );
    name.style.width = `${left - 6}px`;
    const range = html(
      'span',
      { class: 'jp-gatescope-second' },
      `± ${formatFixed(contextEnd(decoding))}`
    );
    range.style.left = `${left + layout.width + 7}px`;
    const strip = html(
      'div',
      { class: 'jp-gatescope-attention-context' },
      name,
      context.element,
      range
    );
    plot.after(strip);
    context.place(left, 0, layout.width, 14);
    strip.addEventListener('pointermove', ({ clientX }) => {
      const size = decoding.context?.shape[1] ?? 1;
      const box = context.element.getBoundingClientRect();
      const unit = Math.floor(((clientX - box.left) / box.width) * size);
      const value = decoding.context?.values[present * size + unit];
      strip.title =
        unit >= 0 && unit < size && value !== undefined
          ? translate('unit %1 of the context: %2', unit, formatFixed(value))
          : '';
    });
  }

  let theme: Theme | null = null;
  let present = -1;
  const paintContext = (): void => {
    const { context: vector } = decoding;
    if (!context || !vector || !theme || present < 0) {
      return;
    }
    const size = vector.shape[1] ?? 1;
    const end = contextEnd(decoding);
    context.paint(
      {
        values: vector.values.subarray(present * size, (present + 1) * size),
        rows: 1,
        columns: size,
        rowStride: 0,
        columnStride: 1
      },
      theme.states,
      [-end, end]
    );
  };

  return {
    element,
    paint(next) {
      theme = next;
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
      paintContext();
    },
    mark(step, at) {
      const known = step >= 0 && step < target.length;
      rowFrame.hidden = !known;
      lit.hidden = !known || at === null;
      targetTexts.forEach((text, index) =>
        text.classList.toggle('jp-gatescope-current', index === step)
      );
      sourceTexts.forEach((text, index) =>
        text.classList.toggle('jp-gatescope-current', index === at)
      );
      if (!known) {
        profile.setAttribute('d', '');
        numbers.replaceChildren();
        fill(
          words,
          translate('wrote %1 tokens; there is no step %2', target.length, step)
        );
        return;
      }
      present = step;
      rowFrame.style.transform = `translate(${left - 1.5}px, ${top + step * row - 1.5}px)`;
      rowFrame.style.width = `${layout.width + 3}px`;
      rowFrame.style.height = `${row + 3}px`;
      if (at !== null) {
        lit.style.transform = `translate(${left + at * column - 1}px, ${top + step * row - 1}px)`;
        lit.style.width = `${column + 2}px`;
        lit.style.height = `${row + 2}px`;
      }
      const inset = Math.min(4, column * 0.15);
      profile.setAttribute(
        'd',
        source
          .map((_, index) => {
            const size = weightAt(decoding, step, index) * PROFILE;
            return `M${left + index * column + inset} ${profileTop + PROFILE}v${-size}h${Math.max(0.5, column - 2 * inset)}v${size}z`;
          })
          .join('')
      );
      const shown = mostSeen(
        decoding,
        step,
        column >= 30 ? source.length : 3
      ).filter(({ weight }) => weight >= 0.005);
      numbers.replaceChildren(
        ...shown.map(({ source: index, weight }) =>
          svg(
            'text',
            {
              class: `jp-gatescope-attention-number ${index === at ? 'jp-gatescope-current' : ''}`,
              x: left + (index + 0.5) * column,
              y: profileTop + PROFILE * (1 - weight) - 4,
              'text-anchor': 'middle'
            },
            formatFixed(weight)
          )
        )
      );
      paintContext();
      fill(words, decodingWords(options, step));
    },
    at(x, y) {
      const box = heatmap.element.getBoundingClientRect();
      return x >= box.left && x < box.right && y >= box.top && y < box.bottom
        ? {
            step: Math.min(
              target.length - 1,
              Math.floor(((y - box.top) / box.height) * target.length)
            ),
            source: Math.min(
              source.length - 1,
              Math.floor(((x - box.left) / box.width) * source.length)
            )
          }
        : null;
    }
  };
}

/** Where the decoder looked for one token, in words. */
function decodingWords(
  { attention, decoding, translate }: DecodingOptions,
  step: number
): (string | Node)[] {
  const seen = mostSeen(decoding, step, 3).filter(
    ({ weight }) => weight >= 0.05
  );
  const probability = decoding.probabilities?.values[step];
  const words: (string | Node)[] = [
    html('b', {}, `“${decoding.target[step]}”`),
    probability === undefined
      ? ''
      : translate(', written with probability %1', formatFixed(probability)),
    translate(', looks at '),
    seen
      .map(
        ({ source, weight }) =>
          `“${attention.source[source]}” ${formatPercent(weight)}`
      )
      .join(', '),
    translate(
      '; spread over %1 tokens.',
      formatFixed(spreadAt(decoding, step), 1)
    )
  ];
  if (isMistake(decoding, step)) {
    words.push(
      ' ',
      html(
        'b',
        { class: 'jp-gatescope-attention-wrong-words' },
        translate('✗ expected “%1”', decoding.expected?.[step] ?? '∅')
      )
    );
  }
  return words;
}

/** The largest size of a number of all contexts: the end of their symmetric scale. */
function contextEnd({ context }: Decoding): number {
  let largest = 0;
  for (const value of context?.values ?? []) {
    largest = Math.max(largest, Math.abs(value) || 0);
  }
  return largest || 1;
}
