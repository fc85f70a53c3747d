import type { Exercise } from '../../exercises/metadata';
import { fill, html, listen } from '../../widgets/base/dom';
import type { Translate } from '../../widgets/context';
import type { Section } from '../section';
import { createSection } from '../section';
import { keepFocus } from '../keepFocus';
import type { AuthoringDesk } from './authoringDesk';
import type { AuthoringSubject } from './authoringSubject';
import { exerciseForm, studentView } from './exerciseForm';
import { buttonRow, formButton, isInField } from './fields';
import { kindWords } from './kindWords';
import { otherForm } from './otherForm';
import type { ExerciseKind } from './templates';
import { trialList } from './trialList';

/** The part of the panel in which an author sets exercises; students have none. */
export interface AuthoringSection {
  readonly section: Section;
  show(subject: AuthoringSubject | null): void;
}

export function createAuthoringSection(translate: Translate): AuthoringSection {
  const section = createSection('authoring', translate('Set an exercise'));
  section.element.dataset['lmSuppressShortcuts'] = 'true';
  section.setShown(false);
  let shown: AuthoringSubject | null = null;
  let drawn = '';
  let kind: ExerciseKind = 'step-lstm';
  let preview = false;
  let refusal = '';
  let isPressed = false;

  function maker({ desk, cell }: AuthoringSubject): HTMLElement[] {
    const select = html(
      'select',
      {
        class: 'jp-gatescope-field jp-gatescope-author-field',
        'data-tool': 'kind',
        'aria-label': translate('Kind of exercise')
      },
      kindWords(translate).map(([value, label]) =>
        html('option', { value, selected: value === kind }, label)
      )
    );
    listen(select, 'change', () => (kind = select.value as ExerciseKind));
    return [
      html(
        'p',
        { class: 'jp-gatescope-second' },
        translate(
          'Makes the selected notebook cell an exercise: code in it becomes the solution, an empty one gets an example to write over.'
        )
      ),
      select,
      buttonRow({
        id: 'make',
        label: translate('Make exercise'),
        look: 'primary',
        disabled: cell === null,
        run: () => {
          if (cell !== null) {
            const words = new Map(kindWords(translate));
            attempt(
              desk.make({
                kind,
                title: words.get(kind) ?? kind,
                selected: cell
              })
            );
          }
        }
      })
    ];
  }

  function marks({ desk, cell, lines }: AuthoringSubject): HTMLElement {
    const wrap = (region: 'SOLUTION' | 'HIDDEN TESTS') => () => {
      const chosen = lines();
      if (cell !== null && chosen !== null) {
        attempt(async () => desk.wrap(cell, chosen, region));
      }
    };
    return buttonRow(
      {
        id: 'wrap',
        label: translate('Wrap as solution'),
        title: translate('Students get a stub in place of the selected lines'),
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
        pressed: preview,
        run: () => {
          preview = !preview;
          draw();
        }
      }
    );
  }

  function trials(desk: AuthoringDesk, exercise: Exercise): HTMLElement[] {
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

  /** Says below the form what could not be done. */
  function attempt(doing: Promise<void> | (() => Promise<void>)): void {
    refusal = '';
    (typeof doing === 'function' ? doing() : doing)
      .catch((error: unknown) => {
        refusal = error instanceof Error ? error.message : String(error);
      })
      .finally(() => draw());
  }

  function draw(): void {
    section.setShown(shown !== null);
    if (shown === null) {
      return;
    }
    const { desk, cell, goTo } = shown;
    const exercise = desk.exerciseAt(cell);
    const options =
      exercise === undefined ? null : { desk, exercise, translate, goTo };
    section.aside.textContent = exercise?.id ?? '';
    const faults = desk.faults();
    fill(section.body, [
      ...(options === null
        ? (otherForm(shown, translate) ?? maker(shown))
        : exerciseForm(options)),
      ...(options === null ? [] : [marks(shown)]),
      ...(options !== null && preview ? [studentView(options)] : []),
      ...(exercise === undefined ? [] : trials(desk, exercise)),
      html('p', { class: 'jp-gatescope-faults', role: 'alert' }, refusal),
      html(
        'ul',
        { class: 'jp-gatescope-author-faults' },
        faults.map(({ cell: id, message }, at) =>
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
      ),
      buttonRow({
        id: 'undo',
        label: translate('Undo'),
        title: translate('Undo the last change of the notebook’s cells'),
        look: 'quiet',
        disabled: !desk.canUndo,
        run: () => desk.undo()
      })
    ]);
  }

  /** All that decides what is drawn: a field that somebody types in is not made anew for nothing. */
  function standing(subject: AuthoringSubject | null): string {
    return subject === null
      ? ''
      : JSON.stringify([
          subject.cell,
          subject.desk.picking,
          subject.desk.canUndo,
          subject.desk.exerciseAt(subject.cell) ?? null,
          subject.desk
            .cells()
            .map(({ id, type, source, metadata }) => [
              id,
              type,
              source,
              metadata.gatescope,
              metadata.nbgrader
            ]),
          subject.desk.results(subject.desk.exerciseAt(subject.cell)?.id ?? '')
        ]);
  }

  function refresh(): void {
    const now = standing(shown);
    if (now !== drawn && !isPressed && !isInField(section.body)) {
      drawn = now;
      keepFocus(section.body, draw);
    }
  }
  // A button that is made anew between press and release is never clicked.
  listen(section.body, 'pointerdown', () => {
    isPressed = true;
    const released = (): void => {
      stops.forEach(stop => stop());
      setTimeout(() => {
        isPressed = false;
        refresh();
      });
    };
    const stops = ['pointerup', 'pointercancel'].map(type =>
      listen(document, type, released, { capture: true })
    );
  });
  listen(section.body, 'focusout', () => setTimeout(refresh));

  return {
    section,
    show(subject) {
      if (subject?.cell !== shown?.cell) {
        refusal = '';
      }
      shown = subject;
      refresh();
    }
  };
}
