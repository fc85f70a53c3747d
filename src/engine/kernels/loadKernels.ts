import { kernelBuilds } from './generated/binaries';
import type { KernelFunctions, KernelKind, Kernels } from './kernels';
import { bytesOf, webAssembly } from '../base/webAssembly';

const PAGE = 65536;

/** The most memory that fused networks take together unless told otherwise: 1 GiB. */
const DEFAULT_LIMIT = 2 ** 30;

export interface KernelOptions {
  /** Asks for one of the builds; by default the fastest that the host can run. */
  readonly kind?: KernelKind;
  /** The most bytes that the kernels' memory may grow to. */
  readonly limit?: number;
}

/**
 * Compiles the kernels: relaxed SIMD where the host has it, else SIMD128.
 *
 * Node before version 22 needs `v8.setFlagsFromString('--experimental-wasm-relaxed-simd')` before
 * the first call to have the first of these.
 *
 * @throws RangeError when the host has neither, or not the one that `kind` asks for
 */
export function loadKernels({
  kind,
  limit = DEFAULT_LIMIT
}: KernelOptions = {}): Kernels {
  for (const candidate of ['relaxed SIMD', 'SIMD'] as const) {
    const kernels =
      kind === undefined || kind === candidate
        ? compiled(candidate, limit)
        : null;
    if (kernels) {
      return kernels;
    }
  }
  throw new RangeError(
    `loadKernels: '${kind ?? 'SIMD'}' needs a host whose WebAssembly has it, and this one has not`
  );
}

const binary = (kind: KernelKind): Uint8Array =>
  bytesOf(kernelBuilds, kind === 'SIMD' ? 0 : 1);

function compiled(kind: KernelKind, limit: number): Kernels | null {
  const host = webAssembly();
  const bytes = binary(kind);
  if (!host?.validate(bytes)) {
    return null;
  }
  const maximum = Math.max(1, Math.floor(limit / PAGE));
  const memory = new host.Memory({ initial: 1, maximum });
  const { exports } = new host.Instance(new host.Module(bytes), {
    env: { memory }
  });
  const functions = exports as unknown as KernelFunctions & {
    firstFreeByte(): number;
    fuses(one: number): number;
  };
  if (kind === 'relaxed SIMD' && !functions.fuses(1)) {
    // A machine that rounds twice has nothing to gain, and the constants would not fit.
    return null;
  }
  let { buffer } = memory;
  return {
    ...functions,
    kind,
    memory,
    firstFreeByte: (functions.firstFreeByte() + 63) & ~63,
    get size() {
      return buffer.byteLength;
    },
    get buffer() {
      return buffer;
    },
    grow(wanted) {
      const pages = Math.ceil((wanted - buffer.byteLength) / PAGE);
      if (pages <= 0) {
        return;
      }
      if (wanted > maximum * PAGE) {
        throw memoryError(wanted, maximum * PAGE);
      }
      try {
        memory.grow(pages);
      } catch {
        throw memoryError(wanted, buffer.byteLength);
      }
      ({ buffer } = memory);
    }
  };
}

/** Whether the host can run them at all: one without WebAssembly's SIMD cannot. */
export function hasKernels(): boolean {
  return shared !== null || webAssembly()?.validate(binary('SIMD')) === true;
}

let shared: Kernels | null = null;

/** The kernels that all networks of this process share, compiled when they are first asked for. */
export function sharedKernels(): Kernels {
  return (shared ??= loadKernels());
}

/** Says how much was asked for, how much there is, and what to do. */
function memoryError(wanted: number, limit: number): RangeError {
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MB`;
  return new RangeError(
    `fused: this network needs ${megabytes(wanted)} for one batch, but there are ${megabytes(limit)}; ` +
      'take a smaller batchSize or shorter sequences'
  );
}
