import type { PlaceQuestion } from '../../trace';
import { fill, html, listen, svg } from '../base/dom';
import { hueOfLetter } from '../base/hue';
import { formatNumber } from '../base/format';
import { labelFont, textMeasure } from '../base/measure';
import { stepAxis, valueAxis } from '../marks/axes';
import { drawn } from '../marks/drawn';
import { line } from '../marks/line';
import { stepScale } from '../marks/plane';
import { rule } from '../marks/rule';
import { extentOf, linearScale } from '../marks/valueScale';
import type { AnswerField, FieldOptions, FieldState } from './field';

const HEIGHT = 150;

/**
 * The colour of a line by its name: a letter has its own everywhere (`f of unit 3`); what is no letter
 * is grey, and told from the others by its dashes.
 */
function look(name: string, index: number): Readonly<Record<string, string>> {
  const [letter] = name.split(/[\s_]/, 1);
  return {
    style: `stroke: var(--jp-gatescope-${hueOfLetter(letter)}); stroke-width: 2`,
    'stroke-dasharray': DASHES[index % DASHES.length]
  };
}

const DASHES = ['none', '6 3', '2 2', '9 3 2 3'] as const;

/** A picture in which a place is clicked; a slider below it does the same by keyboard. */
export function placeField({
  question,
  translate,
  enter,
  answer
}: FieldOptions<PlaceQuestion>): AnswerField {
  const { axis, labels, lines, right } = question.place;
  const host = html('div', { class: 'jp-gatescope-ask-picture' });
  const slider = html('input', {
    type: 'range',
    min: 0,
    max: axis.count - 1,
    step: 1,
    'aria-label': `${axis.name}: ${question.question}`
  });
  const words = html('output', {});
  const element = html(
    'div',
    { class: 'jp-gatescope-ask-place' },
    host,
    slider,
    words
  );
  let width = 0;
  let state: FieldState = {
    given: null,
    closed: false,
    marked: false,
    solved: false
  };
  const box = () => ({ x: 44, y: 10, width: width - 52, height: HEIGHT });

  const say = (at: number): string =>
    [
      labels?.[at] ?? `${axis.name} ${at}`,
      ...lines.map(({ name, values }) => `${name} ${formatNumber(values[at])}`)
    ].join(' · ');

  const draw = (): void => {
    const at = typeof state.given === 'number' ? state.given : null;
    slider.disabled = state.closed;
    slider.value = String(at ?? 0);
    const spoken = at === null ? translate('Nothing chosen yet.') : say(at);
    slider.setAttribute('aria-valuetext', spoken);
    words.textContent = spoken;
    if (width <= 60) {
      return;
    }
    const columns = stepScale(axis.count, box());
    const y = linearScale(extentOf(lines.map(({ values }) => values)), box());
    const bottom = box().y + HEIGHT;
    const upright = (place: number, look: string): SVGElement =>
      drawn(
        rule({
          x1: columns.center(place),
          x2: columns.center(place),
          y1: box().y,
          y2: bottom,
          class: look
        })
      );
    const picture = svg(
      'svg',
      { width, height: bottom + 24, 'aria-hidden': 'true' },
      [
        ...valueAxis(y, box()),
        ...stepAxis(columns, bottom, {
          labels,
          measure: textMeasure(labelFont(host))
        }).map(each => each.mark),
        ...lines.map(({ name, values }, index) =>
          line(values, { x: columns.center, y }, look(name, index))
        )
      ].map(drawn),
      ...(state.solved
        ? right.map(each => upright(each, 'jp-gatescope-ask-right-place'))
        : []),
      ...(at === null ? [] : [upright(at, 'jp-gatescope-ask-chosen-place')])
    );
    fill(host, picture);
  };

  const choose = (at: number): void => {
    if (!state.closed) {
      state = { ...state, given: at, marked: false };
      enter(at);
      draw();
    }
  };
  listen<PointerEvent>(host, 'pointerdown', event => {
    const { left } = host.getBoundingClientRect();
    const at = stepScale(axis.count, box()).stepAt(event.clientX - left);
    if (at !== null && event.button === 0) {
      choose(at);
    }
  });
  listen(slider, 'input', () => choose(slider.valueAsNumber));
  listen<KeyboardEvent>(slider, 'keydown', event => {
    if (event.key === 'Enter') {
      event.stopPropagation();
      answer();
    }
  });
  return {
    element: html(
      'div',
      {},
      html(
        'p',
        { class: 'jp-gatescope-ask-legend' },
        lines.map(({ name }, index) =>
          html(
            'span',
            {},
            svg('svg', { width: 18, height: 8, 'aria-hidden': 'true' }, [
              svg('line', { x2: 18, y1: 4, y2: 4, ...look(name, index) })
            ]),
            name
          )
        )
      ),
      element
    ),
    show(next) {
      state = next;
      draw();
    },
    resize(next) {
      width = next;
      draw();
    }
  };
}
