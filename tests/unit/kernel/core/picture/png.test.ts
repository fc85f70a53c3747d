import '../../nodeMachine';
import { crc32, inflateSync } from 'node:zlib';
import { pngAddress } from '../../../../../src/kernel/core/picture/png';

test('a picture is a PNG file whose parts have the sums that zlib gives them', () => {
  const bytes = Uint8Array.from({ length: 3 * 2 * 3 }, (_, at) => at * 9);
  const file = Buffer.from(
    pngAddress({ width: 3, height: 2, bytes }).split(',')[1],
    'base64'
  );
  expect(file.subarray(1, 4).toString()).toBe('PNG');
  const parts = new Map<string, Buffer>();
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at);
    const body = file.subarray(at + 4, at + 8 + length);
    expect(file.readUInt32BE(at + 8 + length)).toBe(crc32(body));
    parts.set(body.subarray(0, 4).toString(), body.subarray(4));
    at += 12 + length;
  }
  expect([...parts.keys()]).toEqual(['IHDR', 'IDAT', 'IEND']);
  expect([...inflateSync(parts.get('IDAT') as Buffer)]).toEqual([
    0,
    ...bytes.subarray(0, 9),
    0,
    ...bytes.subarray(9)
  ]);
});
