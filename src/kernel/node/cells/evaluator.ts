import { createRequire } from 'node:module';
import { createExecutor } from 'tslab/dist/executor';
import type { Converter as TslabConverter } from 'tslab/dist/converter';
import type { Evaluator } from '../../core/cells/evaluator';
import type { SideModule } from '../../core/cells/sideFiles';
import { loadModule } from './loadModule';

/** What tslab's executor writes before the text of a cell. */
const EXECUTOR_PREFIX = '(async function(exports, require) { ';

/** Runs cells of notebooks in folder `cwd` through tslab's executor. */
export function createEvaluator(cwd: string): Evaluator {
  let pending: { text: string; modules: readonly SideModule[] } = {
    text: '',
    modules: []
  };
  let thrown: { error: unknown } | null = null;

  // The executor asks for the conversion, which was made before, so that its errors could be told.
  const given = {
    convert() {
      return {
        output: pending.text,
        declOutput: '',
        diagnostics: [],
        hasToplevelAwait: true,
        sideOutputs: pending.modules.map(({ path, javascript }) => ({
          path,
          data: javascript
        }))
      };
    }
  } as unknown as TslabConverter;
  const executor = createExecutor(
    cwd,
    { node: given, browser: given, close: () => undefined },
    {
      log: () => undefined,
      error: (error: unknown) => {
        thrown = { error };
      }
    }
  );
  // tslab's own way to hand things to cells; a list of the globals need not have it.
  Object.defineProperty(globalThis, '__tslab__', { enumerable: false });
  const require = createRequire(`${cwd}/notebook.js`);

  /** `require` as cells see it: tslab's, which knows the modules beside the notebook. */
  function requireHere(id: string): unknown {
    const holder = globalThis as unknown as {
      __tslab__: { require: (id: string) => unknown };
    };
    return holder.__tslab__.require(id);
  }

  return {
    shift: EXECUTOR_PREFIX.length,
    meta: {
      url: `file://${cwd}/notebook.ts`,
      dirname: cwd,
      filename: `${cwd}/notebook.ts`
    },
    async evaluate(text, locals, modules) {
      Object.assign(executor.locals, locals);
      pending = { text, modules };
      thrown = null;
      const settled = executor.execute('');
      pending = { text: '', modules: [] };
      const done = await settled;
      // The executor races every cell against one promise that never settles, which would keep what
      // each of them left; settled and recreated it keeps nothing.
      executor.interrupt();
      if (!done) {
        const { error } = thrown as unknown as { error: unknown };
        throw error;
      }
    },
    load: (id, found) => loadModule(id, requireHere, require, found)
  };
}
