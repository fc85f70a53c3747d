import { terms, type GlossaryTerm, type TermName } from './terms';

/** Begins the class that marks a term in a text; its name follows. */
export const TERM_CLASS = 'jp-gatescope-term-';

/** Phrases that hold a word of the glossary in another sense. */
const others = [
  'notebook cell',
  'notebook cells',
  'code cell',
  'out of control'
];

/**
 * What holds no prose: fenced code, folds, formulas that stand alone, headings, links, HTML.
 * Inline code and inline formulas are read: some of them are terms.
 */
const passed =
  /^```[\s\S]*?^```|<details[\s\S]*?<\/details>|\$\$[\s\S]*?\$\$|^#{1,6} .*$|!?\[[^\]]*\]\([^)]*\)|<span class="jp-gatescope-term-[^>]*>.*?<\/span>|<[^>]*>/gm;

const byWord = new Map<string, TermName>(
  (Object.entries(terms) as [TermName, GlossaryTerm][]).flatMap(
    ([name, { words }]) => words.map(word => [folded(word), name] as const)
  )
);

/** Every way in which a term or another phrase can stand, the longest first; then any code or formula. */
const phrases = new RegExp(
  [
    '`[^`\\n]+`',
    '\\$[^$\\n]+\\$',
    ...[...byWord.keys(), ...others]
      .filter(word => !/^[`$]/.test(word))
      .sort((one, other) => other.length - one.length)
      .map(word => `(?<![\\w-])${word}(?![\\w-])`)
  ].join('|'),
  'gi'
);

/** The terms of the glossary in a text, in order; those that are marked already are passed over. */
export function termsIn(
  text: string
): { name: TermName; at: number; length: number }[] {
  const gaps = [...text.matchAll(passed)].map(({ index, 0: { length } }) => ({
    from: index,
    to: index + length
  }));
  return [...text.matchAll(phrases)].flatMap(({ index, 0: found }) => {
    const name = byWord.get(folded(found));
    const hidden = gaps.some(
      ({ from, to }) => index < to && index + found.length > from
    );
    return name === undefined || hidden
      ? []
      : [{ name, at: index, length: found.length }];
  });
}

/**
 * Markdown texts of a notebook with each term marked where it stands first. A mark is a span with a
 * class: where nobody knows the class, the text is as it was.
 *
 * @param texts in reading order
 * @example
 * ```ts
 * withTerms(['One seed.', 'Another seed.'])[0];
 * // 'One <span class="jp-gatescope-term-seed">seed</span>.'
 * ```
 */
export function withTerms(texts: readonly string[]): string[] {
  const seen = new Set<TermName>(texts.flatMap(markedIn));
  return texts.map(text => {
    let marked = '';
    let done = 0;
    for (const { name, at, length } of termsIn(text)) {
      if (!seen.has(name)) {
        seen.add(name);
        const word = text.slice(at, at + length);
        marked += `${text.slice(done, at)}<span class="${TERM_CLASS}${name}">${word}</span>`;
        done = at + length;
      }
    }
    return marked + text.slice(done);
  });
}

/** The terms that are marked in a text. */
export function markedIn(text: string): TermName[] {
  return [
    ...text.matchAll(/<span class="jp-gatescope-term-([A-Za-z]+)">/g)
  ].flatMap(([, name]) => (isTerm(name) ? [name] : []));
}

/** What a term means; null for a name that the glossary does not have. */
export function meaningOf(
  name: string
): (typeof terms)[TermName]['meaning'] | null {
  return isTerm(name) ? terms[name].meaning : null;
}

function isTerm(name: string): name is TermName {
  return Object.hasOwn(terms, name);
}

/** Words count in either case; symbols and code as they stand. */
function folded(word: string): string {
  return /^[`$]/.test(word) ? word : word.toLowerCase();
}
