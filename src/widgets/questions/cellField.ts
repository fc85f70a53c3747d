import type { CellQuestion } from '../../trace';
import type { Translate } from '../context';
import { fill, html, listen } from '../base/dom';
import { formatFixed } from '../base/format';
import {
  backwardNames,
  cellTruth,
  forwardNames,
  type CellName,
  readCellNumbers,
  type CellNumbers,
  type Place
} from '../../trace/cellSheet';
import type { AnswerField, FieldOptions, FieldState } from './field';
import { cellWord } from './mark';
import { markCell, type CellMark } from './markCell';
import { wiredBlanks } from './wiredBlanks';

/**
 * Be the cell: a row a quantity, a column a step, and the wired cell of the step that is being
 * filled. A number is typed, or dragged with the slider below.
 */
export function cellField({
  question,
  translate,
  enter,
  answer
}: FieldOptions<CellQuestion>): AnswerField {
  const { cell } = question;
  const names: readonly CellName[] = cell.backward
    ? [...forwardNames, ...backwardNames]
    : forwardNames;
  const truth = cellTruth(cell);
  let present: CellNumbers = readCellNumbers(question, null);
  let at: Place = { name: 'f', step: 0 };
  let state: FieldState = {
    given: null,
    closed: false,
    marked: false,
    solved: false
  };
  const circuit = wiredBlanks(question, translate);
  const slider = html('input', { type: 'range', step: 0.01 });
  const dragged = html('span', {});
  const said = html('p', { class: 'jp-gatescope-ask-slip' });
  const inputs = new Map<string, HTMLInputElement>();

  const set = ({ name, step }: Place, value: number | null): void => {
    present = {
      ...present,
      [name]: (present[name] ?? []).map((old, index) =>
        index === step ? value : old
      )
    };
    // What was marked is another answer now.
    state = { ...state, marked: false };
    enter(present);
    draw();
  };

  const choose = (place: Place): void => {
    at = place;
    draw();
  };

  const inputOf = (place: Place): HTMLInputElement => {
    const input = html('input', {
      class: 'jp-gatescope-field',
      type: 'number',
      step: 'any',
      'aria-label': translate('%1 at step %2', cellWord(place.name), place.step)
    });
    inputs.set(`${place.name} ${place.step}`, input);
    listen(input, 'focus', () => choose(place));
    listen(input, 'input', () => {
      const value = input.valueAsNumber;
      set(place, Number.isFinite(value) ? value : null);
    });
    listen<KeyboardEvent>(input, 'keydown', event => {
      if (event.key === 'Enter') {
        event.stopPropagation();
        answer();
      }
    });
    return input;
  };

  listen(slider, 'input', () => set(at, slider.valueAsNumber));

  const draw = (): void => {
    const marks =
      state.marked || state.solved
        ? markCell(question, present, translate)
        : [];
    for (const [key, input] of inputs) {
      const [name, step] = key.split(' ') as [CellName, string];
      const value = state.solved
        ? truth[name][Number(step)]
        : (present[name]?.[Number(step)] ?? null);
      const mark = marks.find(
        each => each.name === name && each.step === Number(step)
      );
      input.disabled = state.closed;
      if (document.activeElement !== input) {
        input.value = value === null ? '' : shortNumber(value);
      }
      show(input, state.solved ? undefined : mark);
    }
    const value = present[at.name]?.[at.step] ?? 0;
    setRange(slider, at.name);
    slider.value = String(value);
    slider.disabled = state.closed;
    const words = translate('%1 at step %2', cellWord(at.name), at.step);
    dragged.textContent = words;
    slider.setAttribute('aria-label', words);
    const here = marks.find(
      each => each.name === at.name && each.step === at.step
    );
    said.textContent = state.solved ? '' : (here?.slip ?? '');
    circuit.show(
      at.step,
      state.solved ? truth : present,
      at.name.length === 1 ? at.name : null
    );
  };

  const element = html('div', { class: 'jp-gatescope-ask-cell' });
  fill(
    element,
    weightsLine(cell),
    circuit.element,
    html(
      'div',
      { class: 'jp-gatescope-ask-scroll' },
      sheetTable(cell, names, inputOf, translate)
    ),
    html('label', { class: 'jp-gatescope-ask-drag' }, dragged, slider),
    said
  );
  return {
    element,
    show(next) {
      state = next;
      present = readCellNumbers(question, next.given);
      draw();
    },
    resize: width => circuit.resize(width)
  };
}

/** The weights that are given, and where the state starts. */
function weightsLine({ blocks, start }: CellQuestion['cell']): HTMLElement {
  return html(
    'p',
    { class: 'jp-gatescope-ask-weights' },
    (['f', 'i', 'g', 'o'] as const).map(name => {
      const [w, u, b] = blocks[name].map(each => formatFixed(each, 2));
      return html('span', {}, `${name}: w = ${w}, u = ${u}, b = ${b}`);
    }),
    html(
      'span',
      {},
      `h[−1] = ${formatFixed(start[0], 2)}, c[−1] = ${formatFixed(start[1], 2)}`
    )
  );
}

/** A row a quantity with its rule, a column a step with its input. */
function sheetTable(
  { inputs }: CellQuestion['cell'],
  names: readonly CellName[],
  inputOf: (place: Place) => HTMLInputElement,
  translate: Translate
): HTMLElement {
  return html(
    'table',
    {},
    html('caption', {}, translate('Your numbers, to two decimals')),
    html(
      'thead',
      {},
      html(
        'tr',
        {},
        html('th', { scope: 'col' }, translate('step')),
        inputs.map((x, step) =>
          html(
            'th',
            { scope: 'col' },
            `${step} `,
            html('span', {}, `x = ${formatFixed(x, 2)}`)
          )
        )
      )
    ),
    html(
      'tbody',
      {},
      names.map(name =>
        html(
          'tr',
          {},
          html(
            'th',
            { scope: 'row' },
            html('b', {}, cellWord(name)),
            ' ',
            html('span', {}, ruleOf(name))
          ),
          inputs.map((_, step) => html('td', {}, inputOf({ name, step })))
        )
      )
    )
  );
}

/** From where to where a quantity is dragged. */
function setRange(slider: HTMLInputElement, name: CellName): void {
  const gate = name.length === 1 && 'fio'.includes(name);
  slider.min = gate ? '0' : '-2';
  slider.max = gate ? '1' : '2';
}

/** A verdict is told by colour, by sign and to a screen reader. */
function show(input: HTMLInputElement, mark: CellMark | undefined): void {
  const verdict =
    mark === undefined || mark.verdict === 'missing' ? '' : mark.verdict;
  input.dataset['verdict'] = verdict;
  input.setAttribute('aria-invalid', String(verdict === 'wrong'));
  input.title = mark?.slip ?? '';
}

function shortNumber(value: number): string {
  return String(Number(value.toFixed(3)));
}

/** The right-hand side of a quantity's equation, in the letters of the sheet. */
function ruleOf(name: CellName): string {
  switch (name) {
    case 'f':
    case 'i':
    case 'o':
      return 'σ(w x + u h[t−1] + b)';
    case 'g':
      return 'tanh(w x + u h[t−1] + b)';
    case 'c':
      return 'f c[t−1] + i g';
    case 'h':
      return 'o tanh(c)';
    default:
      // How a gradient comes about is what is asked.
      return '';
  }
}
