import { fill, html, listen, type Content } from './dom';

export interface MenuItem {
  readonly label: Content;
  /** Present for a choice of one among several: true for the present one. */
  readonly checked?: boolean;
  /** Why it does nothing now. The keys still reach it, and its words say why. */
  readonly off?: string;
  readonly run: () => void;
}

/**
 * Opens a menu below an element, in the browser's top layer (so that no scrolling output cuts it
 * off). Arrow keys, Home, End, Enter, Escape; it closes when the focus leaves. What is chosen leaves the
 * focus on the element; Escape leaves it where it was, which after a key is the picture.
 */
export function openMenu(
  anchor: HTMLElement,
  items: readonly MenuItem[],
  label: string
): void {
  const menu = html('div', {
    class: 'jp-gatescope-menu',
    role: 'menu',
    popover: 'manual',
    'aria-label': label
  });
  const stops: (() => void)[] = [];
  const host = anchor.closest('.jp-gatescope-view') ?? anchor.parentElement;
  const { tool } = anchor.dataset;
  /** The button of the menu: a toolbar that was redrawn meanwhile has another one. */
  const opener = (): HTMLElement =>
    (anchor.isConnected || tool === undefined
      ? null
      : host?.querySelector<HTMLElement>(
          `[data-tool="${CSS.escape(tool)}"]`
        )) ?? anchor;
  const before = document.activeElement;
  const former = (): HTMLElement =>
    before instanceof HTMLElement && host?.contains(before) === true
      ? before
      : opener();
  const close = (focus: HTMLElement | null): void => {
    for (const stop of stops.splice(0)) {
      stop();
    }
    opener().setAttribute('aria-expanded', 'false');
    menu.remove();
    focus?.focus();
  };
  const buttons = items.map(item => {
    const button = html(
      'button',
      {
        type: 'button',
        class: 'jp-gatescope-menu-item',
        role: item.checked === undefined ? 'menuitem' : 'menuitemradio',
        'aria-checked':
          item.checked === undefined ? undefined : String(item.checked),
        'aria-disabled': item.off === undefined ? undefined : 'true',
        title: item.off,
        tabindex: -1
      },
      html(
        'span',
        { class: 'jp-gatescope-menu-mark', 'aria-hidden': 'true' },
        item.checked ? '✓' : ''
      ),
      html(
        'span',
        {},
        item.label,
        item.off === undefined
          ? ''
          : html('span', { class: 'jp-gatescope-menu-why' }, item.off)
      )
    );
    stops.push(
      listen<MouseEvent>(button, 'click', event => {
        if (item.off === undefined) {
          holdPointer(event);
          close(opener());
          item.run();
        }
      })
    );
    return button;
  });
  fill(menu, buttons);
  host?.append(menu);
  menu.showPopover();
  placeMenu(menu, anchor);
  anchor.setAttribute('aria-expanded', 'true');

  const present = items.findIndex(item => item.checked);
  const usable = items.findIndex(({ off }) => off === undefined);
  (buttons[present] ?? buttons[usable] ?? buttons[0])?.focus();
  stops.push(
    listen<KeyboardEvent>(menu, 'keydown', event => {
      event.stopPropagation();
      const index = buttons.findIndex(
        button => button === document.activeElement
      );
      const target = menuTarget(event.key, index, buttons.length);
      if (target !== null) {
        event.preventDefault();
        buttons[target].focus();
      } else if (event.key === 'Escape' || event.key === 'Tab') {
        event.preventDefault();
        close(former());
      }
    }),
    listen<FocusEvent>(menu, 'focusout', event => {
      if (!menu.contains(event.relatedTarget as Node | null)) {
        close(null);
      }
    }),
    listen<PointerEvent>(
      document,
      'pointerdown',
      event => {
        if (!menu.contains(event.target as Node | null)) {
          close(null);
        }
      },
      { capture: true }
    ),
    listen(window, 'resize', () => close(null))
  );
}

/**
 * What comes to lie under the pointer when a menu closes was not pointed at: until the pointer moves, it
 * hears nothing of it.
 */
function holdPointer({ clientX, clientY }: MouseEvent): void {
  const hold = (event: MouseEvent): void => {
    // A click has whole pixels, a move has parts of them.
    if (
      Math.abs(event.clientX - clientX) < 1 &&
      Math.abs(event.clientY - clientY) < 1
    ) {
      event.stopImmediatePropagation();
    } else {
      stops.forEach(stop => stop());
    }
  };
  const stops = ['pointerover', 'pointermove'].map(type =>
    listen<MouseEvent>(window, type, hold, { capture: true })
  );
}

/** Which item a key moves to; null for a key that does not move. */
export function menuTarget(
  key: string,
  index: number,
  count: number
): number | null {
  if (count === 0) {
    return null;
  }
  switch (key) {
    case 'ArrowDown':
      return (index + 1) % count;
    case 'ArrowUp':
      return (index - 1 + count) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}

function placeMenu(menu: HTMLElement, anchor: HTMLElement): void {
  const box = anchor.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  const left = Math.min(box.left, innerWidth - size.width - 8);
  const below = box.bottom + 2;
  const top =
    below + size.height <= innerHeight - 4
      ? below
      : Math.max(4, box.top - size.height - 2);
  menu.style.left = `${Math.max(8, left)}px`;
  menu.style.top = `${top}px`;
}
