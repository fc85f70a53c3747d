/** @jest-environment jsdom */
import type { Flashcard } from '../../../../src/exercises/metadata';
import { createCardSection } from '../../../../src/lab/inspector/cardSection';
import { untranslated } from '../../../../src/scene/words/translate';

it('counts what is due of the cards whose part has run, and none before', () => {
  const { section, show } = createCardSection(untranslated, () => 0);
  const of = (cards: readonly Flashcard[]): string => {
    show({ cards, total: 2, states: {}, keep: () => undefined });
    return section.aside.textContent ?? '';
  };
  expect(of([])).toBe('');
  const card = { id: 'share', front: 'f?', back: 'A share.' } as Flashcard;
  expect(of([card])).toBe('1 of 1 due today');
});
