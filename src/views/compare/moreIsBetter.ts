/** Words of scores of which less is better, a number behind them or not: `error24`. */
const LESS =
  /^(errors?|loss(es)?|(cross)?entropy|perplexity|huber|hinge|ma?e|ma?pe|r?mse)\d*$/;

/** Words of scores of which more is better. */
const MORE = /^(accuracy|accuracies|precision|recall|f1|r2|r²|auc|auroc)$/;

/** `meanSquaredError` as `mean`, `squared`, `error`. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);

/**
 * Whether more of a score is better, as whole words of its name say; null where they do not: nobody
 * knows which way `Sharpe` goes. An error remains one whatever it is of: the error of a recall.
 *
 * @example
 * ```ts
 * moreIsBetter('accuracy'); // true
 * moreIsBetter('error24'); // false
 * moreIsBetter('inaccuracy'); // null
 * ```
 */
export function moreIsBetter(name: string): boolean | null {
  const words = wordsOf(name);
  return words.some(word => LESS.test(word))
    ? false
    : words.some(word => MORE.test(word))
      ? true
      : null;
}
