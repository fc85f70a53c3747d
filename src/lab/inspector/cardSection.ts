import type { CardState, Flashcard } from '../../exercises/metadata';
import { answered, dayOf, dueCards, newCard } from '../../exercises/metadata';
import { fill, html } from '../../widgets/base/dom';
import { toolButton } from '../../widgets/base/tools';
import type { Translate } from '../../widgets/context';
import { keepFocus } from '../keepFocus';
import type { Section } from './section';
import { createSection } from './section';

export interface CardSubject {
  readonly cards: readonly Flashcard[];
  readonly states: Readonly<Record<string, CardState>>;
  readonly keep: (card: string, state: CardState) => void;
}

/** The flashcards of the lesson that are due today, one at a time. */
export interface CardSection {
  readonly section: Section;
  show(subject: CardSubject | null): void;
}

/** @param now Milliseconds since 1970; a test gives its own. */
export function createCardSection(
  translate: Translate,
  now: () => number = Date.now
): CardSection {
  const section = createSection('cards', translate('Flashcards'));
  section.setShown(false);
  let shown: CardSubject | null = null;
  /** The card whose back is shown. */
  let turned: string | null = null;

  function answer(card: string, right: boolean): void {
    if (shown === null) {
      return;
    }
    const today = dayOf(now());
    const before = Object.hasOwn(shown.states, card)
      ? shown.states[card]
      : newCard(today);
    const after = answered(before, right, today);
    turned = null;
    shown = { ...shown, states: { ...shown.states, [card]: after } };
    shown.keep(card, after);
    draw(true);
  }

  function draw(focus: boolean): void {
    section.setShown(shown !== null && shown.cards.length > 0);
    if (shown === null || shown.cards.length === 0) {
      return;
    }
    const { cards, states } = shown;
    const due = dueCards(
      cards.map(({ id }) => id),
      states,
      dayOf(now())
    );
    section.aside.textContent = translate(
      '%1 of %2 due today',
      due.length,
      cards.length
    );
    const card = cards.find(({ id }) => id === due[0]);
    if (card === undefined) {
      fill(
        section.body,
        html(
          'p',
          { class: 'jp-gatescope-second', tabindex: -1 },
          translate('All cards are done for today.')
        )
      );
      return;
    }
    const buttons =
      turned === card.id
        ? [
            toolButton({
              id: 'knew',
              label: translate('I knew it'),
              run: () => answer(card.id, true)
            }),
            toolButton({
              id: 'again',
              label: translate('Not yet'),
              run: () => answer(card.id, false)
            })
          ]
        : [
            toolButton({
              id: 'turn',
              label: translate('Show the answer'),
              run: () => {
                turned = card.id;
                draw(true);
              }
            })
          ];
    buttons.forEach(button => (button.tabIndex = 0));
    fill(
      section.body,
      html('p', { class: 'jp-gatescope-card-front' }, card.front),
      ...(turned === card.id
        ? [
            html(
              'p',
              { class: 'jp-gatescope-card-back', 'aria-live': 'polite' },
              card.back
            )
          ]
        : []),
      html('div', { class: 'jp-gatescope-answer-row' }, buttons)
    );
    if (focus) {
      buttons[0].focus();
    }
  }

  return {
    section,
    show(subject) {
      shown = subject;
      keepFocus(section.body, () => draw(false));
    }
  };
}
