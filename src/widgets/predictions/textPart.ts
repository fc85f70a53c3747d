import { fill, html, listen } from '../base/dom';
import { formatFixed } from '../base/format';
import { inkOn } from '../base/inkOn';
import { createHeatmap } from '../base/heatmap';
import { createPainter } from '../base/painter';
import { stepKey } from '../base/stepKeys';
import { readTheme } from '../base/theme';
import type { Tool } from '../base/tools';
import { likelyTokens, shownToken } from './likelyTokens';
import {
  areLetters,
  largestOfUnit,
  leastExpected,
  perplexity,
  type TextContent
} from './measures';
import type { PartOptions, PredictionsPart } from './part';

/** What colours the text: the probability of each token, or one unit of the state. */
type Coloring = 'probability' | number;

/** Generated text, each token coloured by its probability or by a unit. */
export function createTextPart(
  content: TextContent,
  { bundle, frame, context, view }: PartOptions
): PredictionsPart {
  const { cursor, store, translate } = context;
  const { tokens, promptLength, probabilities, hidden } = content;
  const units = hidden?.shape[1] ?? 0;
  const letters = areLetters(tokens);
  const start = store.get<Coloring>(bundle.id, 'coloring');
  let coloring: Coloring =
    start ??
    (bundle.view?.unit !== undefined && bundle.view.unit < units
      ? bundle.view.unit
      : 'probability');

  const spans = tokens.map((token, step) =>
    html(
      'span',
      {
        class: `jp-gatescope-text-token ${step < promptLength ? 'jp-gatescope-text-given' : ''}`,
        'data-step': step
      },
      token === ' ' ? token : shownToken(token)
    )
  );
  const body = html('p', {
    class: `jp-gatescope-text ${letters ? 'jp-gatescope-text-letters' : ''}`
  });
  spans.forEach((span, step) => {
    if (step > 0 && !letters) {
      body.append(' ');
    }
    body.append(span);
    if (tokens[step] === '\n') {
      body.append(html('br'));
    }
  });
  const strip = createHeatmap();
  const scale = html('div', { class: 'jp-gatescope-text-scale' });
  const words = html('p', { class: 'jp-gatescope-text-words' });
  const others = likelyTokens(content, translate);
  const element = html('div', {}, body, scale, words, others.element);

  const valueAt = (step: number): number =>
    coloring === 'probability'
      ? (probabilities.values[step] ?? NaN)
      : (hidden?.values[step * units + coloring] ?? NaN);
  const range = (): readonly [number, number] => {
    if (coloring === 'probability' || !hidden) {
      return [0, 1];
    }
    const largest = largestOfUnit(hidden, coloring);
    const bound = largest <= 1 ? 1 : Math.ceil(largest * 2) / 2;
    return [-bound, bound];
  };

  const paint = (): void => {
    const theme = readTheme(frame.element);
    const ramp = coloring === 'probability' ? theme.gates : theme.states;
    const [low, high] = range();
    spans.forEach((span, step) => {
      const value = valueAt(step);
      if (Number.isNaN(value)) {
        span.style.background = '';
        span.style.color = '';
        return;
      }
      const color = ramp.css((value - low) / (high - low));
      span.style.background = color;
      span.style.color = inkOn(color);
    });
    strip.paint(
      {
        values: Float32Array.from({ length: 129 }, (_, index) => index / 128),
        rows: 1,
        columns: 129,
        rowStride: 0,
        columnStride: 1
      },
      ramp,
      [0, 1]
    );
    strip.place(0, 0, 150, 8);
    const ends =
      coloring === 'probability'
        ? ['0', '1']
        : [formatFixed(low, 1), `+${formatFixed(high, 1)}`];
    fill(
      scale,
      strip.element,
      html('span', {}, ends[0]),
      html(
        'span',
        {},
        coloring === 'probability'
          ? translate('probability')
          : translate('unit %1', coloring)
      ),
      html('span', {}, ends[1])
    );
  };

  const stepNow = (): number => {
    const wanted = cursor.position.step ?? promptLength;
    return Math.max(0, Math.min(tokens.length - 1, wanted));
  };
  let marked: HTMLElement | null = null;
  const painter = createPainter(frame.element, () => {
    const step = stepNow();
    marked?.classList.remove('jp-gatescope-text-here');
    marked = spans[step] ?? null;
    marked?.classList.add('jp-gatescope-text-here');
    const probability = probabilities.values[step];
    const parts = [
      translate('step %1', step),
      `“${shownToken(tokens[step] ?? '')}”`,
      step < promptLength
        ? translate('given')
        : Number.isNaN(probability)
          ? ''
          : translate('probability %1', formatFixed(probability)),
      coloring === 'probability'
        ? ''
        : translate('unit %1: %2', coloring, formatFixed(valueAt(step)))
    ].filter(part => part !== '');
    const sentence = parts.join(' · ');
    words.textContent = sentence;
    others.show(step);
    frame.announce([sentence, others.words(step)].join('. '));
  });

  const color = (next: Coloring): void => {
    coloring = next;
    store.set(bundle.id, 'coloring', next);
    paint();
    describe();
    painter.schedule();
    frame.refreshTable();
  };
  const tools = (): Tool[] => [
    {
      id: 'probability',
      label: translate('Probability'),
      pressed: coloring === 'probability',
      run: () => color('probability')
    },
    ...(units > 0
      ? [
          {
            id: 'unit',
            label:
              coloring === 'probability'
                ? translate('Unit ▾')
                : translate('Unit %1 ▾', coloring),
            title: translate('Colour the text by a unit of the state'),
            pressed: coloring !== 'probability',
            keep: true,
            menu: () =>
              Array.from({ length: units }, (_, unit) => ({
                label: translate('Unit %1', unit),
                checked: coloring === unit,
                run: () => color(unit)
              }))
          }
        ]
      : [])
  ];

  const describe = (): void => {
    frame.setTools(tools());
    const { dark } = readTheme(frame.element);
    frame.setReading(
      coloring === 'probability'
        ? translate(
            'each token has the colour of the probability it was written with: %1 is surer. Underlined text was given.',
            dark ? translate('brighter') : translate('darker')
          )
        : translate(
            'each token has the colour of unit %1 after reading it: purple is above zero, orange below. Underlined text was given.',
            coloring
          )
    );
    const least = leastExpected(content);
    const surprise = perplexity(content);
    frame.setChanged(
      least === null
        ? ''
        : [
            html('b', {}, translate('Least expected: ')),
            translate(
              '“%1” at step %2, probability %3. ',
              shownToken(tokens[least]),
              least,
              formatFixed(probabilities.values[least], 3)
            ),
            translate(
              'Perplexity of the generated text: %1, as unsure as a choice among that many.',
              formatFixed(surprise, 1)
            )
          ]
    );
  };

  const go = (step: number): void =>
    cursor.move({ step: Math.max(0, Math.min(tokens.length - 1, step)) }, view);
  const stepOf = (event: Event): number | null => {
    const span =
      event.target instanceof Element
        ? event.target.closest('[data-step]')
        : null;
    return span ? Number(span.getAttribute('data-step')) : null;
  };
  const removers = [
    cursor.subscribe(() => painter.schedule()),
    listen<PointerEvent>(body, 'pointerover', event => {
      const step = stepOf(event);
      if (step !== null && !cursor.position.pinned) {
        go(step);
      }
    }),
    listen<MouseEvent>(body, 'click', event => {
      const step = stepOf(event);
      if (step !== null) {
        cursor.move({ step, pinned: !cursor.position.pinned }, view);
      }
    })
  ];

  return {
    element,
    draw() {
      paint();
      describe();
      painter.schedule();
    },
    key(action) {
      switch (action) {
        case 'nextUnit':
          if (units > 0) {
            color(
              coloring === 'probability' ? 0 : Math.min(units - 1, coloring + 1)
            );
          }
          return true;
        case 'previousUnit':
          if (coloring !== 'probability') {
            color(coloring === 0 ? 'probability' : coloring - 1);
          }
          return true;
        default:
          return stepKey(action, {
            cursor,
            view,
            step: stepNow(),
            last: tokens.length - 1
          });
      }
    },
    table: () => ({
      caption: translate('Tokens'),
      columns: [
        translate('step'),
        translate('token'),
        translate('given'),
        translate('probability'),
        ...(content.likely ? [translate('likeliest')] : []),
        ...(coloring === 'probability' ? [] : [translate('unit %1', coloring)])
      ],
      rows: tokens.map((token, step) => [
        step,
        shownToken(token),
        step < promptLength ? translate('yes') : translate('no'),
        probabilities.values[step],
        ...(content.likely ? [others.words(step)] : []),
        ...(coloring === 'probability' ? [] : [valueAt(step)])
      ])
    }),
    themeChanged: paint,
    dispose() {
      painter.dispose();
      removers.forEach(remove => remove());
    }
  };
}
