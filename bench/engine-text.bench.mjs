// The tutorials' text classifiers beside Keras and PyTorch in the same run: an epoch, with dropout, in
// two bidirectional layers, from process start, and one sentence.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { classifierOf, timed, timedAsync } from './engine.own.mjs';
import { writeSentences } from './engine.sentences.mjs';
import { median, quick, row, start, takeTurns } from './engine.turns.mjs';
import { peerScript, secondsOf } from './peers/peer.mjs';
import { report } from './results.mjs';

/** An epoch takes a second or more: fewer rounds than steps. */
const EPOCHS = quick ? 1 : 5;
const STARTS = quick ? 1 : 3;

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, 'out');
mkdirSync(out, { recursive: true });
const data = join(out, 'sentences.json');
writeSentences(data);

const { bundle, engine, torch, keras, stop } = await start({
  torch: 'torch_peer.py',
  keras: 'keras_peer.py'
});
const torchName = `PyTorch ${torch?.version} 1 thread`;
const kerasName = `${keras?.version} 1 thread`;
const task = { data, vocabulary: 5000, embedding: 128, units: 64 };
const masked = { mask: true };
const asked = (peer, options) => async seconds =>
  peer ? peer.ask({ ...options, seconds }) : null;

console.log('\n[1/5] an epoch');
const own = await classifierOf(engine, task);
const epoch = await takeTurns(
  {
    own: seconds => timedAsync(own.epoch, seconds),
    keras: asked(keras, { ...task, ...masked, kind: 'epoch' }),
    padded: asked(torch, { ...task, kind: 'epoch' }),
    packed: asked(torch, { ...task, kind: 'epoch', packed: true })
  },
  EPOCHS
);
rows('text classifier, an epoch', 's', epoch, 1e-3);

console.log('\n[2/5] one sentence');
const sentence = await takeTurns({
  own: seconds => timed(own.sentence, seconds),
  padded: asked(torch, { ...task, kind: 'sentence' }),
  keras: asked(keras, { ...task, ...masked, kind: 'sentence' })
});
row('one sentence', 'ms', sentence.own, sentence.padded, torchName);
row('one sentence', 'ms', sentence.own, sentence.keras, kerasName);

console.log('\n[3/5] from process start to the end of the first epoch');
await fromProcessStart();

console.log('\n[4/5] dropout .2 and recurrent dropout .2');
const drops = { ...task, dropout: 0.2, recurrent_dropout: 0.2 };
const dropping = await classifierOf(engine, drops);
const dropped = await takeTurns(
  {
    own: seconds => timedAsync(dropping.epoch, seconds),
    keras: asked(keras, { ...drops, ...masked, kind: 'epoch' })
  },
  EPOCHS
);
rows(
  'text classifier, dropout .2 and recurrent dropout .2, an epoch',
  's',
  dropped,
  1e-3
);

console.log('\n[5/5] two bidirectional layers');
const both = { ...task, bidirectional: true, layers: 2, dropout: 0.3 };
const deep = await classifierOf(engine, both);
const twoLayers = await takeTurns(
  {
    own: seconds => timedAsync(deep.epoch, seconds),
    padded: asked(torch, { ...both, kind: 'epoch' }),
    packed: asked(torch, { ...both, kind: 'epoch', packed: true })
  },
  quick ? 1 : 3
);
rows('two bidirectional layers, an epoch', 's', twoLayers, 1e-3);
await stop();

/** One row for each peer that was asked. */
function rows(name, unit, { own: ours, ...peers }, factor) {
  const names = {
    keras: kerasName,
    padded: `${torchName}, padded`,
    packed: `${torchName}, packed`
  };
  for (const [peer, found] of Object.entries(peers)) {
    row(name, unit, ours, found, names[peer], factor);
  }
}

/** Time on the wall; the peers may use all cores, as they do when nobody tells them otherwise. */
async function fromProcessStart() {
  const file = join(out, 'task.json');
  writeFileSync(file, JSON.stringify({ ...task, ...masked }));
  const sides = {
    own: [process.execPath, [join(here, 'engine.own.mjs'), bundle, file]],
    ...(torch && {
      torch: [torch.command, [peerScript('torch_peer.py'), file]]
    }),
    ...(keras && {
      keras: [keras.command, [peerScript('keras_peer.py'), file]]
    })
  };
  const found = Object.fromEntries(Object.keys(sides).map(side => [side, []]));
  for (let count = 0; count < STARTS; count++) {
    for (const [side, [command, args]] of Object.entries(sides)) {
      found[side].push(await secondsOf(command, args));
    }
  }
  for (const [side, peer] of [
    ['torch', `PyTorch ${torch?.version}, padded`],
    ['keras', keras?.version]
  ]) {
    if (found[side]) {
      console.log(
        `  ours: minimum ${Math.min(...found.own).toFixed(2)} s; ${peer}: minimum ${Math.min(...found[side]).toFixed(2)} s; ${STARTS} starts each`
      );
      report({
        name: 'text classifier, process start to end of first epoch',
        value: median(found.own),
        unit: 's',
        peer,
        peerValue: median(found[side])
      });
    }
  }
}
