// The sentences that ship with gatescope as numbers, in a file that all peers read.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** 3,000 labeled sentences as ids of words, 1 to 4,999 by frequency, cut and padded to 40. */
export function writeSentences(file) {
  const lines = readFileSync(
    join(here, '..', 'gatescope', 'data', 'sentiment.csv'),
    'utf8'
  )
    .trimEnd()
    .split('\n')
    .slice(1);
  const sentences = lines.map(line => {
    const [, label, words] = /^[^,]*,(\d),(.*)$/.exec(line);
    return {
      label: Number(label),
      words: (words.toLowerCase().match(/[a-z']+/g) ?? ['']).slice(0, 40)
    };
  });
  const counts = new Map();
  sentences.forEach(({ words }) =>
    words.forEach(word => counts.set(word, (counts.get(word) ?? 0) + 1))
  );
  const ids = new Map(
    [...counts]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 4998)
      .map(([word], at) => [word, at + 2])
  );
  writeFileSync(
    file,
    JSON.stringify({
      ids: sentences.map(({ words }) => {
        const row = words.map(word => ids.get(word) ?? 1);
        return [...row, ...new Array(40 - row.length).fill(0)];
      }),
      lengths: sentences.map(({ words }) => words.length),
      labels: sentences.map(({ label }) => label)
    })
  );
  const total = sentences.reduce((sum, { words }) => sum + words.length, 0);
  console.log(
    `${sentences.length} sentences, ${(total / sentences.length).toFixed(1)} words on average`
  );
}
