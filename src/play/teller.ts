import { html, putInto } from '../widgets/base/dom';
import { keyAction } from '../widgets/base/keys';
import type { KeyAction } from '../scene/words/keyAction';
import { createTableBox, type TableBox } from '../widgets/base/tableBox';
import { untranslated } from '../scene/words/translate';
import type { CursorPosition } from '../widgets/context';
import type { Translate } from '../scene/words/translate';
import { describerOf } from '../widgets/describe/describerOf';
import type { ShownLines } from '../widgets/describe/line';
import { button } from './pagePart';
import { linesTable } from './playLines';

/** Describes a picture in words, has it heard and shows its numbers: by keys on it, and by buttons below it. */
export interface Teller {
  readonly element: HTMLElement;
  /** Answers a key that was pressed on the picture; true when it was used. */
  key(event: KeyboardEvent): boolean;
  /** Drops what was said of another picture than the one that has this name now; an open table follows. */
  follow(picture: string): void;
}

/** The words of a view speak of a run's steps. */
const translate: Translate = (text, ...args) =>
  untranslated(text.replace(/%(steps?)/g, '$1'), ...args);

const KEYS =
  'Arrow keys: another place. T: its numbers as a table. D: describe the picture; again: the next thing. Shift + D: describe only the line that the cursor is on. G: go to what was described. H, L, J: go to the highest value, the lowest, the largest change. P: hear the line; again: stop. Shift + P: hear it slowly. O: hear the present place alone.';

/** What is said of a sound, or of nothing new, is not of an epoch. */
const WITHOUT_EPOCH: readonly KeyAction[] = [
  'goThere',
  'hear',
  'hearSlowly',
  'hearStep'
];

/**
 * @param name the picture, in the middle of a sentence
 * @param readout the number that is read of it
 */
export function createTeller(
  name: string,
  readout: HTMLElement,
  given: {
    /** What the picture shows; null while there is nothing. */
    shown(): ShownLines | null;
    /** Of which network and epoch that is. */
    of(): string;
    step(): number;
    /** What stands in the table beside the lines: what is read at each place. */
    reads?(): readonly string[] | undefined;
    /** Moves the cursor to what was found. */
    move(to: Partial<CursorPosition>): void;
  }
): Teller {
  const told = html('p', { class: 'play-told', role: 'status' });
  const tables = html('div', { class: 'play-table', hidden: true });
  let box: TableBox | null = null;
  let drawn: readonly unknown[] = [];
  let of = '';
  let picture = '';
  const tell = (words: string): void => {
    // The same words once more are said only where the page has changed.
    told.textContent = words === told.textContent ? `${words}\u00a0` : words;
  };
  const describer = describerOf(given.shown)({
    translate,
    say: words => tell(of + words),
    step: given.step,
    move: given.move
  });
  const refresh = (): void => {
    const shown = tables.hidden ? null : given.shown();
    if (shown && (!box || shown.of.some((each, at) => each !== drawn[at]))) {
      drawn = shown.of;
      box ??= createTableBox({
        tables: [
          {
            label: name,
            make: () => linesTable(given.shown()!, given.of(), given.reads?.())
          }
        ],
        translate,
        say: tell
      });
      box.refresh();
      putInto(tables, box.element);
    }
  };
  const toggleTable = (): boolean => {
    if (tables.hidden && !given.shown()) {
      tell('Nothing is learned yet.');
      return true;
    }
    tables.hidden = !tables.hidden;
    opener.setAttribute('aria-expanded', String(!tables.hidden));
    refresh();
    (tables.hidden ? opener : box!.element).focus();
    return true;
  };
  const act = (action: KeyAction | null): boolean => {
    if (action === null) {
      return false;
    }
    if (action === 'help') {
      tell(KEYS);
      return true;
    }
    if (action === 'table') {
      return toggleTable();
    }
    of = WITHOUT_EPOCH.includes(action) ? '' : `${given.of()}: `;
    const used = describer.key(action);
    // A sound says at its end what it was.
    of = '';
    if (!used && (action === 'describe' || action === 'hear')) {
      tell('Nothing is learned yet.');
      return true;
    }
    return used;
  };
  const press = (words: string, action: KeyAction): HTMLElement => {
    const made = button('play-link', words, () => act(action));
    made.setAttribute('aria-label', `${words} ${name}`);
    return made;
  };
  const opener = press('Table', 'table');
  opener.setAttribute('aria-expanded', 'false');
  return {
    element: html(
      'div',
      { class: 'play-tell' },
      press('Describe', 'describe'),
      press('Hear', 'hear'),
      opener,
      readout,
      told,
      tables
    ),
    key: event => act(keyAction(event)),
    follow(next) {
      if (next !== picture) {
        picture = next;
        told.textContent = '';
      }
      refresh();
    }
  };
}
