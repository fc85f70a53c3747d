import type { Translate } from '../../scene/words/translate';
import { fill, html } from './dom';
import type { DataTable, NamedTable } from '../../scene/dataTable';
import { createTableBox, type TableBox } from './tableBox';

export interface FrameTableOptions {
  /** Hidden while the table is open. */
  readonly picture: HTMLElement;
  readonly table?: () => DataTable;
  readonly tableName?: string;
  /** Other tables of the same picture. */
  readonly moreTables?: readonly NamedTable[];
  readonly context: { readonly translate: Translate };
  /** Has a screen reader say something. */
  readonly say: (words: string) => void;
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
  /** Numbers have changed: an open table is recreated. */
  refresh(): void;
}

export function createFrameTable({
  picture,
  table,
  moreTables = [],
  context: { translate },
  tableName = translate('By %step'),
  say,
  editor,
  toggled
}: FrameTableOptions): FrameTable {
  const element = html('div', { hidden: true });
  let shown = false;
  let box: TableBox | null = null;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const content = (): HTMLElement[] => {
    const fields = editor?.() ?? null;
    if (fields || !table) {
      return fields ? [fields] : [];
    }
    box ??= createTableBox({
      tables: [{ label: tableName, make: table }, ...moreTables],
      translate,
      say
    });
    return [box.element];
  };
  const renew = (): void => {
    // Fields keep what is being typed in them.
    const typing = isField(document.activeElement);
    const before = element.firstElementChild;
    if (shown && !typing && box && before === box.element && !editor?.()) {
      // A reader who was in the table is still there.
      const { scrollTop, scrollLeft } = box.element;
      box.refresh();
      box.element.scrollTo?.(scrollLeft, scrollTop);
      return;
    }
    const [after] = shown && !typing ? content() : [];
    if (!after) {
      return;
    }
    const focused = before !== null && before === document.activeElement;
    const scrolled = before?.scrollTop ?? 0;
    fill(element, after);
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
      box?.refresh();
      fill(element, shown ? content() : []);
      toggled();
      const [opened] = element.children;
      ((opened ?? picture) as HTMLElement).focus();
    },
    refresh() {
      clearTimeout(waiting);
      if (shown && (editor?.() ?? null) !== null) {
        // A field that is left by a click tells its number before the next one has the focus: recreated
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
