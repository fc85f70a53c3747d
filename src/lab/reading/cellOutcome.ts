import { unwritten } from '../../exercises/metadata';
import { mimeTypes, type BundleKind } from '../../trace';
import type { Translate } from '../../scene/words/translate';

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
 *
 * @param isTest whether it is the test of an exercise; one that passes here has no points yet, for it met
 *   what the notebook has computed so far, and not the answer as it stands in its notebook cell
 */
export function cellOutcome(
  outputs: readonly OutcomeOutput[],
  translate: Translate,
  isTest = false
): string {
  const error = outputs.find(each => each.error !== undefined)?.error;
  if (error?.includes(unwritten)) {
    return unwrittenLine(translate);
  }
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
    return questionsWords(last.data, translate);
  }
  const verdict = textIn(last?.data, 'message');
  if (last?.kind === 'check' && isTest && verdict !== null) {
    return translate(
      'The test has run: %1 Only Check, below the answer, counts it.',
      cut(verdict)
    );
  }
  if (last?.kind === 'history') {
    return translate('Training has ended. Its curves are shown.');
  }
  return shown.length > 0
    ? translate('The notebook cell has run and shows a picture.')
    : translate('The notebook cell has run.');
}

/** Where an answer that nobody has written yet was run, in place of its error. */
export const unwrittenLine = (translate: Translate): string =>
  translate('Not written yet: write the answer of this exercise first.');

/** One question is said, of more their number; what an output says of itself is not relied on. */
function questionsWords(data: unknown, translate: Translate): string {
  const items = valueIn(data, 'items');
  if (!Array.isArray(items) || items.length === 0) {
    return translate('The notebook cell asks questions.');
  }
  const first = textIn(items[0], 'question');
  return items.length === 1 && first !== null
    ? translate('A question is asked: %1', cut(first))
    : translate('The notebook cell asks questions: %1.', items.length);
}

function textIn(data: unknown, field: string): string | null {
  const value = valueIn(data, field);
  return typeof value === 'string' ? value : null;
}

function valueIn(data: unknown, field: string): unknown {
  return typeof data === 'object' && data !== null && Object.hasOwn(data, field)
    ? (data as Readonly<Record<string, unknown>>)[field]
    : null;
}

const cut = (text: string): string =>
  text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;

/** The first line of an error's name and message. */
export function errorWords(ename: unknown, evalue: unknown): string {
  return [ename, evalue]
    .filter(each => typeof each === 'string' && each !== '')
    .join(': ')
    .split('\n')[0];
}
