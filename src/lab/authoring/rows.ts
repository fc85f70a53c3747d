import { html } from '../../widgets/base/dom';
import { bareField, formButton } from './fields';

/** A list of rows of words that can be changed, taken away and added to. */
export interface RowsOptions<K extends string> {
  readonly id: string;
  /** The words of each row, by column; a row that is not whole is kept here and set nowhere. */
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
    readonly add: string;
  };
  readonly change: (rows: readonly Readonly<Record<K, string>>[]) => void;
}

/** Draws the rows, and a button that adds one. */
export function rows<K extends string>({
  id,
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
  const now = given.map(row => ({ ...row }));
  const isWhole = (row: Readonly<Record<K, string>>): boolean =>
    columns.every(({ key }) => row[key].trim() !== '');
  const told = (): void => {
    const whole = now.filter(isWhole);
    if (JSON.stringify(whole) !== JSON.stringify(given)) {
      change(whole);
    }
  };
  const append = (row: Record<K, string>, number: number): HTMLElement => {
    const item = html(
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
              told();
            }
          })
        )
      ),
      formButton({
        id: `${id}-${number}-remove`,
        label: '✕',
        title: words.remove(number),
        look: 'quiet',
        run: () => {
          now.splice(now.indexOf(row), 1);
          item.remove();
          told();
        }
      })
    );
    list.append(item);
    return item;
  };
  now.forEach((row, at) => append(row, at + 1));
  const add = formButton({
    id: `${id}-add`,
    label: words.add,
    look: 'quiet',
    run: () => {
      const row = empty();
      now.push(row);
      append(row, now.length)
        .querySelector<HTMLElement>('.jp-gatescope-field')
        ?.focus();
    }
  });
  return html('div', {}, list, add);
}
