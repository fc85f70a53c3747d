// Batches of sequences of like length beside batches as they come: an epoch of the tutorials' text
// classifier by the kernels, which compute no padding either way, and step by step on the tape.
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { classifierOf, timedAsync } from './engine.own.mjs';
import { writeSentences } from './engine.sentences.mjs';
import { quick, row, start, takeTurns } from './engine.turns.mjs';

/** An epoch on the tape takes half a minute. */
const ROUNDS = { fused: quick ? 3 : 7, tape: quick ? 1 : 3 };

const out = join(dirname(fileURLToPath(import.meta.url)), 'out');
mkdirSync(out, { recursive: true });
const data = join(out, 'sentences.json');
writeSentences(data);

const { engine, stop } = await start({});
const task = { data, vocabulary: 5000, embedding: 128, units: 64 };
for (const [compute, rounds] of Object.entries(ROUNDS)) {
  console.log(`\n${compute}: an epoch`);
  const sides = {};
  for (const [side, bucketByLength] of [
    ['own', true],
    ['ordinary', false]
  ]) {
    const { epoch } = await classifierOf(engine, {
      ...task,
      compute,
      bucketByLength
    });
    sides[side] = seconds => timedAsync(epoch, seconds);
  }
  const { own, ordinary } = await takeTurns(sides, rounds);
  row(
    `text classifier, batches of like length, an epoch (${compute})`,
    's',
    own,
    ordinary,
    'batches as they come',
    1e-3
  );
}
await stop();
