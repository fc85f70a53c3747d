import { requireObject, requireText } from '../../../engine/base/check';
import {
  flag,
  object,
  options as reader,
  text
} from '../../../engine/base/options';
import { displayHost } from './displayHost';

/** Something shown that can be replaced. */
export interface DisplayHandle {
  readonly id: string;
  /** Shows other data in its place. */
  update(data: Readonly<Record<string, unknown>>): void;
}

/** Options of `display`. */
export interface DisplayOptions {
  /** A name, so that `update` (also of a later call with it) replaces what is shown. */
  readonly id?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

const readDisplay = reader('display', {
  id: text.optional(),
  metadata: object<Readonly<Record<string, unknown>>>().optional()
});
const readClear = reader('clearOutput', { wait: flag.or(false) });
const readPrompt = reader('prompt', { password: flag.or(false) });

let count = 0;

/**
 * Shows data of any MIME types below the notebook cell. The front end takes the richest that it
 * knows.
 *
 * @param data by MIME type, for instance `{ 'text/html': '<b>bold</b>', 'text/plain': 'bold' }`
 * @param options `id` names it, so that `update` (also of a later call with that id) replaces it
 * @throws TypeError when `data` is no object, or an option is none or of another type
 */
export function display(
  data: Readonly<Record<string, unknown>>,
  options: DisplayOptions = {}
): DisplayHandle {
  requireObject('display', 'data', data);
  const { id, metadata } = readDisplay(options);
  const name =
    id ?? `display-${++count}-${Math.random().toString(36).slice(2)}`;
  displayHost().display({ data, metadata }, name);
  return {
    id: name,
    update(next) {
      requireObject('update', 'data', next);
      displayHost().update({ data: next }, name);
    }
  };
}

/** Shows HTML below the notebook cell. */
export function html(source: string): DisplayHandle {
  requireText('html', 'source', source);
  return display({ 'text/html': source, 'text/plain': source });
}

/** Shows Markdown below the notebook cell. */
export function markdown(source: string): DisplayHandle {
  requireText('markdown', 'source', source);
  return display({ 'text/markdown': source, 'text/plain': source });
}

/** Shows an SVG picture below the notebook cell. */
export function svg(source: string): DisplayHandle {
  requireText('svg', 'source', source);
  return display({ 'image/svg+xml': source, 'text/plain': '<svg>' });
}

/**
 * Empties the output of the notebook cell.
 *
 * @param options with `wait` it is emptied only when something new is shown, which avoids flicker
 */
export function clearOutput(options: { wait?: boolean } = {}): void {
  displayHost().clear(readClear(options).wait);
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
  options: { readonly password?: boolean } = {}
): Promise<string> {
  return displayHost().ask(String(question), readPrompt(options).password);
}
