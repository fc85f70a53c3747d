/** The parts of a notebook that a person writes. */
export interface WrittenNotebook {
  readonly cells: readonly {
    readonly cell_type: string;
    readonly source: string | readonly string[];
    readonly outputs?: readonly unknown[];
    readonly metadata?: unknown;
    readonly execution_count?: number | null;
  }[];
}

/**
 * SHA-256 over the types and sources of a notebook's cells: what a person writes, not what running
 * leaves. `gatescope/lessons.py` and `scripts/build-lessons.mjs` compute the same.
 */
export function textDigest(notebook: WrittenNotebook): string {
  const text = notebook.cells
    .map(({ cell_type, source }) => {
      const written = typeof source === 'string' ? source : source.join('');
      return `${cell_type}\x1f${written}`;
    })
    .join('\x1e');
  return sha256(new TextEncoder().encode(text));
}

/**
 * SHA-256 (FIPS 180-4) as lower-case hexadecimal. The browser's own is refused to pages that are not
 * served over HTTPS, as on many a class's server.
 */
export function sha256(bytes: Uint8Array): string {
  // The message, a 1 bit, zeros, and its length in bits as 64 bits, in blocks of 64 bytes.
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(padded.length - 4, (bytes.length * 8) >>> 0);

  const hash = Uint32Array.from(initial);
  const words = new Uint32Array(64);
  for (let block = 0; block < padded.length; block += 64) {
    for (let t = 0; t < 16; t++) {
      words[t] = view.getUint32(block + 4 * t);
    }
    for (let t = 16; t < 64; t++) {
      const w15 = words[t - 15];
      const w2 = words[t - 2];
      const s0 = rotate(w15, 7) ^ rotate(w15, 18) ^ (w15 >>> 3);
      const s1 = rotate(w2, 17) ^ rotate(w2, 19) ^ (w2 >>> 10);
      words[t] = words[t - 16] + s0 + words[t - 7] + s1;
    }
    let [a, b, c, d, e, f, g, h] = hash;
    for (let t = 0; t < 64; t++) {
      const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
      const choice = (e & f) ^ (~e & g);
      const t1 = (h + s1 + choice + constants[t] + words[t]) | 0;
      const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
      const majority = (a & b) ^ (a & c) ^ (b & c);
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + s0 + majority) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((value, index) => {
      hash[index] += value;
    });
  }
  return [...hash].map(word => word.toString(16).padStart(8, '0')).join('');
}

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

/** The first 32 bits of the fractional part of a root; doubles hold it exactly. */
function fraction(root: number): number {
  return Math.floor((root % 1) * 2 ** 32) >>> 0;
}

const primes: readonly number[] = firstPrimes(64);
const initial = primes.slice(0, 8).map(prime => fraction(Math.sqrt(prime)));
const constants = primes.map(prime => fraction(Math.cbrt(prime)));

function firstPrimes(count: number): number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate++) {
    if (found.every(prime => candidate % prime !== 0)) {
      found.push(candidate);
    }
  }
  return found;
}
