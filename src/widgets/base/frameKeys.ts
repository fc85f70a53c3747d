import type { Cursor, ViewContext } from '../context';
import { fill, html, listen, contentText } from './dom';
import { isField, type FrameTable } from './frameTable';
import { leaveView } from './leaveView';
import { keyAction, keyHelp } from './keys';
import type { KeyAction } from '../../scene/words/keyAction';
import type { Toolbar } from './tools';

export interface FrameKeysOptions {
  readonly element: HTMLElement;
  readonly picture: HTMLElement;
  /** Where the keys are told. */
  readonly help: HTMLElement;
  readonly title: HTMLElement;
  readonly toolbar: Toolbar;
  readonly table: FrameTable;
  readonly hasTable: boolean;
  readonly context: ViewContext;
  /** What keys do that do in this view what they do in no other, as the list of keys says it. */
  readonly keyWords?: Readonly<Record<string, string>>;
  readonly describes?: 'lines' | 'words';
  /** Answers a key of the view's own; true when it was used. */
  readonly onKey?: (action: KeyAction) => boolean;
  /** The cursor that Enter pins. */
  readonly pins: Cursor | null;
  /** Has a screen reader say something. */
  readonly say: (words: string) => void;
  /** Who moves it. */
  readonly mover: () => object;
}

/** What is asked for from anywhere in a view; all other keys are those of the picture. */
const EVERYWHERE: readonly KeyAction[] = [
  'leave',
  'table',
  'tools',
  'help',
  'undo',
  'redo',
  'describe',
  'describeLine'
];

/** Follows the keys in a view; returns the way to stop. */
export function followKeys(options: FrameKeysOptions): () => void {
  const { element, picture } = options;
  return listen<KeyboardEvent>(element, 'keydown', event => {
    if (event.defaultPrevented) {
      return;
    }
    const action = keyAction(event);
    if (isField(event.target)) {
      // From a field, too, Escape closes the table: beyond it is the notebook, where letters delete cells.
      if (action === 'leave') {
        leaveTable(event, options);
      }
      return;
    }
    if (
      action !== null &&
      (event.target === picture || EVERYWHERE.includes(action)) &&
      (isOfFrame(action, options) ||
        (options.onKey?.(action) ?? false) ||
        isLeft(action, options))
    ) {
      event.preventDefault();
      event.stopPropagation();
    }
  });
}

/** Closes the table that a field is in; what was typed is taken, as it is when the field is left. */
function leaveTable(
  event: KeyboardEvent,
  { table }: Pick<FrameKeysOptions, 'table'>
): void {
  const field = event.target as HTMLElement;
  if (table.element.contains(field)) {
    field.blur();
    table.show(false);
    event.preventDefault();
    event.stopPropagation();
  }
}

/** The keys that every frame answers before its view is asked. */
function isOfFrame(
  action: KeyAction,
  {
    help,
    title,
    toolbar,
    table,
    hasTable,
    context,
    keyWords,
    describes,
    say
  }: FrameKeysOptions
): boolean {
  switch (action) {
    case 'table':
      if (hasTable) {
        table.show(!table.shown);
      }
      return hasTable;
    case 'tools':
      toolbar.focus();
      return true;
    case 'views':
      title.querySelector('button')?.click();
      return context.views !== undefined;
    case 'sequences':
      toolbar.element
        .querySelector<HTMLElement>('[data-tool="sequence"]')
        ?.click();
      return context.sequences !== undefined;
    case 'help':
      help.hidden = !help.hidden;
      fill(
        help,
        keyHelp(describes).map(([keys, words]) =>
          html(
            'span',
            {},
            html('kbd', {}, keys),
            ` ${keyWords?.[keys] ?? context.translate(words)}`
          )
        )
      );
      say(
        help.hidden
          ? context.translate('The list of keys is closed.')
          : Array.from(help.children, contentText).join('; ')
      );
      return true;
    case 'leave':
      if (table.shown) {
        table.show(false);
        return true;
      }
      if (!help.hidden) {
        help.hidden = true;
        return true;
      }
      return false;
    default:
      return false;
  }
}

/** The keys that are left over. */
function isLeft(
  action: KeyAction,
  { element, pins, mover }: FrameKeysOptions
): boolean {
  if (action === 'pin' && pins && pins.position.step !== null) {
    pins.move({ pinned: !pins.position.pinned }, mover());
    return true;
  }
  if (action === 'leave') {
    leaveView(element);
    return true;
  }
  return false;
}
