import type { Bitmap } from '../../../scene/bitmap';
import { machine } from '../machine';

/** Pixels in rows from the top, three bytes each: red, green, blue. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

/** A PNG file (ISO/IEC 15948) of the pixels, as a `data:` address. */
export function pngAddress({ width, height, bytes }: Pixels): string {
  const header = new Uint8Array(13);
  const fields = new DataView(header.buffer);
  fields.setUint32(0, width);
  fields.setUint32(4, height);
  // 8 bits a channel, RGB, no interlace.
  header.set([8, 2, 0, 0, 0], 8);
  const rows = new Uint8Array(height * (1 + width * 3));
  for (let row = 0; row < height; row++) {
    rows.set(
      bytes.subarray(row * width * 3, (row + 1) * width * 3),
      row * (1 + width * 3) + 1
    );
  }
  const file = joined([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    chunk('IDAT', machine().deflate(rows)),
    chunk('IEND', new Uint8Array())
  ]);
  return `data:image/png;base64,${base64(file)}`;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = joined([
    Uint8Array.from(type, letter => letter.charCodeAt(0)),
    data
  ]);
  return joined([uint32(data.length), body, uint32(crc32(body))]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(
    parts.reduce((sum, { length }) => sum + length, 0)
  );
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

/** The remainder of each byte, for the polynomial of ISO/IEC 15948, annex D. */
const remainders = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) {
    rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  }
  return rest;
});

function crc32(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) {
    rest = remainders[(rest ^ byte) & 0xff] ^ (rest >>> 8);
  }
  return (rest ^ 0xffffffff) >>> 0;
}

function base64(bytes: Uint8Array): string {
  // In pieces: a call takes only so many arguments.
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) {
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  }
  return btoa(pieces.join(''));
}

/** The pixels of a heat map as a PNG; where there is none, the page shows. */
export function bitmapAddress({ width, height, pixels }: Bitmap): string {
  const bytes = new Uint8Array(width * height * 3).fill(255);
  pixels.forEach((pixel, at) => {
    if (pixel >>> 24 > 0) {
      bytes.set([pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255], at * 3);
    }
  });
  return pngAddress({ width, height, bytes });
}
