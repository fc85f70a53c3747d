/**
 * What stands between the tokens of a text when it is written out: nothing between characters, a space
 * between words. Bundles of before `level` do not say which these are: there words of one letter are
 * taken for characters.
 *
 * @example
 * ```ts
 * betweenTokens({ tokens: ['a', 'b'], level: 'word' }); // ' '
 * ```
 */
export function betweenTokens({
  tokens,
  level
}: {
  readonly tokens: readonly string[];
  readonly level?: 'word' | 'character';
}): '' | ' ' {
  const areCharacters =
    level === undefined
      ? tokens.some(token => /\s/.test(token)) ||
        tokens.every(token => [...token].length <= 1)
      : level === 'character';
  return areCharacters ? '' : ' ';
}
