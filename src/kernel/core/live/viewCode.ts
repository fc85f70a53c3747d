import type { History, Showable } from '../../../engine';
import { EncoderDecoder, Sequential } from '../../../engine';
import type { MethodParameters } from '../../../trace';
import type { Scope } from '../cells/scope';
import { isHistory, isRun } from './kindOf';

/** The name under which notebook cells know an object, if any. */
export function nameOf(
  scope: Scope,
  result: Showable | undefined
): string | null {
  return result === undefined
    ? null
    : (scope.names().find(name => scope.value(name) === result) ?? null);
}

/** An expression by which they know a training: its own name, or by way of the network. */
export function historyName(scope: Scope, history: History): string | null {
  const own = nameOf(scope, history);
  if (own !== null) {
    return own;
  }
  const name = scope.names().find(each => {
    const value = scope.value(each);
    return (
      (value instanceof Sequential || value instanceof EncoderDecoder) &&
      value.history === history
    );
  });
  return name === undefined ? null : `${name}.history!`;
}

/**
 * The lines that show a result again as a view shows it now; empty where notebook cells have no name
 * for it.
 */
export function viewCode(
  scope: Scope,
  result: Showable,
  {
    view,
    step,
    unit,
    sequence,
    title,
    howToRead,
    ...choice
  }: Omit<MethodParameters['code'], 'id'>
): string {
  const name = isHistory(result)
    ? historyName(scope, result)
    : nameOf(scope, result);
  if (name === null) {
    return '';
  }
  const words = wordsOfShow(result, { title, howToRead }, sequence);
  if (view === 'weights') {
    return `import { show, weightsByGate } from 'gatescope';\nshow(weightsByGate(${name})${argument(words)});`;
  }
  const options = { ...words, view, ...choice, step, unit, sequence };
  return `import { show } from 'gatescope';\nshow(${name}${argument(options)});`;
}

type Words = Pick<MethodParameters['code'], 'title' | 'howToRead'>;

/** Of the words around a view those that `show` was given: the others its result says by itself. */
function wordsOfShow(
  result: Showable,
  { title, howToRead }: Words,
  sequence?: number
): Words {
  if (title === undefined && howToRead === undefined) {
    return {};
  }
  const own =
    sequence !== undefined && isRun(result)
      ? result.toBundle({ sequence })
      : result.toBundle();
  return {
    ...(title !== own.title && { title }),
    ...(howToRead !== own.howToRead && { howToRead })
  };
}

/** Options as one more argument of a call; nothing where none is given. */
function argument(options: object): string {
  const words = literal(options);
  return words === '{}' ? '' : `, ${words}`;
}

/** Options as they are written in code; what is not given is left out. */
function literal(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(literal).join(', ')}]`;
  }
  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(value);
  }
  const entries = Object.entries(value).flatMap(([name, each]) =>
    each === undefined ? [] : `${name}: ${literal(each)}`
  );
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
