import { html } from '../../widgets/base/dom';
import { bareField, formButton } from './fields';

type Row = Readonly<Record<string, string>>;

/** Lists with a row that is not whole and so stands in no notebook cell, by what they are a list of. */
export type Drafts = Map<string, readonly Row[]>;

/** A list of rows of words that can be changed, taken away and added to. */
export interface RowsOptions<K extends string> {
  readonly id: string;
  /** Where rows that are not whole wait while the form is redrawn, and the list's name there. */
  readonly drafts: Drafts;
  readonly draft: string;
  /** The words of each row, by column; a row that is not whole is set nowhere. */
  readonly rows: readonly Readonly<Record<K, string>>[];
  readonly columns: readonly {
    readonly key: K;
    readonly look: 'line' | 'lines' | 'code';
    /** What the field is called, of the row with this number from 1. */
    readonly label: (number: number) => string;
    readonly placeholder?: string;
  }[];
  readonly words: {
    readonly remove: (number: number) => string;
    /** What is said of a row that is not whole. */
    readonly unfinished: (number: number) => string;
    readonly add: string;
  };
  readonly change: (rows: readonly Readonly<Record<K, string>>[]) => void;
}

/** Draws the rows, and a button that adds one. */
export function rows<K extends string>({
  id,
  drafts,
  draft,
  rows: given,
  columns,
  words,
  change
}: RowsOptions<K>): HTMLElement {
  const empty = (): Record<K, string> =>
    Object.fromEntries(columns.map(({ key }) => [key, ''])) as Record<
      K,
      string
    >;
  const list = html('ol', { class: 'jp-gatescope-author-rows' });
  const isWhole = (row: Readonly<Record<K, string>>): boolean =>
    columns.every(({ key }) => row[key].trim() !== '');
  const areGiven = (whole: readonly Row[]): boolean =>
    JSON.stringify(whole) === JSON.stringify(given);
  const before = (drafts.get(draft) ?? []) as readonly Record<K, string>[];
  // What the notebook says now comes first, where it is another than when they were left.
  const now = (
    before.length > 0 && areGiven(before.filter(isWhole))
      ? before
      : [...given, ...before.filter(row => !isWhole(row))]
  ).map(row => ({ ...row }));
  const keep = (): void => {
    if (now.every(isWhole)) {
      drafts.delete(draft);
    } else {
      drafts.set(
        draft,
        now.map(row => ({ ...row }))
      );
    }
  };
  const told = (): void => {
    keep();
    const whole = now.filter(isWhole);
    if (!areGiven(whole)) {
      change(whole);
    }
  };
  const item = (row: Record<K, string>, at: number): HTMLElement => {
    const number = at + 1;
    const note = html('p', {
      class: 'jp-gatescope-second jp-gatescope-author-unfinished'
    });
    note.textContent = words.unfinished(number);
    note.hidden = isWhole(row);
    // It keeps its place: what moves while a button is pressed is not clicked.
    const noteIt = (): void => {
      note.hidden &&= isWhole(row);
      note.style.visibility = isWhole(row) ? 'hidden' : 'visible';
    };
    noteIt();
    return html(
      'li',
      {},
      html(
        'div',
        { class: 'jp-gatescope-author-cells' },
        columns.map(({ key, look, label, placeholder }) =>
          bareField({
            id: `${id}-${number}-${key}`,
            label: label(number),
            look,
            placeholder,
            value: row[key],
            change: value => {
              row[key] = value;
              noteIt();
              told();
            }
          })
        ),
        note
      ),
      formButton({
        id: `${id}-${number}-remove`,
        label: '✕',
        title: words.remove(number),
        look: 'quiet',
        run: () => {
          now.splice(at, 1);
          draw();
          // The keys stay here: on the next row's button, the last row's, or the one that adds.
          const next =
            list.children[Math.min(at, now.length - 1)]?.querySelector(
              'button'
            ) ?? add;
          next.focus();
          told();
        }
      })
    );
  };
  // All of them: each is named by its number.
  const draw = (): void => list.replaceChildren(...now.map(item));
  const add = formButton({
    id: `${id}-add`,
    label: words.add,
    look: 'quiet',
    run: () => {
      now.push(empty());
      keep();
      draw();
      list.lastElementChild
        ?.querySelector<HTMLElement>('.jp-gatescope-field')
        ?.focus();
    }
  });
  draw();
  return html('div', {}, list, add);
}
