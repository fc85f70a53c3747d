import type { CellQuestion } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { fill, html, listen } from '../base/dom';
import {
  backwardNames,
  cellTruth,
  forwardNames,
  type CellName,
  readCellNumbers,
  type CellNumbers,
  type SheetPlace
} from '../../trace/cellSheet';
import {
  besideField,
  inputLine,
  readWords,
  ruleLine,
  shortNumber,
  weightsLine
} from './cellBeside';
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
  name: sheet,
  enter,
  answer
}: FieldOptions<CellQuestion>): AnswerField {
  const { cell } = question;
  const names: readonly CellName[] = cell.backward
    ? [...forwardNames, ...backwardNames]
    : forwardNames;
  const truth = cellTruth(cell);
  let present: CellNumbers = readCellNumbers(question, null);
  let at: SheetPlace = { name: 'f', step: 0 };
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
  const inputs: PlaceInput[] = [];

  const set = ({ name, step }: SheetPlace, value: number | null): void => {
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

  const choose = (place: SheetPlace): void => {
    at = place;
    draw();
  };

  const inputOf = (place: SheetPlace): HTMLElement[] => {
    const made = placeInput(sheet, place, translate);
    const { input, reads } = made;
    inputs.push(made);
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
    return [input, reads];
  };

  listen(slider, 'input', () => set(at, slider.valueAsNumber));

  const draw = (): void => {
    const marks =
      state.marked || state.solved
        ? markCell(question, present, translate)
        : [];
    const shown: CellNumbers = state.solved ? truth : present;
    for (const { place, input, reads } of inputs) {
      const { name, step } = place;
      const value = shown[name]?.[step] ?? null;
      const mark = marks.find(each => each.name === name && each.step === step);
      input.disabled = state.closed;
      if (document.activeElement !== input) {
        input.value = value === null ? '' : shortNumber(value);
      }
      show(input, state.solved ? undefined : mark);
      // The title of a field that is described is said by no screen reader.
      reads.textContent = [
        readWords(cell, place, shown, translate),
        input.title
      ]
        .filter(words => words !== '')
        .join('. ');
    }
    const value = present[at.name]?.[at.step] ?? 0;
    setRange(slider, at.name);
    slider.value = String(value);
    slider.disabled = state.closed;
    const words = translate('%1 at step %2', cellWord(at.name), at.step);
    dragged.textContent = words;
    slider.setAttribute('aria-label', words);
    slider.setAttribute('aria-describedby', placeIds(sheet, at));
    const here = marks.find(
      each => each.name === at.name && each.step === at.step
    );
    said.textContent = state.solved ? '' : (here?.slip ?? '');
    circuit.show(at.step, shown, at.name.length === 1 ? at.name : null);
  };

  const element = html('div', { class: 'jp-gatescope-ask-cell' });
  fill(
    element,
    weightsLine(cell, sheet),
    circuit.element,
    html(
      'div',
      { class: 'jp-gatescope-ask-scroll' },
      sheetTable(cell, names, { sheet, inputOf, translate })
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

/** The field of one number. */
interface PlaceInput {
  readonly place: SheetPlace;
  readonly input: HTMLInputElement;
  /** The numbers of others that its rule reads, for those who do not see them beside it. */
  readonly reads: HTMLElement;
}

function placeInput(
  sheet: string,
  place: SheetPlace,
  translate: Translate
): PlaceInput {
  return {
    place,
    reads: html('span', { id: readsId(sheet, place), hidden: true }),
    input: html('input', {
      class: 'jp-gatescope-field',
      type: 'number',
      step: 'any',
      'aria-label': translate(
        '%1 at step %2',
        cellWord(place.name),
        place.step
      ),
      'aria-describedby': placeIds(sheet, place)
    })
  };
}

const readsId = (sheet: string, { name, step }: SheetPlace): string =>
  `${sheet}-reads-${name}-${step}`;

/** What describes a field. */
const placeIds = (sheet: string, place: SheetPlace): string =>
  [...besideField(sheet, place), readsId(sheet, place)].join(' ');

/** A row a quantity with its rule, a column a step with its input. */
function sheetTable(
  cell: CellQuestion['cell'],
  names: readonly CellName[],
  {
    sheet,
    inputOf,
    translate
  }: {
    readonly sheet: string;
    readonly inputOf: (place: SheetPlace) => HTMLElement[];
    readonly translate: Translate;
  }
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
        cell.inputs.map((_, step) =>
          html('th', { scope: 'col' }, `${step} `, inputLine(cell, sheet, step))
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
            ruleLine(sheet, name)
          ),
          cell.inputs.map((_, step) => html('td', {}, inputOf({ name, step })))
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

/** A verdict has a color, a sign and words for a screen reader. */
function show(input: HTMLInputElement, mark: CellMark | undefined): void {
  const verdict =
    mark === undefined || mark.verdict === 'missing' ? '' : mark.verdict;
  input.dataset['verdict'] = verdict;
  input.setAttribute('aria-invalid', String(verdict === 'wrong'));
  input.title = mark?.slip ?? '';
}
