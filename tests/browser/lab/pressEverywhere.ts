/** What was pressed in a view, and what JupyterLab did at it. */
export interface Pressed {
  /** The elements that took the focus, by tag or role. */
  readonly elements: readonly string[];
  /** How many shortcuts were pressed on each. */
  readonly shortcuts: number;
  /** `command at key on element` for each command that JupyterLab carried out. */
  readonly commands: readonly string[];
}

/**
 * Runs in the page: presses each shortcut that JupyterLab has, but those of the whole application, on
 * each thing inside an element that takes the focus, in each state that one of its buttons leads to.
 *
 * @param only the one shortcut to press, which must lead to a command: it is waited for
 */
export async function pressEverywhere(
  root: Element,
  only?: string
): Promise<Pressed> {
  interface Shortcut {
    readonly keys: readonly string[];
    readonly selector: string;
  }
  interface Commands {
    readonly keyBindings: readonly Shortcut[];
    readonly commandExecuted: {
      connect(slot: (sender: object, done: { id: string }) => void): void;
      disconnect(slot: (sender: object, done: { id: string }) => void): void;
    };
  }
  const { commands } = (window as unknown as { jupyterapp: unknown })
    .jupyterapp as { commands: Commands };
  const named: Readonly<Record<string, number>> = {
    Backspace: 8,
    Tab: 9,
    Enter: 13,
    Escape: 27,
    End: 35,
    Home: 36,
    ArrowLeft: 37,
    ArrowUp: 38,
    ArrowRight: 39,
    ArrowDown: 40,
    Delete: 46,
    '=': 187,
    ',': 188,
    '-': 189,
    '.': 190,
    '/': 191,
    '[': 219,
    '\\': 220,
    ']': 221
  };
  const codeOf = (key: string): number => {
    const code = /^[A-Z0-9]$/.test(key)
      ? key.charCodeAt(0)
      : /^F\d+$/.test(key)
        ? 111 + Number(key.slice(1))
        : named[key];
    if (code === undefined) {
      throw new Error(`this test does not know the code of the key ${key}`);
    }
    return code;
  };
  const press = (target: Element, keystroke: string): void => {
    const parts = keystroke.split(' ');
    const last = parts.at(-1)!;
    target.dispatchEvent(
      new KeyboardEvent('keydown', {
        key: last.length === 1 ? last.toLowerCase() : last,
        keyCode: codeOf(last),
        ctrlKey: parts.includes('Ctrl'),
        shiftKey: parts.includes('Shift'),
        altKey: parts.includes('Alt'),
        metaKey: parts.includes('Cmd'),
        bubbles: true,
        cancelable: true
      })
    );
  };
  // Those of the whole application act from inside a view, too.
  const applications = new Set(
    commands.keyBindings
      .filter(({ selector }) => selector === 'body')
      .map(({ keys }) => keys.join('|'))
  );
  const shortcuts = [
    ...new Set(
      commands.keyBindings
        .map(({ keys }) => keys.join('|'))
        // Escape leads out, from wherever it is pressed.
        .filter(
          keys => !['', 'Escape'].includes(keys) && !applications.has(keys)
        )
        .filter(keys => only === undefined || keys === only)
    )
  ];
  const pause = (): Promise<unknown> =>
    new Promise(resolve => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = resolve;
      port2.postMessage(null);
    });

  const done: string[] = [];
  let now = '';
  let noted: () => void = () => undefined;
  const carriedOut = new Promise<void>(resolve => (noted = resolve));
  const note = (_: object, { id }: { id: string }): void => {
    done.push(`${id} at ${now}`);
    noted();
  };
  commands.commandExecuted.connect(note);
  const elements: string[] = [];
  const isReached = (element: HTMLElement): boolean => {
    element.focus({ preventScroll: true });
    return document.activeElement === element;
  };
  const reachable = (): HTMLElement[] =>
    [
      ...root.querySelectorAll<HTMLElement>(
        'a, button, input, select, textarea, summary, [tabindex], [contenteditable]'
      )
    ].filter(isReached);
  const nameOf = (element: Element): string =>
    element.getAttribute('role') ??
    `${element.tagName.toLowerCase()} ${element.getAttribute('type') ?? ''}`.trim();
  const pressOn = async (element: HTMLElement): Promise<void> => {
    elements.push(nameOf(element));
    for (const keys of shortcuts) {
      // A key of the view's own may have led elsewhere, or have drawn the element anew.
      if (!isReached(element)) {
        (document.activeElement ?? root).dispatchEvent(
          new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })
        );
        if (!isReached(element)) {
          return;
        }
      }
      now = `${keys} on ${nameOf(element)} ${element.textContent?.slice(0, 30)}`;
      keys.split('|').forEach(key => press(element, key));
    }
    // JupyterLab waits whether a second key of a shortcut follows; whatever it does, it has begun.
    await pause();
  };
  for (const element of reachable()) {
    await pressOn(element);
  }
  // What a menu or a tool opens is inside the view, too.
  const opened = new Set<string>();
  for (const { dataset } of root.querySelectorAll<HTMLElement>(
    'button[aria-haspopup="menu"], button[data-tool="table"], button[data-tool="edit"]'
  )) {
    const tool = dataset['tool'] ?? 'title';
    const find = (): HTMLElement | null =>
      root.querySelector<HTMLElement>(
        dataset['tool'] === undefined
          ? 'button[aria-haspopup="menu"]:not([data-tool])'
          : `[data-tool="${tool}"]`
      );
    if (opened.has(tool)) {
      continue;
    }
    opened.add(tool);
    find()?.click();
    await pause();
    // To look at what else takes the focus would close a menu.
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement && root.contains(activeElement)) {
      await pressOn(activeElement);
    }
    (document.activeElement ?? root).dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })
    );
  }
  await pause();
  if (only !== undefined && elements.length > 0) {
    // No other key follows, for which JupyterLab waits a second where one could.
    await carriedOut;
  }
  commands.commandExecuted.disconnect(note);
  return { elements, shortcuts: shortcuts.length, commands: done };
}
