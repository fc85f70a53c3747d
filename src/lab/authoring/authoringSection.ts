import { fill, html, listen } from '../../widgets/base/dom';
import type { Translate } from '../../scene/words/translate';
import { type Section, createSection } from '../section';
import { keepFocus } from '../keepFocus';
import {
  faultList,
  maker,
  marks,
  trials,
  type AuthoringChoices
} from './authoringParts';
import type { AuthoringSubject } from './authoringSubject';
import { exerciseForm, studentView } from './exerciseForm';
import { buttonRow, isInField } from './fields';
import { completeWords, formSentences } from './formSentences';
import { createFormTeller } from './formTeller';
import { otherForm } from './otherForm';

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
  let refusal = '';
  const teller = createFormTeller(
    section.element,
    () =>
      shown === null
        ? []
        : formSentences(
            shown,
            { refusal, unfinished: unfinishedIn(section.body) },
            translate
          ),
    translate
  );
  // Always on the page: words that come with their region are often not said.
  const alert = html('p', { class: 'jp-gatescope-faults', role: 'alert' });
  section.body.before(teller.element);
  section.body.after(alert);

  const choices: AuthoringChoices = {
    kind: 'step-lstm',
    preview: false,
    attempt(doing) {
      refusal = '';
      // The same refusal again is said again.
      alert.textContent = '';
      (typeof doing === 'function' ? doing() : doing)
        .catch((error: unknown) => {
          refusal = error instanceof Error ? error.message : String(error);
        })
        .finally(() => {
          drawn = '';
          refresh();
        });
    },
    draw: () => keepFocus(section.body, draw)
  };

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
    fill(section.body, [
      ...(options === null
        ? (otherForm(shown, translate) ?? maker(shown, choices, translate))
        : [...exerciseForm(options), marks(shown, choices, translate)]),
      ...(options !== null && choices.preview ? [studentView(options)] : []),
      ...(exercise === undefined ? [] : trials(desk, exercise, translate)),
      faultList(shown, translate),
      ...(exercise === undefined || desk.faults().length > 0
        ? []
        : [
            html(
              'p',
              { class: 'jp-gatescope-second' },
              completeWords(translate)
            )
          ]),
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

  function refresh(): void {
    if (alert.textContent !== refusal) {
      alert.textContent = refusal;
    }
    const now = standing(shown);
    if (now !== drawn && !isPressed() && !isInField(section.body)) {
      drawn = now;
      keepFocus(section.body, draw);
    }
    teller.follow(
      shown?.desk.exerciseAt(shown.cell)?.answer ?? shown?.cell ?? '',
      refusal
    );
  }
  const isPressed = followPress(section.body, refresh);
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

/** What the form says of rows that are not whole. */
function unfinishedIn(body: HTMLElement): string[] {
  return Array.from(
    body.querySelectorAll<HTMLElement>('.jp-gatescope-author-unfinished')
  )
    .filter(({ hidden, style }) => !hidden && style.visibility !== 'hidden')
    .map(({ textContent }) => textContent ?? '');
}

/** All that decides what is drawn: a field that somebody types in is not recreated for nothing. */
function standing(subject: AuthoringSubject | null): string {
  if (subject === null) {
    return '';
  }
  const { desk, cell } = subject;
  const exercise = desk.exerciseAt(cell);
  return JSON.stringify([
    cell,
    desk.picking,
    desk.canUndo,
    exercise ?? null,
    desk
      .cells()
      .map(({ id, type, source, metadata }) => [
        id,
        type,
        source,
        metadata.gatescope,
        metadata.nbgrader
      ]),
    desk.results(exercise?.id ?? '')
  ]);
}

/**
 * Whether a pointer is down in an element: a button that is recreated between press and release is
 * never clicked.
 *
 * @param released is called once the click is over
 */
function followPress(
  element: HTMLElement,
  released: () => void
): () => boolean {
  let isPressed = false;
  listen(element, 'pointerdown', () => {
    isPressed = true;
    const up = (): void => {
      stops.forEach(stop => stop());
      setTimeout(() => {
        isPressed = false;
        released();
      });
    };
    const stops = ['pointerup', 'pointercancel'].map(type =>
      listen(document, type, up, { capture: true })
    );
  });
  return () => isPressed;
}
