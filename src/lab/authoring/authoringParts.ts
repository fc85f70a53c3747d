import type { Exercise } from '../../exercises/metadata';
import { html, listen } from '../../widgets/base/dom';
import type { Translate } from '../../scene/words/translate';
import type { AuthoringDesk } from './authoringDesk';
import type { AuthoringSubject } from './authoringSubject';
import { buttonRow, formButton } from './fields';
import { makerWords, tryingWords, trialWords } from './formSentences';
import type { ExerciseKind } from './templates';
import type { TrialResult } from './trials';

/** What the author has chosen in the section, and what it does with that. */
export interface AuthoringChoices {
  kind: ExerciseKind;
  preview: boolean;
  /** Does it, and says below the form what could not be done. */
  attempt(doing: Promise<void> | (() => Promise<void>)): void;
  draw(): void;
}

/** Makes the selected notebook cell an exercise of a kind. */
export function maker(
  { desk, cell }: AuthoringSubject,
  choices: AuthoringChoices,
  translate: Translate
): HTMLElement[] {
  const select = html(
    'select',
    {
      class: 'jp-gatescope-field jp-gatescope-author-field',
      'data-tool': 'kind',
      'aria-label': translate('Kind of exercise')
    },
    kindWords(translate).map(([value, label]) =>
      html('option', { value, selected: value === choices.kind }, label)
    )
  );
  listen(select, 'change', () => (choices.kind = select.value as ExerciseKind));
  return [
    html('p', { class: 'jp-gatescope-second' }, makerWords(translate)),
    select,
    buttonRow({
      id: 'make',
      label: translate('Make exercise'),
      look: 'primary',
      disabled: cell === null,
      run: () => {
        if (cell !== null) {
          const { kind } = choices;
          const title = new Map(kindWords(translate)).get(kind) ?? kind;
          choices.attempt(desk.make({ kind, title, selected: cell }));
        }
      }
    })
  ];
}

/** Marks the selected lines, and shows what students get. */
export function marks(
  { desk, cell, lines }: AuthoringSubject,
  choices: AuthoringChoices,
  translate: Translate
): HTMLElement {
  const wrap = (region: 'SOLUTION' | 'HIDDEN TESTS') => () => {
    const chosen = lines();
    if (cell !== null && chosen !== null) {
      choices.attempt(async () => desk.wrap(cell, chosen, region));
    }
  };
  return buttonRow(
    {
      id: 'wrap',
      label: translate('Wrap as solution'),
      title: translate('Students get a stub instead of the selected lines'),
      run: wrap('SOLUTION')
    },
    {
      id: 'hide',
      label: translate('Hide lines'),
      title: translate('Students do not get the selected lines of a test'),
      run: wrap('HIDDEN TESTS')
    },
    {
      id: 'student-view',
      label: translate('Student view'),
      pressed: choices.preview,
      run: () => {
        choices.preview = !choices.preview;
        choices.draw();
      }
    }
  );
}

/** Tries what students may answer, and lists what came of it. */
export function trials(
  desk: AuthoringDesk,
  exercise: Exercise,
  translate: Translate
): HTMLElement[] {
  const running = desk.results(exercise.id) === null;
  return [
    buttonRow(
      {
        id: 'try-solution',
        label: translate('Try solution'),
        look: 'primary',
        disabled: running,
        run: () => void desk.try(exercise, 'solution')
      },
      {
        id: 'try-stub',
        label: translate('Try stub'),
        disabled: running,
        run: () => void desk.try(exercise, 'stub')
      },
      {
        id: 'try-mistakes',
        label: translate('Try wrong answers'),
        disabled: running || (exercise.mistakes ?? []).length === 0,
        run: () => void desk.try(exercise, 'mistakes')
      }
    ),
    trialList(desk.results(exercise.id), translate)
  ];
}

/** What is wrong in the notebook; each leads to its cell. */
export function faultList(
  { desk, goTo }: AuthoringSubject,
  translate: Translate
): HTMLElement {
  return html(
    'ul',
    { class: 'jp-gatescope-author-faults' },
    desk.faults().map(({ cell: id, message }, at) =>
      html(
        'li',
        {},
        formButton({
          id: `fault-${at + 1}`,
          label: message,
          title: translate('Go to this notebook cell'),
          look: 'quiet',
          run: () => goTo(id)
        })
      )
    )
  );
}

/** The kinds in the order of the menu, as authors call them. */
function kindWords(
  translate: Translate
): readonly (readonly [ExerciseKind, string])[] {
  return [
    ['step-lstm', translate('Write the LSTM step')],
    ['step-gru', translate('Write the GRU step')],
    ['step-rnn', translate('Write the RNN step')],
    ['weights', translate('Set weights by hand')],
    ['clamp', translate('Set the gate')],
    ['number', translate('A number')],
    ['function', translate('A function')],
    ['fault', translate('Find the fault')],
    ['predict', translate('Predict')],
    ['choice', translate('Choose')],
    ['place', translate('Click in the picture')],
    ['table', translate('Trace the code')],
    ['order', translate('Put in order')],
    ['cell', translate('Fill in an LSTM')],
    ['explain', translate('Explain, marked by hand')]
  ];
}

/** What the author's trials came to, a line each. */
function trialList(
  results: readonly TrialResult[] | null,
  translate: Translate
): HTMLElement {
  return html(
    'ul',
    { class: 'jp-gatescope-author-trials' },
    results === null
      ? html('li', {}, tryingWords(translate))
      : results.map(result => {
          const { verdict, message } = trialWords(result, translate);
          return html(
            'li',
            { 'data-state': result.asMeant ? 'right' : 'wrong' },
            html('strong', {}, verdict),
            message === null ? [] : html('p', {}, message)
          );
        })
  );
}
