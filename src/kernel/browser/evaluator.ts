import type { Evaluator } from '../core/cells/evaluator';
import { namespaceOf } from '../core/cells/modules';

/** What stands before the text of a cell. */
const PREFIX = '(async function(exports, require) { ';

/** Runs cells in the global scope of a worker. `modules` are what cells may import, by name. */
export function createEvaluator(
  modules: ReadonlyMap<string, unknown>
): Evaluator {
  function load(id: string): unknown {
    if (!modules.has(id)) {
      throw new Error(
        `there is no module '${id}' in a page; it can import ${[...modules.keys()].join(', ')} and addresses`
      );
    }
    return modules.get(id);
  }

  // By another name, `eval` runs in the global scope and sees none of this file.
  const evaluateGlobally = globalThis.eval;
  return {
    shift: PREFIX.length,
    meta: {
      url: 'file:///notebook/notebook.ts',
      dirname: '/notebook',
      filename: '/notebook/notebook.ts'
    },
    async evaluate(text, locals) {
      const run = evaluateGlobally(`${PREFIX}${text}\n})`) as (
        exports: object,
        require: typeof load
      ) => Promise<void>;
      await run({ ...locals }, load);
    },
    load,
    importModule: id =>
      /^https?:/.test(id)
        ? import(/* webpackIgnore: true */ id)
        : Promise.resolve().then(() => namespaceOf(load(id)))
  };
}
