import { html, listen } from '../../widgets/base/dom';
import { keyAction } from '../../widgets/base/keys';
import { sentenceTeller } from '../../widgets/base/sentenceTeller';
import { createSpokenWords } from '../../widgets/base/spokenWords';
import type { Translate } from '../../scene/words/translate';
import { formButton, isInField } from './fields';

/** Says where a form stands: at a key from anywhere in it, and what changes while somebody works in it. */
export interface FormTeller {
  readonly element: HTMLElement;
  /**
   * Says what is new among the sentences since the last time; of another form nothing is said.
   *
   * @param alert what an alert has said already
   */
  follow(form: string, alert?: string): void;
}

/**
 * @param form the element in which the keys act
 * @param sentences where the form stands, the most telling first
 */
export function createFormTeller(
  form: HTMLElement,
  sentences: () => readonly string[],
  translate: Translate
): FormTeller {
  const told = html('p', { class: 'jp-gatescope-second' });
  const live = html('div', {
    class: 'jp-gatescope-hidden',
    'aria-live': 'polite',
    role: 'status'
  });
  const { announce } = createSpokenWords(live);
  const tell = (words: string): void => void (told.textContent = words);
  const describe = sentenceTeller(
    () => ({ tell, announce }),
    sentences,
    translate
  );
  let before: readonly string[] = [];
  let of = '';

  listen<KeyboardEvent>(form, 'keydown', event => {
    const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
    const isEverywhere =
      key === 'F2' && !(altKey || ctrlKey || metaKey || shiftKey);
    // In a field, D is a letter.
    if (isEverywhere || (keyAction(event) === 'describe' && !isInField(form))) {
      describe('describe');
      event.preventDefault();
      event.stopPropagation();
    }
  });
  const button = formButton({
    id: 'describe',
    label: translate('Describe'),
    title: translate(
      'Say what is missing, what was tried and what is filled in; again: the next thing (F2, outside of fields also D)'
    ),
    look: 'quiet',
    run: () => describe('describe')
  });
  button.setAttribute('aria-keyshortcuts', 'F2 D');
  return {
    element: html(
      'div',
      {},
      html('div', { class: 'jp-gatescope-answer-row' }, button),
      told,
      live
    ),
    follow(next, alert = '') {
      const now = sentences();
      const fresh = now.filter(
        each =>
          !before.includes(each) && (alert === '' || !each.startsWith(alert))
      );
      if (fresh.length > 0 || now.length !== before.length) {
        // What was told may hold no longer.
        tell('');
      }
      if (
        next === of &&
        fresh.length > 0 &&
        form.contains(document.activeElement)
      ) {
        announce(fresh.join(' '));
      }
      before = now;
      of = next;
    }
  };
}
