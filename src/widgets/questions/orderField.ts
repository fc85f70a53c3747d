import type { OrderQuestion } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { fill, html, listen } from '../base/dom';
import { toolButton } from '../base/tools';
import type { AnswerField, FieldOptions } from './field';
import { mixedLines, orderLine, readOrder } from './markOrder';

/**
 * Lines to put in order. A line is taken, moved and laid back by its buttons, by Alt with an arrow
 * key, or by dragging.
 */
export function orderField({
  question,
  translate,
  enter
}: FieldOptions<OrderQuestion>): AnswerField {
  const all = mixedLines(question);
  let chosen: number[] = [];
  let closed = false;
  const taken = html('ol', {
    class: 'jp-gatescope-ask-lines',
    'aria-label': translate('Your order')
  });
  const rest = html('ul', {
    class: 'jp-gatescope-ask-lines',
    'aria-label': translate('Lines to choose from')
  });
  const element = html(
    'div',
    { class: 'jp-gatescope-ask-order' },
    html('div', {}, html('p', {}, translate('Lines to choose from')), rest),
    html('div', {}, html('p', {}, translate('Your order')), taken)
  );

  /** Puts a line at a place of the order; outside it, lays it back. */
  const move = (line: number, to: number | null): void => {
    const others = chosen.filter(each => each !== line);
    chosen = to === null ? others : others.toSpliced(to, 0, line);
    enter(chosen);
    draw();
    element
      .querySelector<HTMLElement>(`[data-line="${line}"] button:not(:disabled)`)
      ?.focus();
  };

  const drop = (event: DragEvent, to: number | null): void => {
    const line = Number(event.dataTransfer?.getData(DRAGGED) || NaN);
    event.preventDefault();
    event.stopPropagation();
    if (all.includes(line) && !closed) {
      move(line, to);
    }
  };
  for (const [list, to] of [
    [taken, () => chosen.length],
    [rest, () => null]
  ] as const) {
    listen<DragEvent>(list, 'dragover', event => event.preventDefault());
    listen<DragEvent>(list, 'drop', event => drop(event, to()));
  }

  const lineElement = (line: number, at: number | null): HTMLElement => {
    const row = orderRow(
      { line, at, count: chosen.length, closed },
      orderLine(question, line),
      to => move(line, to),
      translate
    );
    if (at !== null) {
      listen<DragEvent>(row, 'drop', event => drop(event, at));
    }
    return row;
  };
  const draw = (): void => {
    fill(
      taken,
      chosen.map((line, at) => lineElement(line, at))
    );
    fill(
      rest,
      all
        .filter(line => !chosen.includes(line))
        .map(line => lineElement(line, null))
    );
  };
  draw();
  return {
    element,
    show(state) {
      const next = state.solved
        ? question.order.lines.map((_, line) => line)
        : readOrder(question, state.given);
      if (closed !== state.closed || next.join() !== chosen.join()) {
        closed = state.closed;
        chosen = next;
        draw();
      }
    }
  };
}

/** A kind of our own: what is dragged from elsewhere is no line. */
const DRAGGED = 'application/x-gatescope-line';

/** Where a line stands: at a place of the order, or nowhere yet. */
interface OrderPlace {
  readonly line: number;
  readonly at: number | null;
  /** How many lines are in the order. */
  readonly count: number;
  readonly closed: boolean;
}

/** A line with its buttons; `move` puts it at a place, or lays it back. */
function orderRow(
  { line, at, count, closed }: OrderPlace,
  text: string,
  move: (to: number | null) => void,
  translate: Translate
): HTMLElement {
  const button = (
    id: string,
    label: string,
    title: string,
    to: number | null
  ): HTMLButtonElement => {
    const made = toolButton({
      id,
      label,
      // After a move the focus is here: the name says what came of it.
      title:
        at === null
          ? `${title}: ${text.trim()}`
          : translate(
              '%1: line %2 of %3, %4',
              title,
              at + 1,
              count,
              text.trim()
            ),
      disabled:
        closed || (at !== null && to !== null && (to < 0 || to >= count)),
      run: () => move(to)
    });
    made.tabIndex = 0;
    return made;
  };
  const row = html(
    'li',
    { 'data-line': line, draggable: closed ? undefined : 'true' },
    html('code', {}, text),
    html(
      'span',
      { class: 'jp-gatescope-ask-moves' },
      at === null
        ? button('take', '+', translate('Take'), count)
        : [
            button('up', '↑', translate('Up'), at - 1),
            button('down', '↓', translate('Down'), at + 1),
            button('lay-back', '×', translate('Lay back'), null)
          ]
    )
  );
  listen<KeyboardEvent>(row, 'keydown', event => {
    const way =
      event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (event.altKey && way !== 0 && at !== null && !closed) {
      event.preventDefault();
      event.stopPropagation();
      move(Math.max(0, Math.min(count - 1, at + way)));
    }
  });
  listen<DragEvent>(row, 'dragstart', event =>
    event.dataTransfer?.setData(DRAGGED, String(line))
  );
  return row;
}
