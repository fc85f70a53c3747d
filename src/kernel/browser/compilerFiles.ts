import { reasonOf } from '../core/reason';

/** Text of the compiler's declarations, by path. */
export type Declarations = Readonly<Record<string, string>>;

/** The compiler of a page and what it reads: files of their own, which come when they are asked for. */
export interface CompilerFiles {
  /** Settles when both are there; the worker goes on meanwhile. */
  load(): Promise<void>;
  /** What the compiler reads; where it is not there yet, the worker waits for it. */
  declarations(): Declarations;
}

/**
 * @param assets the folder that they lie in
 */
export function compilerFiles(assets: string): CompilerFiles {
  const address = new URL('declarations.json', assets);
  const problem = (status: number, text: string): Error =>
    new Error(
      `the kernel's declarations could not be loaded: ${status} ${text}`
    );
  let known: Declarations | null = null;
  let loading: Promise<void> | null = null;
  let attempts = 0;

  async function fetched(): Promise<void> {
    const answer = await fetch(address);
    if (!answer.ok) {
      throw problem(answer.status, answer.statusText);
    }
    known = (await answer.json()) as Declarations;
  }

  /** Gives its names to the global scope; see pageReplacements. */
  async function imported(): Promise<void> {
    // A module that could not be fetched is not fetched again under the same address.
    const again = attempts++ > 0 ? `?${attempts}` : '';
    const { href } = new URL(`compiler.js${again}`, assets);
    try {
      await import(/* webpackIgnore: true */ href);
    } catch (error) {
      throw new Error(`the compiler could not be loaded: ${reasonOf(error)}`, {
        cause: error
      });
    }
  }

  return {
    load() {
      loading ??= Promise.all([fetched(), imported()]).then(() => undefined);
      // Who asks again after a failure tries again.
      loading.catch(() => (loading = null));
      return loading;
    },
    declarations() {
      if (known === null) {
        const request = new XMLHttpRequest();
        request.open('GET', address, false);
        request.send();
        if (request.status !== 200) {
          throw problem(request.status, request.statusText);
        }
        known = JSON.parse(request.responseText) as Declarations;
      }
      return known;
    }
  };
}
