import { mimeTypes, type BundleKind } from '../../trace';
import type { Translate } from '../../widgets/context';

/** An output of a notebook cell, as its model has it. */
export interface OutcomeOutput {
  readonly data: Readonly<Record<string, unknown>>;
  /** Of an error: its name and its first line. */
  readonly error?: string;
}

/** More of a text is looked up, not heard. */
const LONGEST = 120;

/**
 * What a screen reader is told when a notebook cell has run: its error, what it asks, or what it shows.
 */
export function cellOutcome(
  outputs: readonly OutcomeOutput[],
  translate: Translate
): string {
  const error = outputs.find(each => each.error !== undefined)?.error;
  if (error !== undefined) {
    return translate('The notebook cell ended with an error: %1', cut(error));
  }
  const shown = outputs.flatMap(({ data }) =>
    Object.entries(mimeTypes)
      .filter(([, type]) => Object.hasOwn(data, type))
      .map(([kind, type]) => ({ kind: kind as BundleKind, data: data[type] }))
  );
  const [last] = shown.slice(-1);
  const question = textIn(last?.data, 'question');
  if (last?.kind === 'prediction' && question !== null) {
    return translate('A guess is asked for: %1', cut(question));
  }
  if (last?.kind === 'questions') {
    return translate('The notebook cell asks questions.');
  }
  if (last?.kind === 'history') {
    return translate('Training has ended. Its curves are shown.');
  }
  return shown.length > 0
    ? translate('The notebook cell has run and shows a picture.')
    : translate('The notebook cell has run.');
}

function textIn(data: unknown, field: string): string | null {
  const value: unknown =
    typeof data === 'object' && data !== null && Object.hasOwn(data, field)
      ? (data as Readonly<Record<string, unknown>>)[field]
      : null;
  return typeof value === 'string' ? value : null;
}

const cut = (text: string): string =>
  text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
