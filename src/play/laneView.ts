import { letterHue } from '../trace';
import { fill, html, setText, svg } from '../widgets/base/dom';
import { formatFixed, formatPower } from '../widgets/base/format';
import { createHeatmap } from '../widgets/base/heatmap';
import { readTheme } from '../widgets/base/theme';
import { bars } from '../widgets/marks/bars';
import { drawn } from '../widgets/marks/drawn';
import { stepScale } from '../widgets/marks/plane';
import { createDots } from './dots';
import { createLaneReader, type LaneReader } from './laneReader';
import { button } from './part';
import { rowsOf, type LaneShown, type Read } from './reading';
import { tasks } from './tasks';
import { answerLine, GATE_WORDS, largest, meanOf, meansByStep } from './words';

export interface LaneView {
  readonly element: HTMLElement;
  draw(shown: LaneShown): void;
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
    point(step: number): void;
    say(words: string): void;
  }
): LaneView {
  const reader = createLaneReader(name, actions.point, actions.say);
  const dots = createDots(actions.flip);
  const map = createHeatmap();
  const belt = createPicture(reader, 'belt', map.element, (_, down) => down);
  const gates = createPicture(reader, 'gates', barsHost(), across => across);
  const back = createPicture(reader, 'back', barsHost(), () => 0);
  const [beltName, gateNames, backName] = [0, 1, 2].map(() =>
    html('div', { class: 'play-name' })
  );
  gateNames.classList.add('play-gate-names');
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
    gateNames,
    gates.element,
    backName,
    back.element,
    reader.told
  );
  return {
    element,
    draw(shown) {
      const { look, held, values } = shown;
      const units = look.units[look.belt];
      reader.draw(shown);
      dots.draw(shown);

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

      gateNames.hidden = gates.element.hidden = look.gates.length === 0;
      fill(
        gateNames,
        ...look.gates.map(gate =>
          html(
            'span',
            { 'data-jp-gatescope-hue': letterHue(gate) },
            html('span', { class: 'play-long' }, `${GATE_WORDS[gate] ?? ''} `),
            gate,
            held?.gate === gate ? ` := ${held.value}` : ''
          )
        )
      );
      fill(gates.content, ...gateBars(shown));
      gates.show(
        shown,
        `${look.gates
          .map(
            gate =>
              `${gate} is ${formatFixed(meanOf(look.channels[gate]))} on average`
          )
          .join(', ')}; arrow keys read a number`
      );

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
  const like = html('small', { class: 'play-like' });
  const element = button('play-answer', '', read);
  element.title = 'How the answer comes about';
  element.append(said, verdict, like);
  return {
    element,
    draw({ look, truth, task, delay, row }: LaneShown): void {
      const { word, isRight, spoken } = answerLine(
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
      setText(
        like,
        row
          ? `right in ${row.right[delay - 1]} of ${row.asked[delay - 1]} at this delay`
          : ''
      );
    }
  };
}

/** A picture with a column a step, whose numbers are read, and a frame around the one that is. */
function createPicture<E extends Element>(
  reader: LaneReader,
  read: Read,
  content: E,
  rowAt: (across: number, down: number) => number
) {
  const mark = html('span', { class: 'play-mark' });
  const element = html(
    'div',
    { class: `play-${read}`, role: 'img', tabindex: 0 },
    content,
    mark
  );
  reader.follow(element, read, rowAt);
  return {
    element,
    content,
    show({ look, step, values }: LaneShown, label: string): void {
      element.setAttribute('aria-label', label);
      const row = reader.rowIn(read);
      mark.hidden = step === null || row === null;
      const rows = rowsOf(look, read);
      const isBeside = read === 'gates';
      const [wide, high] = isBeside ? [rows, 1] : [1, rows];
      const place = (side: string, share: number): void =>
        mark.style.setProperty(side, `${100 * share}%`);
      const width = 1 / values.length / wide;
      place('width', width);
      place('height', 1 / high);
      place(
        'left',
        (step ?? 0) / values.length + (isBeside ? (row ?? 0) * width : 0)
      );
      place('top', isBeside ? 0 : (row ?? 0) / high);
    }
  };
}

/** Bars are drawn in these units, and stretched to the room there is. */
const BARS = { x: 0, y: 0, width: 1000, height: 100 };

const barsHost = (): SVGSVGElement =>
  svg('svg', {
    viewBox: `0 0 ${BARS.width} ${BARS.height}`,
    preserveAspectRatio: 'none'
  });

/** A bar a step of shares from 0 to 1. */
const barsOf = (
  shares: ArrayLike<number>,
  hue: string,
  kind = '',
  steps = stepScale(shares.length, BARS)
): SVGElement =>
  drawn(
    bars(
      shares,
      {
        steps,
        y: share => BARS.height * (1 - share),
        base: BARS.height,
        share: 0.86
      },
      { 'data-jp-gatescope-hue': hue, class: kind }
    )
  );

/** Of each gate its mean over the units, in front of how far it could open. */
function gateBars({
  look: { gates, channels, units },
  values
}: LaneShown): SVGElement[] {
  const whole = stepScale(values.length, BARS);
  const column = whole.column / gates.length;
  return gates.flatMap((gate, at) => {
    const means = meansByStep(channels[gate], units[gate]);
    const steps = {
      ...whole,
      column,
      center: (step: number) => whole.left(step) + (at + 0.5) * column
    };
    const hue = letterHue(gate);
    return [
      barsOf(
        means.map(() => 1),
        hue,
        'play-room',
        steps
      ),
      barsOf(means, hue, '', steps)
    ];
  });
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
