/**
 * Names without the words that all of them begin with, as far as each still says something: of
 * `LSTM, forget bias 0` and `LSTM, forget bias 3` the last common word stays, `bias 0` and `bias 3`.
 */
export function namesApart(names: readonly string[]): string[] {
  const words = names.map(name => name.split(' '));
  const [first = []] = words;
  const common =
    names.length < 2
      ? 0
      : first.findIndex((word, at) =>
          words.some(each => each[at] !== word || each.length === at + 1)
        );
  // `=` says nothing of what stands before it.
  const kept = /\p{L}/u.test(first[common - 1] ?? '') ? common - 1 : common;
  return words.map(each => each.slice(Math.max(0, kept)).join(' '));
}
