interface AsyncWrap {
  readonly async_hook_fields: Uint32Array;
  readonly constants: { readonly kCheck: number };
}

/**
 * Turns off Node's checks of its own bookkeeping of asynchronous work. With them an interrupt that
 * cuts a timer's callback short ends the process. The launcher passes the flag for this,
 * `--no-force-async-hooks-checks`; here the kernel does without the launcher.
 */
export function turnOffAsyncChecks(): void {
  if (process.execArgv.includes('--no-force-async-hooks-checks')) {
    return;
  }
  const { binding, noDeprecation } = process as unknown as {
    binding?: (name: string) => AsyncWrap;
    noDeprecation?: boolean;
  };
  process.noDeprecation = true;
  try {
    const wrap = binding?.call(process, 'async_wrap');
    if (wrap !== undefined) {
      wrap.async_hook_fields[wrap.constants.kCheck] = 0;
    }
  } catch {
    // A Node without this door: the launcher's flag is the way.
  } finally {
    process.noDeprecation = noDeprecation ?? false;
  }
}
