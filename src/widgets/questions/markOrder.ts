import type { OrderQuestion } from '../../trace';
import type { Translate } from '../../scene/words/translate';

/** A line of an order question: its place among `lines`, or behind them among `strangers`. */
export function orderLine({ order }: OrderQuestion, line: number): string {
  return line < order.lines.length
    ? order.lines[line]
    : order.strangers[line - order.lines.length].text;
}

/** The lines as they are first shown: mixed, always the same way for the same question. */
export function mixedLines({ id, order }: OrderQuestion): number[] {
  const count = order.lines.length + order.strangers.length;
  const lines = Array.from({ length: count }, (_, line) => line);
  // Fisher and Yates with a small generator: the same for everybody, so a class can talk about it.
  let state = [...id].reduce(
    (sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0,
    7
  );
  for (let at = count - 1; at > 0; at--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (at + 1));
    [lines[at], lines[other]] = [lines[other], lines[at]];
  }
  const solved = lines.every((line, at) => line === at);
  return solved ? lines.reverse() : lines;
}

/** Reads the order that was given: each line once; the others lie beside. */
export function readOrder(question: OrderQuestion, given: unknown): number[] {
  const { lines, strangers } = question.order;
  const count = lines.length + strangers.length;
  return Array.isArray(given)
    ? [...new Set(given)].filter(
        (line): line is number =>
          Number.isInteger(line) && Number(line) >= 0 && Number(line) < count
      )
    : [];
}

/** What is wrong with an order, one thing at a time; null when it is right. */
export function orderFault(
  question: OrderQuestion,
  chosen: readonly number[],
  translate: Translate
): string | null {
  const { lines, before, strangers } = question.order;
  const stranger = chosen.find(line => line >= lines.length);
  if (stranger !== undefined) {
    const { text, reply } = strangers[stranger - lines.length];
    return translate('“%1” does not belong. %2', text.trim(), reply);
  }
  const missing = lines.findIndex((_, line) => !chosen.includes(line));
  if (missing >= 0) {
    const count = lines.length - chosen.length;
    return count === 1
      ? translate('One line is still missing.')
      : translate('%1 lines are still missing.', count);
  }
  // Without pairs every line has its place.
  const pairs =
    before.length > 0
      ? before
      : lines.slice(1).map((_, line) => [line, line + 1] as const);
  const broken = pairs.find(
    ([first, second]) => chosen.indexOf(first) > chosen.indexOf(second)
  );
  return broken === undefined
    ? null
    : translate(
        '“%1” must come before “%2”.',
        lines[broken[0]].trim(),
        lines[broken[1]].trim()
      );
}
