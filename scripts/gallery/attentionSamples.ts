import { encoderDecoder, random } from '../../src/engine';
import type { SampleEntry } from './samples';

/** Reads letters and writes them backwards; small enough to be learned in seconds. */
async function reversing() {
  const letters = 'abcdefgh';
  const generator = random(11);
  const length = 5;
  const model = encoderDecoder({
    sourceSize: letters.length + 3,
    targetSize: letters.length + 3,
    units: 20,
    attention: 'additive',
    seed: 4
  });
  model.compile();
  const source = Array.from({ length: 400 }, () =>
    Array.from(
      { length },
      () => 3 + Math.floor(generator.uniform() * letters.length)
    )
  );
  const target = source.map(ids => [...ids].reverse().concat(2));
  await model.fit(source, target, { epochs: 18, batchSize: 16 });
  const word = (id: number): string =>
    id === 2 ? '⟨end⟩' : (letters[id - 3] ?? '');
  return model.attentionOf(source[1], {
    target: target[1],
    sourceWord: word,
    targetWord: word,
    title: 'letters written backwards'
  });
}

/** A decoder whose cell says where it looks; the source has padding, which its equations leave out. */
function looking() {
  const model = encoderDecoder({
    sourceSize: 8,
    targetSize: 8,
    units: 6,
    attention: 'additive',
    seed: 4
  });
  const { decoder } = model.trace([3, 4, 5, 6, 0, 0], { target: [6, 5, 4, 2] });
  return Promise.resolve(decoder);
}

/** Where a trained decoder looked, and how one looks. */
export const attentionSamples: readonly SampleEntry[] = [
  {
    name: 'attention',
    title: 'Attention: letters written backwards',
    live: false,
    make: reversing
  },
  {
    name: 'attention-cell',
    title: 'Cell: a decoder that looks back at what was read',
    view: { view: 'cell', step: 1, unit: 2 },
    make: looking
  }
];
