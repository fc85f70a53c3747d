import type { Translate } from '../../scene/words/translate';
import { html, listen, contentText, type Content } from './dom';
import { openMenu, type MenuItem } from './menu';
import { shortName } from '../../scene/words/shortName';

/** One button of a view's toolbar: it does something, or opens a menu. */
export interface Tool {
  readonly id: string;
  readonly label: Content;
  /** Said on hover and to screen readers, where the label is short. */
  readonly title?: string;
  /** Present for a button that stays down. */
  readonly pressed?: boolean;
  /** Why it does nothing now. The keys still reach it, and pressing it says why. */
  readonly off?: string;
  readonly look?: 'plain' | 'quiet' | 'primary' | 'warning';
  /** Stays in the toolbar of a narrow view; the others move into the ⋯ menu. */
  readonly keep?: boolean;
  readonly run?: () => void;
  readonly menu?: () => readonly MenuItem[];
}

/** Why a tool does nothing now; nothing where it can be used. */
export function offUnless(usable: boolean, why: string): string | undefined {
  return usable ? undefined : why;
}

/** A button that stands outside a toolbar, where the words around it may say why it is grey. */
export interface LoneTool extends Tool {
  readonly disabled?: boolean;
}

/** What a toolbar and the menu of its narrow form are called: other words in every view of a page. */
export interface ToolbarWords {
  readonly label: string;
  /** Absent for one that is never narrow. */
  readonly more?: string;
}

export interface Toolbar {
  readonly element: HTMLElement;
  /** Is called otherwise from now on. */
  rename(words: ToolbarWords): void;
  /** Buttons elsewhere in the view that the arrow keys reach too, before or after those of the toolbar. */
  join(buttons: {
    readonly before?: readonly HTMLElement[];
    readonly after?: readonly HTMLElement[];
  }): void;
  set(tools: readonly Tool[], narrow: boolean): void;
  /** Enters it at a tool, where it can be reached, else at the first button. */
  focus(id?: string): void;
  /** A button that was joined to it has come or gone. */
  joinedChanged(): void;
}

/**
 * A toolbar that is one tab stop, with the buttons that are joined to it: Tab comes to the button that had the
 * focus last, left and right arrows move among them. `focus` enters it; `leave` is called on Escape.
 */
export function createToolbar(
  words: ToolbarWords,
  leave: () => void,
  sayOff: (why: string) => void,
  /** Called before a tool does what it is for. */
  used: () => void
): Toolbar {
  const element = html('div', {
    class: 'jp-gatescope-tools',
    role: 'toolbar',
    'aria-label': words.label
  });
  let { more = words.label } = words;
  const joined = { before: [] as HTMLElement[], after: [] as HTMLElement[] };
  const reached = (): HTMLButtonElement[] =>
    [...joined.before, element, ...joined.after].flatMap(enabledButtons);
  let last: HTMLButtonElement | null = null;
  /** One of the buttons is in the tab order: the last that had the focus, else the first. */
  const rove = (): void => {
    const buttons = reached();
    const stop = last && buttons.includes(last) ? last : buttons[0];
    buttons.forEach(button => (button.tabIndex = button === stop ? 0 : -1));
  };
  const onFocus = ({ target }: FocusEvent): void => {
    if (target instanceof HTMLButtonElement && reached().includes(target)) {
      last = target;
      rove();
    }
  };
  const onKey = toolbarKeys(reached, leave);
  listen<KeyboardEvent>(element, 'keydown', onKey);
  listen<FocusEvent>(element, 'focusin', onFocus);
  const find = (id: string): HTMLButtonElement | undefined =>
    enabledButtons(element).find(button => button.dataset.tool === id);
  const runTool = (tool: Tool | undefined): void => {
    if (tool?.off === undefined) {
      used();
      tool?.run?.();
    } else {
      sayOff(tool.off);
    }
  };
  /** What is shown, by id: a button that stays does what its tool now does. */
  let present = new Map<string, Tool>();
  /** The button of each, with all of it that is seen or said. */
  let drawn = new Map<string, { looks: string; button: HTMLButtonElement }>();

  const buttonOf = (tool: Tool): HTMLButtonElement =>
    toolButton({
      ...tool,
      run: () => runTool(present.get(tool.id)),
      menu: tool.menu && (() => present.get(tool.id)?.menu?.() ?? [])
    });

  return {
    element,
    rename(next) {
      ({ more = next.label } = next);
      element.setAttribute('aria-label', next.label);
      const menu = find('more');
      menu?.setAttribute('aria-label', more);
      menu?.setAttribute('title', more);
    },
    set(tools, narrow) {
      const shown = narrow ? tools.filter(tool => tool.keep) : tools;
      const hidden = narrow ? tools.filter(tool => !tool.keep) : [];
      const all =
        hidden.length === 0
          ? shown
          : [...shown, moreTool(hidden, more, element, runTool)];
      present = new Map(all.map(tool => [tool.id, tool]));
      // A running fit sets its tools many times a second, and the words of some change each time. A
      // button that is recreated, or moved, between press and release is never clicked.
      const next = all.map(tool => {
        const looks = JSON.stringify(looksOf(tool));
        const kept = drawn.get(tool.id);
        return kept?.looks === looks ? kept : { looks, button: buttonOf(tool) };
      });
      const buttons = next.map(({ button }) => button);
      drawn = new Map(next.map((made, at) => [all[at].id, made]));
      if (holds(element, buttons)) {
        return;
      }
      const focused = element.contains(document.activeElement)
        ? (document.activeElement as HTMLElement).dataset.tool
        : undefined;
      const stop =
        last && element.contains(last) ? last.dataset.tool : undefined;
      arrange(element, buttons);
      last = stop === undefined ? last : (find(stop) ?? null);
      rove();
      if (focused !== undefined) {
        const same = find(focused);
        // A button that is gone, or can no longer be pressed, cannot hold the focus.
        if (same === undefined) {
          leave();
        } else {
          same.focus();
        }
      }
    },
    join({ before = [], after = [] }) {
      joined.before.push(...before);
      joined.after.push(...after);
      for (const other of [...before, ...after]) {
        listen<KeyboardEvent>(other, 'keydown', onKey);
        listen<FocusEvent>(other, 'focusin', onFocus);
      }
      rove();
    },
    joinedChanged: rove,
    focus(id) {
      const [first] = reached();
      ((id === undefined ? undefined : find(id)) ?? first)?.focus();
    }
  };
}

/** Left and right move among the buttons, Home and End to the ends; Escape leaves. */
function toolbarKeys(
  reached: () => readonly HTMLButtonElement[],
  leave: () => void
): (event: KeyboardEvent) => void {
  return event => {
    const buttons = reached();
    const index = buttons.findIndex(
      button => button === document.activeElement
    );
    if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      const way = event.key === 'ArrowRight' ? 1 : -1;
      buttons[(index + way + buttons.length) % buttons.length]?.focus();
    } else if (event.key === 'Home') {
      buttons[0]?.focus();
    } else if (event.key === 'End') {
      buttons.at(-1)?.focus();
    } else if (event.key === 'Escape') {
      leave();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
}

/** Whether an element has just these children, in their order. */
function holds({ children }: Element, these: readonly Element[]): boolean {
  return (
    these.length === children.length &&
    these.every((each, at) => each === children[at])
  );
}

/** Makes elements the children of another, in their order; those that are there already are not moved. */
function arrange(host: Element, children: readonly Element[]): void {
  for (const child of [...host.children]) {
    if (!children.includes(child)) {
      child.remove();
    }
  }
  children.forEach((child, at) => {
    if (host.children[at] !== child) {
      host.insertBefore(child, host.children[at] ?? null);
    }
  });
}

/** All of a tool that is seen or said. */
function looksOf({
  id,
  label,
  title,
  pressed,
  off,
  look,
  menu
}: Tool): readonly unknown[] {
  return [
    id,
    contentText(label),
    title,
    pressed,
    off,
    look,
    menu !== undefined
  ];
}

function enabledButtons(element: HTMLElement): HTMLButtonElement[] {
  return [
    ...element.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')
  ].filter(button => button.closest('[hidden]') === null);
}

/** The ⋯ menu of a narrow view. A tool with a menu of its own opens that one in its place. */
function moreTool(
  tools: readonly Tool[],
  title: string,
  element: HTMLElement,
  runTool: (tool: Tool) => void
): Tool {
  return {
    id: 'more',
    label: '⋯',
    title,
    menu: () =>
      tools.map(tool => ({
        label: contentText(tool.label).replace(/\s*▾$/, ' …'),
        checked: tool.pressed,
        run: () => {
          const anchor =
            element.querySelector<HTMLElement>('[data-tool="more"]');
          if (tool.menu && anchor && tool.off === undefined) {
            openMenu(
              anchor,
              tool.menu(),
              tool.title ?? contentText(tool.label)
            );
          } else {
            runTool(tool);
          }
        }
      }))
  };
}

/** Makes the button of a tool; also used outside toolbars. */
export function toolButton(tool: LoneTool): HTMLButtonElement {
  const name = accessibleName(tool);
  const button = html(
    'button',
    {
      type: 'button',
      class: `jp-gatescope-button jp-gatescope-button-${tool.look ?? 'plain'}`,
      'data-tool': tool.id,
      tabindex: -1,
      title: tool.off ?? tool.title,
      'aria-label': name,
      // The title is in the name: as a description, too, it would be said twice.
      'aria-description': name === undefined ? undefined : '',
      'aria-disabled': tool.off === undefined ? undefined : 'true',
      'aria-pressed':
        tool.pressed === undefined ? undefined : String(tool.pressed),
      'aria-haspopup': tool.menu ? 'menu' : undefined,
      'aria-expanded': tool.menu ? 'false' : undefined,
      disabled: tool.disabled
    },
    tool.label
  );
  listen(button, 'click', () => {
    if (tool.menu && tool.off === undefined) {
      openMenu(button, tool.menu(), tool.title ?? contentText(tool.label));
    } else {
      tool.run?.();
    }
  });
  return button;
}

/**
 * What a screen reader calls a button: the longer words, with those that are seen in front when they
 * do not begin with them, so that a reader who says what is on the screen is understood.
 */
function accessibleName({
  label,
  title: words,
  off
}: Tool): string | undefined {
  const title = off ?? words;
  // A caret or an arrow is a drawing, no word.
  const seen = contentText(label)
    .replaceAll(/[▾▸▴◂◀▶■✕⋯●]/gu, '')
    .trim();
  return title === undefined ||
    !/[\p{L}\p{N}]/u.test(seen) ||
    title.toLowerCase().startsWith(seen.toLowerCase())
    ? title
    : `${seen}: ${title}`;
}

/**
 * The tools of a view are its own: with the same name in all, a list of buttons would not tell them apart.
 * The view around them has its whole name, which may be a long question: it is not said three times.
 */
export const toolbarWords = (
  view: string,
  translate: Translate
): ToolbarWords => ({
  label: translate('Tools of %1', shortName(view)),
  more: translate('More tools of %1', shortName(view))
});

/** Takes the first name alone: one that follows the step would be said again while a tool has the focus. */
export function firstOf(take: (name: string) => void): (name: string) => void {
  let isTaken = false;
  return name => {
    if (!isTaken) {
      isTaken = true;
      take(name);
    }
  };
}
