import { fill, html } from './dom';
import { tableElement, type DataTable } from './table';

export interface FrameTableOptions {
  /** Hidden while the table is open. */
  readonly picture: HTMLElement;
  readonly table?: () => DataTable;
  /** Fields to type in, shown in place of the table while they are not null. */
  readonly editor?: () => HTMLElement | null;
  /** It was opened or closed. */
  readonly toggled: () => void;
}

/** The numbers of a picture, in its place. */
export interface FrameTable {
  readonly element: HTMLElement;
  readonly shown: boolean;
  show(shown: boolean): void;
  /** Numbers have changed: an open table is made anew. */
  refresh(): void;
}

export function createFrameTable({
  picture,
  table,
  editor,
  toggled
}: FrameTableOptions): FrameTable {
  const element = html('div', { hidden: true });
  let shown = false;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const content = (): HTMLElement[] => {
    const fields = editor?.() ?? null;
    return fields ? [fields] : table ? [tableElement(table())] : [];
  };
  const renew = (): void => {
    // Fields keep what is being typed in them.
    const typing = isField(document.activeElement);
    const [after] = shown && !typing ? content() : [];
    if (!after) {
      return;
    }
    const before = element.firstElementChild;
    const focused = before !== null && before === document.activeElement;
    const scrolled = before?.scrollTop ?? 0;
    fill(element, after);
    // A reader who was in the table is still there.
    after.scrollTop = scrolled;
    if (focused) {
      after.focus({ preventScroll: true });
    }
  };
  return {
    element,
    get shown() {
      return shown;
    },
    show(wanted) {
      shown = wanted && table !== undefined;
      picture.classList.toggle('jp-gatescope-away', shown);
      element.hidden = !shown;
      fill(element, shown ? content() : []);
      toggled();
      const [opened] = element.children;
      ((opened ?? picture) as HTMLElement).focus();
    },
    refresh() {
      clearTimeout(waiting);
      if (shown && (editor?.() ?? null) !== null) {
        // A field that is left by a click tells its number before the next one has the focus: made anew
        // at once, the fields would lose the one that was clicked.
        waiting = setTimeout(renew);
      } else {
        renew();
      }
    }
  };
}

/** A field takes its own keys: letters, arrows, Ctrl+Z. */
export function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  );
}
