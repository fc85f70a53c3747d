// These run in the page: none of them may use anything outside of itself.

/** A notebook as keys can change it. */
export interface NotebookState {
  /** Kind and identity of each notebook cell. */
  readonly cells: readonly string[];
  readonly activeCellIndex: number;
  readonly mode: string;
  readonly carriedOut: readonly string[];
}

/** What a notebook is, and which of its commands were carried out since this was first asked. */
export function notebookState(): NotebookState {
  interface App {
    readonly commands: {
      readonly commandExecuted: {
        connect(slot: (sender: object, done: { id: string }) => void): void;
      };
    };
    readonly shell: {
      readonly currentWidget: {
        readonly content: {
          readonly activeCellIndex: number;
          readonly mode: string;
          readonly widgets: readonly {
            readonly model: { readonly type: string; readonly id: string };
          }[];
        };
      };
    };
  }
  const page = window as unknown as {
    readonly jupyterapp: App;
    carriedOut?: string[];
  };
  const { commands, shell } = page.jupyterapp;
  if (!page.carriedOut) {
    const carriedOut: string[] = [];
    page.carriedOut = carriedOut;
    commands.commandExecuted.connect((_, { id }) => carriedOut.push(id));
  }
  const { activeCellIndex, mode, widgets } = shell.currentWidget.content;
  return {
    cells: widgets.map(({ model: { type, id } }) => `${type} ${id}`),
    activeCellIndex,
    mode,
    carriedOut: [...page.carriedOut]
  };
}

/** Whether an element has the focus, or something inside it. */
export const isAround = (root: Element): boolean =>
  root.contains(document.activeElement);

/** What can be opened in a view: its menus by their buttons, its table, and its list of keys. */
export function waysToOpen(root: Element): string[] {
  const ways = [
    ...root.querySelectorAll<HTMLElement>(
      'button[aria-haspopup="menu"], [data-tool="table"], [data-tool="edit"]'
    )
  ]
    .filter(
      element =>
        element.checkVisibility() &&
        element.getAttribute('aria-disabled') !== 'true'
    )
    .map(({ dataset }) => dataset['tool'] ?? 'title');
  return [...new Set(ways)];
}

/**
 * Opens what a button of a view opens, where it is not open, and gives the focus to one of the elements
 * in it that take it, each kind once.
 *
 * @returns its name; null where there are not so many
 */
export async function focusOpened(
  root: Element,
  { way, place }: { readonly way: string; readonly place: number }
): Promise<string | null> {
  const isMenu = way !== 'table' && way !== 'edit';
  const opened = (): HTMLElement | null =>
    root.querySelector<HTMLElement>(
      isMenu ? '[role="menu"]' : '.jp-gatescope-table'
    );
  if (!opened()?.checkVisibility()) {
    root
      .querySelector<HTMLElement>(
        way === 'title'
          ? 'button[aria-haspopup="menu"]:not([data-tool])'
          : `[data-tool="${way}"]`
      )
      ?.click();
    await new Promise(requestAnimationFrame);
  }
  const box = opened();
  if (!box) {
    return null;
  }
  const nameOf = (element: HTMLElement): string =>
    element.getAttribute('role') ??
    `${element.tagName.toLowerCase()} ${element.dataset['tool'] ?? ''}`.trim();
  const kinds = new Map<string, HTMLElement>();
  for (const element of [
    box,
    ...box.querySelectorAll<HTMLElement>('button, input, select, [tabindex]')
  ]) {
    if (
      element.tabIndex >= 0 ||
      element.getAttribute('role')?.startsWith('menuitem')
    ) {
      kinds.set(nameOf(element), kinds.get(nameOf(element)) ?? element);
    }
  }
  const found = [...kinds][place];
  found?.[1].focus({ preventScroll: true });
  return found?.[0] ?? null;
}
