import { setFlagsFromString } from 'node:v8';

/**
 * Lets the engine's kernels use the machine's fused multiply-add, which Node has behind a flag before
 * version 22. Must run before a network is computed; without it the kernels are those of
 * plain SIMD, a third slower.
 */
export function allowRelaxedSimd(): void {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 22) {
    setFlagsFromString('--experimental-wasm-relaxed-simd');
  }
}
