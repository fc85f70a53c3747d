import { displayHost } from './displayHost';

/** Something shown that can be replaced. */
export interface DisplayHandle {
  readonly id: string;
  /** Shows other data in its place. */
  update(data: Readonly<Record<string, unknown>>): void;
}

let count = 0;

/**
 * Shows data of any MIME types below the notebook cell. The front end takes the richest that it
 * knows.
 *
 * @param data by MIME type, for instance `{ 'text/html': '<b>bold</b>', 'text/plain': 'bold' }`
 * @param options `id` names it, so that `update` (also of a later call with that id) replaces it
 * @throws TypeError when `data` is not an object
 */
export function display(
  data: Readonly<Record<string, unknown>>,
  {
    id,
    metadata
  }: {
    readonly id?: string;
    readonly metadata?: Readonly<Record<string, unknown>>;
  } = {}
): DisplayHandle {
  checkData('display', data);
  const name =
    id ?? `display-${++count}-${Math.random().toString(36).slice(2)}`;
  displayHost().display({ data, metadata }, name);
  return {
    id: name,
    update(next) {
      checkData('update', next);
      displayHost().update({ data: next }, name);
    }
  };
}

/** Shows HTML below the notebook cell. */
export function html(source: string): DisplayHandle {
  return display({ 'text/html': source, 'text/plain': source });
}

/** Shows Markdown below the notebook cell. */
export function markdown(source: string): DisplayHandle {
  return display({ 'text/markdown': source, 'text/plain': source });
}

/** Shows an SVG picture below the notebook cell. */
export function svg(source: string): DisplayHandle {
  return display({ 'image/svg+xml': source, 'text/plain': '<svg>' });
}

/**
 * Empties the output of the notebook cell.
 *
 * @param options with `wait` it is emptied only when something new is shown, which avoids flicker
 */
export function clearOutput({ wait = false }: { wait?: boolean } = {}): void {
  displayHost().clear(wait);
}

/**
 * Asks the reader for a line of text, in a box below the notebook cell.
 *
 * @param options with `password` the text is hidden while it is typed
 * @throws Error where nobody can be asked, for instance while a notebook is run by a program
 * @example
 * const name = await prompt('Your name?');
 */
export function prompt(
  question = '',
  { password = false }: { readonly password?: boolean } = {}
): Promise<string> {
  return displayHost().ask(String(question), password);
}

function checkData(name: string, data: unknown): void {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    throw new TypeError(
      `${name}: the data should be an object of values by MIME type, got ${data === null ? 'null' : Array.isArray(data) ? 'an array' : typeof data}`
    );
  }
}
