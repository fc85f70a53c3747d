/**
 * More than one of what an English noun names: `days`, `queries`, `boxes`.
 *
 * @example
 * ```ts
 * plural('query'); // 'queries'
 * ```
 */
export function plural(noun: string): string {
  return /[^aeiou]y$/i.test(noun)
    ? `${noun.slice(0, -1)}ies`
    : /(?:[sxz]|[cs]h)$/i.test(noun)
      ? `${noun}es`
      : `${noun}s`;
}
