import type { CardState, Flashcard } from '../../exercises/metadata';
import { answered, dayOf, dueCards, newCard } from '../../exercises/metadata';
import { fill, html } from '../../widgets/base/dom';
import { toolButton } from '../../widgets/base/tools';
import { uniqueId } from '../../widgets/base/uniqueId';
import type { Translate } from '../../scene/words/translate';
import { keepFocus } from '../keepFocus';
import type { Section } from '../section';
import { createSection } from '../section';

export interface CardSubject {
  /** Those whose part of the lesson has run. */
  readonly cards: readonly Flashcard[];
  /** How many the lesson has; the others wait until their part has run. */
  readonly total: number;
  readonly states: Readonly<Record<string, CardState>>;
  readonly keep: (card: string, state: CardState) => void;
}

/** The flashcards of the lesson that are due today, one at a time. */
export interface CardSection {
  readonly section: Section;
  show(subject: CardSubject | null): void;
}

/** A card that was not known comes back after the others, and not before so many milliseconds. */
const COMES_BACK = 10 * 60_000;

/** @param now Milliseconds since 1970; a test gives its own. */
export function createCardSection(
  translate: Translate,
  now: () => number = Date.now
): CardSection {
  const section = createSection('cards', translate('Flashcards'));
  section.setShown(false);
  const answerId = `jp-gatescope-card-back-${uniqueId()}`;
  let shown: CardSubject | null = null;
  /** The card whose back is shown. */
  let turned: string | null = null;
  /** When a card that was not known comes back, by id: later, not at once. */
  const back = new Map<string, number>();

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
    if (right) {
      back.delete(card);
    } else {
      back.set(card, now() + COMES_BACK);
    }
    shown = { ...shown, states: { ...shown.states, [card]: after } };
    shown.keep(card, after);
    draw(true);
  }

  function draw(focus: boolean): void {
    section.setShown(shown !== null && shown.total > 0);
    if (shown === null || shown.total === 0) {
      return;
    }
    const { cards, states, total } = shown;
    const due = dueCards(
      cards.map(({ id }) => id),
      states,
      dayOf(now())
    );
    // Before a part of the lesson has run there is none to be due.
    section.aside.textContent =
      cards.length === 0
        ? ''
        : translate('%1 of %2 due today', due.length, cards.length);
    const ready = due.filter(id => (back.get(id) ?? 0) <= now());
    const card = cards.find(({ id }) => id === ready[0]);
    if (card === undefined) {
      fill(
        section.body,
        html(
          'p',
          { class: 'jp-gatescope-second', tabindex: -1 },
          due.length > 0
            ? translate('What you did not know comes back in some minutes.')
            : cards.length < total
              ? translate(
                  '%1 more cards come when their part of the lesson has run.',
                  total - cards.length
                )
              : translate('All cards are done for today.')
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
    // The focus goes to it when the card is turned: what describes it is then said.
    if (turned === card.id) {
      buttons[0].setAttribute('aria-describedby', answerId);
    }
    fill(
      section.body,
      html('p', { class: 'jp-gatescope-card-front' }, card.front),
      ...(turned === card.id
        ? [
            html(
              'p',
              { class: 'jp-gatescope-card-back', id: answerId },
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
