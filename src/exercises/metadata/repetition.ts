/** How one flashcard stands: the box it lies in, and the day on which it is asked next. */
export interface CardState {
  /** 0 to 5. A right answer moves it up by one, a wrong one back to 0. */
  readonly box: number;
  /** Day number: whole days since 1970-01-01 UTC. */
  readonly due: number;
}

/** Days until the next question, by box (Leitner's boxes, each twice as long as the one before). */
export const boxDays: readonly number[] = [0, 1, 2, 4, 8, 16];

/** The day number of a time in milliseconds. */
export function dayOf(milliseconds: number): number {
  return Math.floor(milliseconds / 86_400_000);
}

/** A card that has never been asked: due at once. */
export function newCard(today: number): CardState {
  return { box: 0, due: today };
}

/** The card after an answer given today. */
export function answered(
  card: CardState,
  right: boolean,
  today: number
): CardState {
  const box = right ? Math.min(card.box + 1, boxDays.length - 1) : 0;
  return { box, due: today + boxDays[box] };
}

/** Ids of the cards to ask today: the lowest box first, then the longest overdue. */
export function dueCards(
  ids: readonly string[],
  states: Readonly<Record<string, CardState>>,
  today: number
): string[] {
  const stateOf = (id: string) =>
    Object.hasOwn(states, id) ? states[id] : newCard(today);
  return ids
    .filter(id => stateOf(id).due <= today)
    .sort(
      (a, b) =>
        stateOf(a).box - stateOf(b).box || stateOf(a).due - stateOf(b).due
    );
}
