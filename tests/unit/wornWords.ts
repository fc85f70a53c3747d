/**
 * Words that a reader stumbles over: out of use, translated word by word, or spelled as nowhere else
 * here. Beside each what to write.
 */
export const WORN: Readonly<Record<string, RegExp>> = {
  'if you, anyone who': /\bwhoever\b/i,
  'more often': /\boftener\b/i,
  expensive: /\bdear(er|est)?\b/i,
  percent: /\bper cent\b/i,
  'people say': /\bone says\b(?! so)/i,
  'from, by': /\bis told by\b/i,
  'for every seed': /\bwith every seed\b/i,
  'is true of': /\bholds for\b/i,
  forever: /\bfor ever\b/i,
  around: /\bother way round\b|\bturn(s|ed)? round\b/i,
  'what happens to': /\bwhat becomes of\b/i,
  'depends on': /\bhangs? on\b/i,
  disagree: /\bof one mind\b/i,
  'for lack of': /\bfor want of\b/i,
  'one more': /\bone (day|step|unit|month|word) more\b/i,
  'almost everything': /\bnext to everything\b/i,
  'simplifies, derives from': /\bcomes of the\b/i,
  'each cell’s best': /\bbest of its own\b/i,
  'the network of seed 1': /\bfirst network\b/i,
  'of 7 so far': /\bso far, of\b/i,
  held: /(?<!-)\bclamped\b/i,
  'US spelling':
    /\bneighbour|\bcolour|\blabelled\b|\bnormalis|\boptimis(?!m)|\bjudgement\b|\bbehaviour/
};

/** What a student reads is closer to speech: here these words are too stiff as well. */
export const STIFF: Readonly<Record<string, RegExp>> = {
  'is, comes, means': /(?<!can )\bstands?\b(?! (for|out|still)\b)/i,
  instead: /\bin place of\b/i,
  again: /\banew\b/i,
  'should, must': /\b(is|are) to be\b(?! found)/i
};

/** A text and where a user reads it. */
export interface Passage {
  readonly place: string;
  readonly text: string;
}

/** One line for each worn word of each text. */
export function wornIn(
  passages: readonly Passage[],
  words: Readonly<Record<string, RegExp>>
): string[] {
  return passages.flatMap(({ place, text }) =>
    Object.entries(words)
      .filter(([, worn]) => worn.test(text))
      .map(([better, worn]) => {
        const [found] = worn.exec(text)!;
        return `${place}: “${found}” (write: ${better}) in: ${text.slice(0, 160)}`;
      })
  );
}
