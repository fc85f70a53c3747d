import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { sha256, textDigest } from '../../../../src/lab/lessons/textDigest';

test('sha256 is that of FIPS 180-4 for bytes of any length', () => {
  // The standard's own example: SHA-256 of "abc".
  expect(sha256(new TextEncoder().encode('abc'))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
      expect(sha256(bytes)).toBe(
        createHash('sha256').update(bytes).digest('hex')
      );
    })
  );
});

test('the digest is over types and sources only, however the source is split', () => {
  const one = textDigest({
    cells: [{ cell_type: 'code', source: 'a\nb', outputs: [] }]
  });
  const two = textDigest({
    cells: [{ cell_type: 'code', source: ['a\n', 'b'], outputs: [1, 2] }]
  });
  const other = textDigest({ cells: [{ cell_type: 'raw', source: 'a\nb' }] });
  expect(two).toBe(one);
  expect(other).not.toBe(one);
  // Computed by gatescope/lessons.py over the same notebook.
  expect(one).toBe(createHash('sha256').update('code\x1fa\nb').digest('hex'));
});
