// Numbers in words in three languages, as the npm package n2words writes them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { counted, csv, fromFetched, write, writePage } from './data-tools.mjs';

/** The parts of German number words, the longest first, so that "sechzehn" is not "sech" and "zehn". */
const GERMAN_PARTS = [
  ...['null', 'ein', 'eins', 'zwei', 'drei', 'vier', 'fünf', 'sechs'],
  ...['sieben', 'acht', 'neun', 'zehn', 'elf', 'zwölf', 'dreizehn'],
  ...['vierzehn', 'fünfzehn', 'sechzehn', 'siebzehn', 'achtzehn', 'neunzehn'],
  ...['zwanzig', 'dreißig', 'vierzig', 'fünfzig', 'sechzig', 'siebzig'],
  ...['achtzig', 'neunzig', 'hundert', 'tausend', 'und']
].sort((a, b) => b.length - a.length);

/** "einundzwanzig" as "ein und zwanzig". */
function germanParts(word) {
  const parts = [];
  for (let rest = word; rest !== ''; rest = rest.slice(parts.at(-1).length)) {
    const part = GERMAN_PARTS.find(each => rest.startsWith(each));
    if (part === undefined) {
      throw new Error(`no German number word begins ${rest}`);
    }
    parts.push(part);
  }
  return parts.join(' ');
}

export async function numberWords() {
  const version = '4.0.0';
  const { spoken, licence } = await fromFetched(
    'n2words',
    version,
    async folder => ({
      spoken: await Promise.all(
        ['en-US', 'de-DE', 'fr-FR'].map(
          async language =>
            (await import(join(folder, 'src', `${language}.js`))).toCardinal
        )
      ),
      licence: readFileSync(join(folder, 'LICENSE'), 'utf8').trim()
    })
  );
  const [english, german, french] = spoken;
  const apart = text => text.replaceAll('-', ' ');
  // All of up to three digits, and as many of four: steps of a prime around the ring of 9000 spread them
  // so that no digit follows from the others.
  const large = Array.from(
    { length: 1000 },
    (_, at) => 1000 + ((7919 * at) % 9000)
  );
  const all = [
    ...Array.from({ length: 1000 }, (_, at) => at),
    ...large.sort((a, b) => a - b)
  ];
  const rows = all.map(number => [
    number,
    apart(english(number)),
    germanParts(german(number)),
    apart(french(number))
  ]);
  write(
    'numbers.csv',
    csv([['number', 'english', 'german', 'french'], ...rows])
  );
  writePage(
    'numbers',
    'Numbers in words, in English, German and French',
    {
      'one row': 'a number, and how three languages say it',
      size: `${counted(rows.length)} numbers`,
      source:
        'Wael Tellat: the npm package n2words, <https://github.com/forzagreen/n2words>',
      licence: 'MIT, <https://opensource.org/license/mit>'
    },
    `All numbers below 1000, and as many of four digits, spread evenly. Each word stands apart: hyphens are left out, and German numbers, which are written in one word (“einundzwanzig”), are cut into their parts (“ein und zwanzig”). English as in the United States, without “and”; French as in France.

Written by the npm package n2words ${version}, languages en-US, de-DE and fr-FR, under the MIT licence:

${licence}
`
  );
}
