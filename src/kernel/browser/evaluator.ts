import type { Evaluator } from '../core/cells/evaluator';

/** What stands before the text of a cell. */
const PREFIX = '(async function(exports, require) { ';

/** Runs cells in the global scope of a worker. `modules` are what cells may import, by name. */
export function createEvaluator(
  modules: ReadonlyMap<string, unknown>
): Evaluator {
  function moduleOf(id: string): unknown {
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
        require: typeof moduleOf
      ) => Promise<void>;
      await run({ ...locals }, moduleOf);
    },
    load(id, found) {
      if (/^https?:/.test(id)) {
        return import(/* webpackIgnore: true */ id).then(found);
      }
      found(moduleOf(id));
      return undefined;
    }
  };
}
