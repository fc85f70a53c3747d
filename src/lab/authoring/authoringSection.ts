import { fill, html, listen } from '../../widgets/base/dom';
import type { Translate } from '../../widgets/context';
import type { Section } from '../section';
import { createSection } from '../section';
import { keepFocus } from '../keepFocus';
import { followPress } from '../followPress';
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

  const choices: AuthoringChoices = {
    kind: 'step-lstm',
    preview: false,
    attempt(doing) {
      refusal = '';
      (typeof doing === 'function' ? doing() : doing)
        .catch((error: unknown) => {
          refusal = error instanceof Error ? error.message : String(error);
        })
        .finally(() => draw());
    },
    draw: () => draw()
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
      html('p', { class: 'jp-gatescope-faults', role: 'alert' }, refusal),
      faultList(shown, translate),
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
    const now = standing(shown);
    if (now !== drawn && !isPressed() && !isInField(section.body)) {
      drawn = now;
      keepFocus(section.body, draw);
    }
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

/** All that decides what is drawn: a field that somebody types in is not made anew for nothing. */
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
