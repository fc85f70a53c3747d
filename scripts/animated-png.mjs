// PNG files as the frames of one that moves, which browsers, GitHub and PyPI show as they show any other.

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

/** Of a byte alone, for the checksum that each part of a PNG ends in. */
const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) {
    value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  }
  return value;
});

const checksum = bytes =>
  ~bytes.reduce((sum, byte) => CRC[(sum ^ byte) & 255] ^ (sum >>> 8), ~0) >>> 0;

const words = (...values) => {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, at) => bytes.writeUInt32BE(value, 4 * at));
  return bytes;
};

function part(type, data) {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([words(data.length), named, words(checksum(named))]);
}

function partsOf(png) {
  const parts = [];
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    parts.push({
      type: png.toString('latin1', at + 4, at + 8),
      data: png.subarray(at + 8, at + 8 + length)
    });
    at += 12 + length;
  }
  return parts;
}

/**
 * One PNG that shows these one after another, again and again; where nothing moves, the first.
 *
 * @param pngs files of the same size and kind of color
 * @param milliseconds how long each is shown
 */
export function animatedPng(pngs, milliseconds) {
  const frames = pngs.map(partsOf);
  const [{ data: header }] = frames[0];
  if (frames.some(([first]) => !first.data.equals(header))) {
    throw new RangeError(
      'animatedPng: the frames are not of one size and kind'
    );
  }
  let count = 0;
  const body = frames.flatMap((parts, at) => {
    const pixels = Buffer.concat(
      parts.filter(({ type }) => type === 'IDAT').map(({ data }) => data)
    );
    const shown = Buffer.concat([
      words(count++, header.readUInt32BE(0), header.readUInt32BE(4), 0, 0),
      // Milliseconds as a fraction of a second; the whole frame in place of the last.
      words(((milliseconds[at] << 16) | 1000) >>> 0),
      Buffer.alloc(2)
    ]);
    return [
      part('fcTL', shown),
      at === 0
        ? part('IDAT', pixels)
        : part('fdAT', Buffer.concat([words(count++), pixels]))
    ];
  });
  return Buffer.concat([
    SIGNATURE,
    part('IHDR', header),
    part('acTL', words(frames.length, 0)),
    ...body,
    part('IEND', Buffer.alloc(0))
  ]);
}
