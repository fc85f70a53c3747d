import { fill, html, setText } from '../widgets/base/dom';
import { formatFixed, formatPower } from '../scene/words/format';
import { createHeatmap } from '../widgets/base/heatmap';
import { readTheme } from '../widgets/base/theme';
import { createDots } from './dots';
import { createGates } from './gates';
import { barsHost, barsOf, createPicture } from './lanePicture';
import { createLaneReader } from './laneReader';
import { button } from './pagePart';
import type { LaneShown } from './reading';
import { tasks } from './tasks';
import { taskAnswerLine, largest } from './words';

export interface LaneView {
  readonly element: HTMLElement;
  /** @param now the step that the sequence has run to; null where all of it is seen */
  draw(shown: LaneShown, now: number | null): void;
}

/**
 * One network at the shown sequence: what it reads, its state as a belt, its gates, and the way back.
 *
 * @param name the network, in the middle of a sentence
 */
export function createLaneView(
  name: string,
  head: HTMLElement,
  actions: {
    flip(step: number): void;
    hold(gate: string, value: number): void;
    point(step: number): void;
    say(words: string): void;
  }
): LaneView {
  const reader = createLaneReader(name, actions.point, actions.say);
  const dots = createDots(actions.flip);
  const map = createHeatmap();
  const belt = createPicture(reader, 'belt', map.element);
  const gates = createGates(reader, actions.hold);
  const back = createPicture(reader, 'back', barsHost());
  const [beltName, backName] = [0, 1].map(() =>
    html('div', { class: 'play-name' })
  );
  backName.title =
    'The derivative of the loss by the state of each step: how much of the error finds its way back';
  const answer = createAnswer(reader.readAnswer);
  const element = html(
    'section',
    { class: 'play-lane' },
    html('div', { class: 'play-head' }, head),
    dots.elements,
    beltName,
    belt.element,
    answer.element,
    gates.elements,
    backName,
    back.element,
    reader.told
  );
  return {
    element,
    draw(shown, now) {
      const { look, values } = shown;
      const units = look.units[look.belt];
      reader.draw(shown);
      dots.draw(shown, now);

      const scale = largest(look.channels[look.belt]);
      fill(
        beltName,
        html(
          'span',
          { class: 'play-long' },
          look.belt === 'c' ? 'cell state ' : 'state '
        ),
        html('i', {}, look.belt),
        html('small', {}, `± ${formatFixed(scale, 1)}`)
      );
      map.paint(
        {
          values: look.channels[look.belt],
          rows: units,
          columns: values.length,
          rowStride: 1,
          columnStride: units
        },
        readTheme(element).states,
        [-scale, scale]
      );
      belt.show(
        shown,
        `${look.belt} of ${units} units over ${values.length} steps; arrow keys read a number, D describes, ? lists all keys`
      );

      gates.draw(shown, now);

      const { gradient } = look;
      backName.hidden = back.element.hidden = gradient.length === 0;
      fill(
        backName,
        '|dL/d',
        html('i', {}, look.belt),
        '| ',
        html('small', {}, 'of its largest, log')
      );
      fill(back.content, ...backBars(shown));
      back.show(
        shown,
        gradient.length === 0
          ? ''
          : `The derivative by the state: at the first step ${formatPower(gradient[0])}, at the last ${formatPower(gradient[gradient.length - 1])}; arrow keys read a number`
      );

      answer.draw(shown);
    }
  };
}

/** What the network says, and whether that is right; pressed, how it comes about. */
function createAnswer(read: () => void) {
  const said = html('output', { class: 'play-said' });
  const verdict = html('span', { class: 'play-verdict' });
  const count = html('span');
  const like = html(
    'small',
    { class: 'play-like' },
    count,
    html('span', { class: 'play-long' }, ' at this delay')
  );
  const element = button('play-answer', '', read);
  element.title = 'How the answer comes about';
  element.append(said, verdict, like);
  return {
    element,
    draw({ look, truth, task, delay, row }: LaneShown): void {
      const { word, isRight, spoken } = taskAnswerLine(
        task,
        look.answer,
        truth,
        delay
      );
      said.textContent = word;
      // As large as the longest of the answers allows, so that it keeps its size when it turns.
      const { isNumber, answer } = tasks[task];
      said.style.setProperty(
        '--length',
        String(
          isNumber
            ? word.length
            : 2 + Math.max(answer(0).length, answer(1).length)
        )
      );
      setText(verdict, row ? spoken : 'untrained');
      verdict.classList.toggle('play-right', row !== null && isRight);
      verdict.classList.toggle('play-wrong', row !== null && !isRight);
      // A coin is right half of the time: one sequence says little.
      like.hidden = row === null;
      setText(
        count,
        row ? `right in ${row.right[delay - 1]} of ${row.asked[delay - 1]}` : ''
      );
    }
  };
}

/** So many powers of ten below the largest are drawn. */
const DECADES = 6;

/** The way back: of each step the logarithm of the derivative's length. */
function backBars({ look: { gradient } }: LaneShown): SVGElement[] {
  const most = Math.max(...gradient, 1e-30);
  const shares = gradient.map(size =>
    Math.max(0, 1 + Math.log10(Math.max(size, 1e-30) / most) / DECADES)
  );
  return [barsOf(shares, 'cell', 'play-way')];
}
