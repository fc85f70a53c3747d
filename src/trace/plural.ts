/**
 * More than one of what an English noun names: `days`, `queries`, `boxes`.
 *
 * @example
 * ```ts
 * plural('query'); // 'queries'
 * ```
 */
export function plural(noun: string): string {
  // Of several words the first is counted: `days of the year`.
  const [, first, rest] =
    /^(\S+)( (?:of|by|in|per|at|on|for) .*)$/.exec(noun) ?? [];
  if (first !== undefined) {
    return `${plural(first)}${rest}`;
  }
  return /[^aeiou]y$/i.test(noun)
    ? `${noun.slice(0, -1)}ies`
    : /(?:[sxz]|[cs]h)$/i.test(noun)
      ? `${noun}es`
      : `${noun}s`;
}
