// Nine speakers of Japanese, as the Python package aeon ships them.
import { counted, csv, fromWheel, write, writePage } from './data-tools.mjs';

const FOLDER = 'aeon/datasets/data/JapaneseVowels/JapaneseVowels_';

/** The sequences of a file in sktime's format: a line each, its series apart by colons. */
function sequencesOf(text, part) {
  const lines = text.split(/\r?\n/);
  return lines
    .slice(lines.indexOf('@data') + 1)
    .filter(line => line !== '')
    .map(line => {
      const series = line.split(':');
      const speaker = series.pop();
      const values = series.map(each => each.split(',').map(Number));
      const steps = values[0].map((_, step) =>
        values.map(each => Math.round(1000 * each[step])).join(' ')
      );
      return [part, speaker, steps.join(' ')];
    });
}

export async function vowels() {
  const version = '1.6.0';
  const rows = await fromWheel('aeon', version, read =>
    ['TRAIN', 'TEST'].flatMap(part =>
      sequencesOf(
        read(`${FOLDER}${part}.ts`).toString('utf8'),
        part.toLowerCase()
      )
    )
  );
  const training = rows.filter(([part]) => part === 'train').length;
  write('vowels.csv', csv([['part', 'speaker', 'values'], ...rows]));
  writePage(
    'vowels',
    'Nine speakers say two vowels',
    {
      'one sequence':
        'an utterance of 7 to 29 steps, 12 numbers each, a step every 6.4 ms',
      size: `${counted(rows.length)} utterances of nine men`,
      units: 'LPC cepstrum, a pure number',
      source:
        'M. Kudo, J. Toyama and M. Shimbo (1999): Japanese Vowels, UCI Machine Learning Repository, <https://doi.org/10.24432/C5NS47>',
      licence: 'CC BY 4.0, <https://creativecommons.org/licenses/by/4.0/>'
    },
    `Each time one of the men says the Japanese vowels a and e, one behind the other: ${training} utterances to learn from, 30 of each speaker, and ${rows.length - training} for the test, as the collectors split them.

| column | what |
| --- | --- |
| \`part\` | train or test |
| \`speaker\` | 1 to 9 |
| \`values\` | 12 numbers a step, 7 to 29 steps one behind the other, in thousandths |

The 12 numbers of a step are the LPC cepstrum of one frame of the sound: its shape over the frequencies, in a few numbers. A frame is 25.6 ms long, one every 6.4 ms.

Please cite: “Multidimensional Curve Classification Using Passing-Through Regions”, Pattern Recognition Letters 20 (1999).

Taken from \`JapaneseVowels_TRAIN.ts\` and \`JapaneseVowels_TEST.ts\` of the Python package aeon ${version}; rounded to thousandths, otherwise unchanged.
`
  );
}
