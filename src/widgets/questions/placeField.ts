import type { PlaceQuestion } from '../../trace';
import { fill, html, listen, svg } from '../base/dom';
import { hueOfLetter } from '../base/hue';
import { formatNumber } from '../../scene/words/format';
import { labelFont, textMeasure } from '../base/measure';
import { stepAxis, valueAxis } from '../../scene/marks/axes';
import { drawn } from '../scene/drawn';
import { line } from '../../scene/marks/line';
import type { Mark } from '../../scene/marks/mark';
import { stepScale, type Box } from '../../scene/marks/plane';
import { rule } from '../../scene/marks/rule';
import { extentOf, linearScale } from '../../scene/marks/valueScale';
import type { AnswerField, FieldOptions, FieldState } from './field';

const HEIGHT = 150;
const LEFT = 44;
/** Room right of the last step. */
const RIGHT = 8;

/**
 * The color of a line by its name: a letter has its own everywhere (`f of unit 3`); what is no letter
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
  const box = (): Box => ({
    x: LEFT,
    y: 10,
    width: width - LEFT - RIGHT,
    height: HEIGHT
  });

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
    if (width > 60) {
      const marks = { chosen: at, right: state.solved ? right : [] };
      fill(
        host,
        placePicture(question.place, box(), marks, textMeasure(labelFont(host)))
      );
    }
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
      lineLegend(lines.map(({ name }) => name)),
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

/** The lines over their steps, with the place that was chosen and those that are right. */
function placePicture(
  { axis, labels, lines }: PlaceQuestion['place'],
  box: Box,
  marks: { readonly chosen: number | null; readonly right: readonly number[] },
  measure: (text: string) => number
): SVGElement {
  const columns = stepScale(axis.count, box);
  const y = linearScale(extentOf(lines.map(({ values }) => values)), box);
  const bottom = box.y + box.height;
  const upright = (place: number, look: string): Mark =>
    rule({
      x1: columns.center(place),
      x2: columns.center(place),
      y1: box.y,
      y2: bottom,
      class: look
    });
  return svg(
    'svg',
    {
      width: box.x + box.width + RIGHT,
      height: bottom + 30,
      'aria-hidden': 'true'
    },
    [
      ...valueAxis(y, box),
      // Lower than the number at the foot of the other axis, which the first label reaches under.
      ...stepAxis(columns, bottom + 6, { labels, measure }).map(
        each => each.mark
      ),
      ...lines.map(({ name, values }, index) =>
        line(values, { x: columns.center, y }, look(name, index))
      ),
      ...marks.right.map(each => upright(each, 'jp-gatescope-ask-right-place')),
      ...(marks.chosen === null
        ? []
        : [upright(marks.chosen, 'jp-gatescope-ask-chosen-place')])
    ].map(drawn)
  );
}

/** Which line is whose. */
function lineLegend(names: readonly string[]): HTMLElement {
  return html(
    'p',
    { class: 'jp-gatescope-ask-legend' },
    names.map((name, index) =>
      html(
        'span',
        {},
        svg('svg', { width: 18, height: 8, 'aria-hidden': 'true' }, [
          svg('line', { x2: 18, y1: 4, y2: 4, ...look(name, index) })
        ]),
        name
      )
    )
  );
}
