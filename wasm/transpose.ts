// Weights turned for the way back, from panels to panels (see `multiply.ts`).

/**
 * Turns B (K × N in panels) into Bᵀ (N × `columns` in panels); `columns` is K rounded up to 8, and
 * what is beyond K becomes zero. K is a multiple of 4.
 */
export function transposePanels(K: i32, N: i32, b: usize, target: usize): void {
  const from = (<usize>K) << 5;
  const to = (<usize>N) << 5;
  for (let k = 0; k < K; k += 4) {
    // Row n of the transpose, columns k…k+3: which panel, and which half of it.
    let out = target + <usize>(k >> 3) * to + (k & 4 ? 16 : 0);
    let source = b + ((<usize>k) << 5);
    for (let n = 0; n < N; n += 8) {
      for (let half: usize = 0; half < 32; half += 16) {
        const r0 = v128.load(source + half);
        const r1 = v128.load(source + half, 32);
        const r2 = v128.load(source + half, 64);
        const r3 = v128.load(source + half, 96);
        const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
        const t1 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
        const t2 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
        const t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
        v128.store(out, v128.shuffle<f32>(t0, t1, 0, 1, 4, 5));
        v128.store(out, v128.shuffle<f32>(t0, t1, 2, 3, 6, 7), 32);
        v128.store(out, v128.shuffle<f32>(t2, t3, 0, 1, 4, 5), 64);
        v128.store(out, v128.shuffle<f32>(t2, t3, 2, 3, 6, 7), 96);
        out += 128;
      }
      source += from;
    }
  }
  if (K & 4) {
    let out = target + <usize>(K >> 3) * to + 16;
    for (let n = 0; n < N; n++) {
      v128.store(out, f32x4.splat(0));
      out += 32;
    }
  }
}
