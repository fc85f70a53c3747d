import { letterHue } from '../trace';
import { html } from '../widgets/base/dom';
import { formatFixed } from '../widgets/base/format';
import { createBelt, MOVES, type LaneShown } from './beltView';
import { fitCanvas } from './paint';
import { tasks } from './tasks';
import { answerLine, GATE_WORDS } from './words';

export interface LaneView {
  readonly element: HTMLElement;
  draw(shown: LaneShown): void;
}

/** One network at the shown sequence: what it reads, its state as a belt, its gates, and the way back. */
export function createLaneView(
  head: HTMLElement,
  actions: { flip(step: number): void; point(step: number): void }
): LaneView {
  const belt = createBelt(actions.point);
  const dots = html('div', {
    class: 'play-dots',
    role: 'group',
    'aria-label': 'What it reads; press to flip'
  });
  const gates = html('canvas', { class: 'play-gates', role: 'img' });
  const back = html('canvas', { class: 'play-back', role: 'img' });
  const gateNames = html('div', { class: 'play-name play-gate-names' });
  const backName = html('div', { class: 'play-name' });
  const said = html('output', { class: 'play-said' });
  const verdict = html('div', { class: 'play-verdict' });
  const gateRow = [gateNames, gates];
  const backRow = [backName, back];
  const element = html(
    'section',
    { class: 'play-lane' },
    html('div', { class: 'play-head' }, head),
    dots,
    belt.name,
    belt.belt,
    html('div', { class: 'play-answer' }, said, verdict),
    ...gateRow,
    ...backRow,
    belt.readout
  );
  return {
    element,
    draw(shown) {
      const { look, held, truth, task } = shown;
      drawDots(dots, shown, actions.flip);
      belt.draw(shown);
      const hasGates = look.gates.length > 0;
      gateRow.forEach(each => (each.hidden = !hasGates));
      gateNames.replaceChildren(
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
      if (hasGates) {
        drawGates(gates, shown);
      }
      backRow.forEach(each => (each.hidden = look.gradient.length === 0));
      backName.replaceChildren(
        '|dL/d',
        html('i', {}, look.belt),
        '| ',
        html('small', {}, 'log, 10⁻⁶ to 1')
      );
      drawBack(back, look.gradient);
      const { word, isRight, spoken } = answerLine(
        task,
        look.answer,
        truth,
        shown.delay
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
      verdict.textContent = spoken;
      verdict.classList.toggle('play-right', isRight);
    }
  };
}

function drawDots(
  host: HTMLElement,
  { values, marks, step: cursor, task }: LaneShown,
  flip: (step: number) => void
): void {
  while (host.children.length > values.length) {
    host.lastElementChild?.remove();
  }
  while (host.children.length < values.length) {
    const at = host.children.length;
    const dot = html(
      'button',
      { type: 'button', class: 'play-dot' },
      html('span')
    );
    dot.tabIndex = at === 0 ? 0 : -1;
    dot.addEventListener('click', () => flip(at));
    dot.addEventListener('keydown', event => {
      const by = MOVES[event.key]?.[0] ?? 0;
      const next = host.children[at + by] as HTMLElement | undefined;
      if (by !== 0 && next) {
        event.preventDefault();
        dot.tabIndex = -1;
        next.tabIndex = 0;
        next.focus();
      }
    });
    host.append(dot);
  }
  const { isNumber, over, step: wordOf } = tasks[task];
  const labels = values.map((value, step) => over(value, marks[step]));
  // Where every step is a word, it stands upright in the place of its dot.
  host.classList.toggle('play-worded', !labels.includes(''));
  host.style.setProperty('--steps', String(values.length));
  values.forEach((value, step) => {
    const dot = host.children[step] as HTMLElement;
    const label = labels[step];
    const isMarked = marks[step] > 0 && label !== '';
    dot.classList.toggle('play-marked', isMarked);
    dot.classList.toggle('play-on', value > 0);
    dot.classList.toggle('play-silent', value === 0);
    dot.classList.toggle('play-cursor', step === cursor);
    dot.dataset['label'] = label;
    // A number stands as high as it is.
    dot.style.setProperty('--level', isNumber ? value.toFixed(2) : '0');
    dot.title = `step ${step}: ${wordOf(value, marks[step])}${isMarked ? ', marked' : ''}`;
    dot.setAttribute('aria-label', dot.title);
  });
}

/** Of each gate a bar a step: its mean over the units, in front of how far it could open. */
function drawGates(
  canvas: HTMLCanvasElement,
  { look, values: read }: LaneShown
): void {
  const fitted = fitCanvas(canvas);
  if (!fitted) {
    return;
  }
  const { context, width, height } = fitted;
  const style = getComputedStyle(canvas);
  const steps = read.length;
  const column = width / steps;
  const bar = (column * 0.86) / look.gates.length;
  look.gates.forEach((gate, at) => {
    const means = meansByStep(look.channels[gate], look.units[gate]);
    const color = style.getPropertyValue(`--jp-gatescope-${letterHue(gate)}`);
    means.forEach((mean, step) => {
      const x = step * column + column * 0.07 + at * bar;
      context.fillStyle = color;
      context.globalAlpha = 0.13;
      context.fillRect(x, 0, bar * 0.88, height);
      context.globalAlpha = 1;
      context.fillRect(x, height * (1 - mean), bar * 0.88, height * mean);
    });
  });
  canvas.setAttribute(
    'aria-label',
    look.gates
      .map(
        gate =>
          `${gate} is ${formatFixed(meanOf(look.channels[gate]))} on average`
      )
      .join(', ')
  );
}

/** So many powers of ten below the largest are drawn. */
const DECADES = 6;

/** The way back: a bar a step, of the logarithm of the derivative's length. */
function drawBack(canvas: HTMLCanvasElement, gradient: Float32Array): void {
  const fitted = fitCanvas(canvas);
  if (!fitted || gradient.length === 0) {
    return;
  }
  const { context, width, height } = fitted;
  const style = getComputedStyle(canvas);
  const most = Math.max(...gradient, 1e-30);
  const column = width / gradient.length;
  context.fillStyle = style.getPropertyValue('--jp-gatescope-grid');
  [1 / 3, 2 / 3].forEach(place =>
    context.fillRect(0, height * place, width, 0.5)
  );
  context.fillStyle = style.getPropertyValue('--jp-gatescope-cell');
  gradient.forEach((size, step) => {
    const share = Math.max(
      0,
      1 + Math.log10(Math.max(size, 1e-30) / most) / DECADES
    );
    context.globalAlpha = 0.25 + 0.6 * share;
    context.fillRect(
      step * column + column * 0.07,
      height * (1 - share),
      column * 0.86,
      height * share
    );
  });
  canvas.setAttribute(
    'aria-label',
    `The derivative by the state: at the first step ${gradient[0].toExponential(1)}, at the last ${gradient[gradient.length - 1].toExponential(1)}`
  );
}

export function meansByStep(values: Float32Array, units: number): Float32Array {
  return Float32Array.from({ length: values.length / units }, (_, step) =>
    meanOf(values.subarray(step * units, (step + 1) * units))
  );
}

const meanOf = (values: Float32Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
